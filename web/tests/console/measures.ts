// A measure and its file for the tests of the console. All invented.
import type { MeasureFile, MeasureHappened, MeasureLine, MeasureTask, MeasureView } from '../../src/lib/api/measure-types';
import { at, id } from './alarms';

export function aTask(key: string, over: Partial<MeasureTask> = {}): MeasureTask {
  return {
    key, kind: key.split(':')[0] ?? key, role: 'case_officer', seat: { type: 'zone', zone: id(1) }, opened_on: '2026-11-20', due: null,
    point: '7.4.1', form: null, with_care: false, needs_reference: false, part: null, ...over,
  };
}

export function aLine(over: Partial<MeasureLine> = {}): MeasureLine {
  return {
    id: id(800), case: id(200), case_number: '2026-0410', person: id(300), name: 'Mila Peeters', stage: 'requested', zone: { id: id(1), code: '5901', name: 'Kouterdal' },
    office: { id: id(60), code: 'OVL', name: 'Oost-Vlaanderen' }, ends_on: null, alarm_is_on: false, due_on: null, next_task: null, tasks: 0, overdue: 0, ...over,
  };
}

export function aFile(over: Partial<MeasureFile> = {}): MeasureFile {
  return {
    request: {
      case: id(200), person: id(300), born: '1989-04-02', origin: { type: 'person' }, made_on: '2026-11-20', pv: { kind: 'initial', number: 'GE.53.L6.001/2026' },
      residence: id(1), relation: 'ex-partners', honour: 'not-related', offence: { type: 'none' }, summary: 'Threats since the break-up.',
    },
    competence: null, zone: id(1), office: id(60), hand_overs: [], reopenings: [], questions: [], hearings: [], assessments: [], bombs: [], antecedents: null,
    rulings: [], agreement: null, activation: null, judge: null, suspect: [], chain: [], offers: [], second_offer_asked: null, shortage: null, incidents: [],
    announced_facts: [], revisits: [], places: null, trips: [], moves: [], breaches: [], asked_to_end: [], continuation: null, releases: [], receipts: [],
    taken_over: null, settled: [], ...over,
  };
}

export const happened = (n: number, what: string, name: string | null = 'Dirk Dossier'): MeasureHappened => ({
  n, at: at(n), day: '2026-11-22', actor: name === null ? { type: 'system' } : { type: 'account', account: id(101), role: 'case_officer' }, by: name, what,
});

export function aMeasure(over: Partial<MeasureView> = {}): MeasureView {
  return {
    line: aLine(), sight: 'whole', events: 1, state: { stage: 'requested', since: '2026-11-20', procedure: null, end: null, steps: null, supervised_until: null },
    file: aFile(), term: null, person: null, tasks: [aTask('complete-hearing', { form: 'hear' })], due: [],
    conditions: [
      { condition: 'rolled-out', met: 'yes' }, { condition: 'within-scope', met: 'unknown' }, { condition: 'wants-it', met: 'unknown' },
      { condition: 'no-contact', met: 'no' }, { condition: 'complaints', met: 'unknown' }, { condition: 'agreement', met: 'unknown' },
    ],
    missing: ['hearing', 'risk'], misuse: 0, tests: [], timeline: [happened(1, 'requested')], documents: [], wanted: [], registrations: [], notices: [], ...over,
  };
}
