// A measure for the tests of the console's decision pages. All invented.
import type { AssessForm, MeasureLine, MeasureTask, MeasureView, NoticeView, Question } from '../../src/lib/api/measure-types';
import { id } from './alarms';

export const OFFICE = { id: id(31), code: 'HW', name: 'Parket Halle-Vilvoorde' };
export const ZONE = { id: id(2), code: '5902', name: 'Maasbroek' };

export const BY = { actor: { type: 'account', account: id(4), role: 'case_officer' }, by: 'An Officer' } as const;

export function aTask(kind: string, over: Partial<MeasureTask> = {}): MeasureTask {
  return {
    key: kind, kind, role: 'magistrate', seat: { type: 'office', office: OFFICE.id }, opened_on: '2026-11-20', due: '2026-11-22', point: '7.4.2',
    form: null, with_care: false, needs_reference: false, part: null, ...over,
  };
}

export function aLine(n: number, over: Partial<MeasureLine> = {}): MeasureLine {
  return {
    id: id(800 + n), case: id(200 + n), case_number: `2026-04${n}`, person: id(300 + n), name: 'Mila Peeters', stage: 'awaiting-decision', zone: ZONE, office: OFFICE,
    ends_on: null, alarm_is_on: false, due_on: '2026-11-22', next_task: aTask('decide', { form: 'rule' }), tasks: 1, overdue: 0, ...over,
  };
}

export function aNotice(n: number, kind: string, over: Partial<NoticeView> = {}): NoticeView {
  return { id: id(600 + n), measure: id(801), case_number: '2026-041', kind, to: { kind: 'magistrate', zone: null, office: OFFICE.id }, sent_at: `2026-11-22T0${n}:00:00.000Z`, read: null, deliveries: [], ...over } as NoticeView;
}

const answers: Record<Question, ['yes' | 'no' | 'unknown', string]> = {
  fears_for_life: ['yes', 'Slaapt bij haar zus.'], break_up_not_accepted: ['yes', ''], death_threats: ['yes', "'Als ik je niet heb, niemand.'"],
  earlier_violence: ['yes', ''], affinity_with_weapons: ['unknown', ''], much_effort: ['no', ''], great_anger: ['yes', ''], destroyed_belongings: ['no', ''],
};

export function anAssessment(over: Partial<AssessForm> = {}): AssessForm {
  return {
    on: '2026-11-21', eight: Object.fromEntries(Object.entries(answers).map(([key, [answer, note]]) => [key, { answer, note }])) as AssessForm['eight'],
    checklist: { version: 'col-15-2020/1', answers: [{ item: 'threat-weapon', answer: 'yes', note: 'Mes, in maart.' }, { item: 'recent-break-up', answer: 'no', note: '' }] },
    attention: { opposed_intentions: 'yes', secret_shelter: 'no' }, firearms: { answer: 'unknown', checked_by: { type: 'zone', zone: ZONE.id }, note: '' },
    scope: { within: 'yes', why: 'Ex-partner, herhaalde bedreigingen.' }, subsidiarity: 'Contactverbod werd driemaal geschonden.', ...over,
  };
}

export function aMeasure(over: Partial<MeasureView> = {}): MeasureView {
  const assessment = anAssessment();
  return {
    line: aLine(1), sight: 'whole', events: 9, state: { stage: 'awaiting-decision', since: '2026-11-21', procedure: 'urgent', end: null, steps: null, supervised_until: null },
    file: {
      request: {
        case: id(201), person: id(301), born: '1989-04-02', origin: { type: 'third_party', trust: 'trusted', who: 'Vluchthuis Halle' }, made_on: '2026-11-20',
        pv: { kind: 'initial', number: 'HA.43.L1.001234/2026' }, residence: ZONE.id, relation: 'ex-partners', honour: 'not-related', offence: { type: 'none' }, summary: 'Wordt al weken gevolgd.',
      } as MeasureView['file']['request'],
      competence: { zone: ZONE.id, office: OFFICE.id, case: 'offence-here', contact_from: null }, zone: ZONE.id, office: OFFICE.id, hand_overs: [], reopenings: [], questions: [],
      hearings: [{
        on: '2026-11-20', pv: { kind: 'subsequent', number: 'HA.43.L1.001240/2026' }, facts: 'Stond drie keer aan de school.', relation: 'Zes jaar samen, uit elkaar sinds juni.',
        wants_it: 'yes', no_contact: 'yes', complaints: 'yes', agreement: 'yes', told_no_right: 'told', able: 'unknown', secrecy: { address: 'kept', contact: 'kept' },
      }],
      assessments: [assessment], bombs: [1], antecedents: null,
      rulings: [{ n: 1, decision: { ruling: { type: 'refuse', third_party: 'no-third-party' as const }, procedure: 'ordinary', on: '2026-03-02', said_by: null, pv: null, reason: 'Toen geen verhoogd risico.' }, by: 'magistrate', confirmed_on: '2026-03-02', denied_on: null }],
      agreement: null, activation: null, judge: null, suspect: [], chain: [], offers: [], second_offer_asked: null, shortage: null, incidents: [], announced_facts: [], revisits: [],
      places: null, trips: [], moves: [], breaches: [], asked_to_end: [], continuation: null, releases: [], receipts: [], settled: [],
    },
    term: null,
    person: {
      id: id(301), name: 'Mila Peeters', phone: '+32470123456', language: 'dutch', born_on: '1989-04-02', national_number: null, address: 'Lindestraat 12, 1500 Halle', address_secrecy: 'kept',
      email: null, trusted: { name: 'Jana Peeters', phone: '+32470999888' },
    },
    tasks: [aTask('confirm-bomb', { key: 'confirm-bomb:1', form: 'confirm-receipt', point: '7.6' }), aTask('decide', { form: 'rule' }), aTask('complete-antecedents', { form: 'give-antecedents', role: 'magistrate' })],
    due: [],
    conditions: (['rolled-out', 'within-scope', 'wants-it', 'no-contact', 'complaints', 'agreement'] as const).map((condition) => ({ condition, met: 'yes' })),
    missing: ['antecedents'], misuse: 0, tests: [],
    timeline: [{ n: 1, at: '2026-11-20T10:00:00.000Z', day: '2026-11-20', ...BY, what: 'requested' }, { n: 9, at: '2026-11-22T01:12:00.000Z', day: '2026-11-22', ...BY, what: 'put-before' }],
    documents: [{ id: id(701), kind: 'hearing-annex', origin: 'made', name: 'hearing-annex-nl.pdf', bytes: 48_000, sha256: '0'.repeat(64), media_type: 'pdf', filing: 'not-for-the-file', released: false, filed_at: '2026-11-20T11:00:00.000Z' }],
    wanted: [], registrations: [], notices: [aNotice(1, 'granted')], ...over,
  } as MeasureView;
}
