import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import { draftOf, forgetDrafts, hasDrafts, keepDraft } from '../../src/console/measures/drafts';
import { FORMS, offered } from '../../src/console/measures/forms/all';
import { requestParts, firstRequest } from '../../src/console/measures/forms/intake';
import { ageOn, type About, type FormSpec } from '../../src/console/measures/forms/spec';
import { nextStep } from '../../src/console/measures/intake';
import { groupOf, inDueOrder } from '../../src/console/measures/list';
import MeasureList from '../../src/console/measures/MeasureList.svelte';
import MeasurePage from '../../src/console/measures/MeasurePage.svelte';
import { isAbout, nest, wrongOf, type FormPart, type Values } from '../../src/console/measures/parts/form';
import { isMine } from '../../src/console/measures/parts/mine';
import { pointText } from '../../src/console/measures/parts/points';
import { taskText } from '../../src/console/measures/parts/words';
import { pageOf } from '../../src/console/router.svelte';
import type { CommandKind, MeasureStage, MeasureView } from '../../src/lib/api/measure-types';
import type { Case } from '../../src/lib/api/types';
import { aCard, id, me } from './alarms';
import { aLine, aMeasure, aFile, aTask, happened } from './measures';
import { aDesk, aServer } from './screens';

const officer = { ...me('case_officer'), zone: id(1) };
const dossier: Case = {
  id: id(200), number: '2026-0410', managing_zone: id(1), managing_zone_name: null, state: 'active', card: aCard(), has_photo: false, alarms: [], trips: [],
  persons: [{ id: id(300), kind: 'protected', name: 'Mila Peeters', phone: '+32470123456', language: 'dutch', born: 1989 }],
  handsets: [], buttons: [{ id: id(400), person: id(300), kind: 'bthome', address: 'A4:C1:38:00:11:22', encrypted: true, state: 'active' }],
};
const about = (over: Partial<About> = {}): About => ({
  view: aMeasure(), me: officer, today: '2026-11-22', zones: [{ value: id(1), text: '5901 Kouterdal' }], offices: null, questionnaire: null, dossier, magistrates: [],
  fresh: id(9), task: null, ...over,
});
/** Fills in every field of a form with something that fits. */
function filled(spec: FormSpec, one: About): Values {
  let values: Values = { ...spec.first?.(one) };
  for (let round = 0; round < 4; round += 1) {
    for (const field of spec.parts(one, values).flatMap((part) => part.fields)) {
      if (values[field.name] !== undefined && values[field.name] !== '' && values[field.name]?.length !== 0) continue;
      if (field.type === 'many') values = { ...values, [field.name]: field.options.slice(0, 1).map((option) => option.value) };
      else if (field.type === 'choice' || field.type === 'select') values = { ...values, [field.name]: field.options[0]?.value ?? '' };
      else if (field.type === 'date') values = { ...values, [field.name]: '2026-11-22' };
      else values = { ...values, [field.name]: field.name === 'check.number' ? '0470 12 34 56' : field.name === 'check.button' ? 'a4c138001122' : 'Something' };
    }
  }
  return values;
}

beforeEach(forgetDrafts);

describe('a form of the measure', () => {
  const parts: FormPart[] = [{ fields: [
    { type: 'date', name: 'on', label: 'On', max: '2026-11-22' }, { type: 'line', name: 'pv.number', label: 'Number' },
    { type: 'line', name: 'note', label: 'Note', optional: true }, { type: 'many', name: 'zones', label: 'Zones', options: [] },
  ] }];

  test('MS-07 each field goes to its own path in the command, and what is empty and optional stays out', () => {
    expect(nest(parts, { on: '2026-11-20', 'pv.number': ' GE.1 ', note: '', zones: ['a'] })).toEqual({ on: '2026-11-20', pv: { number: 'GE.1' }, zones: ['a'] });
  });

  test('an impossible day, a day of the future and an empty field are each named before anything is sent', () => {
    const wrong = (values: Values) => wrongOf(parts, values).map((one) => one.key);
    expect(wrong({ on: '2026-02-30x', 'pv.number': '', zones: [] })).toEqual(['field-no-day', 'field-empty', 'field-choose']);
    expect(wrong({ on: '2026-11-23', 'pv.number': 'x'.repeat(41), zones: ['a'] })).toEqual(['field-day-late', 'field-too-long']);
    expect(wrong({ on: '2026-11-22', 'pv.number': 'GE.1', zones: ['a'] })).toEqual([]);
  });

  test('an error of the server is shown at the field that it is about', () => {
    expect([isAbout('command.pv.number', 'pv.number'), isAbout('zones[2]', 'zones'), isAbout('pv', 'pv.number'), isAbout(null, 'on')]).toEqual([true, true, false, false]);
  });
});

describe('every command that a zone gives', () => {
  const kinds: CommandKind[] = [
    'hear', 'assess', 'put-before', 'reopen', 'rule', 'agree', 'activate', 'track-suspect', 'refer-chain', 'report-shortage', 'report-incident', 'announce-fact',
    'record-revisit', 'share-places', 'announce-trip', 'announce-move', 'record-breach', 'ask-to-end', 'do-end-step', 'confirm-receipt', 'settle',
  ];
  const stages: MeasureStage[] = ['requested', 'awaiting-decision', 'refused', 'granted', 'running', 'ending', 'ended'];

  test('MS-07 MS-18 MS-33 it has a form, and what the form makes is that command', () => {
    const view = aMeasure({
      line: aLine({ stage: 'running' }), term: { granted_on: '2026-02-01', ends_on: '2026-11-01', evaluation_from: '2026-10-01', extensions: [] },
      tests: [{ test: id(70), handset: id(71), on: '2026-11-20' }], timeline: [{ ...happened(1, 'granted'), actor: { type: 'account', account: id(5), role: 'magistrate' }, by: 'M' }],
    });
    for (const kind of kinds) {
      const spec = FORMS[kind];
      if (!spec) throw new Error(`${kind} has no form`);
      const one = about({ view, task: kind === 'confirm-receipt' ? 'confirm-hand-over:1' : kind === 'settle' ? 'register-ang' : null });
      const values = filled(spec, one);
      const form = spec.parts(one, values);
      expect(wrongOf(form, values).filter((wrong) => wrong.name !== 'assent.document'), kind).toEqual([]);
      expect(spec.command(one, form, values).type, kind).toBe(kind.replaceAll('-', '_'));
      expect(pointText(spec.point)).toMatch(/: /);
    }
  });

  test('what is offered at a stage has a form, and an ended measure offers nothing', () => {
    for (const stage of stages) {
      for (const kind of offered(aMeasure({ line: aLine({ stage }) }))) expect(FORMS[kind], kind).toBeDefined();
    }
    expect(offered(aMeasure({ line: aLine({ stage: 'ended' }) }))).toEqual([]);
  });

  test('MS-34 a new fact always stands in a new initial report', () => {
    const spec = FORMS['report-incident'];
    const one = about({ task: `record-fact:${id(33)}`, view: aMeasure({ file: aFile({ announced_facts: [{ fact: id(33), on: '2026-11-21', what: 'He stood at the door.' }] }) }) });
    const values = { ...spec?.first?.(one), number: 'GE.2' };
    expect(values).toMatchObject({ on: '2026-11-21', what: 'He stood at the door.' });
    expect(spec?.command(one, spec.parts(one, values), values)).toEqual({
      type: 'report_incident', incident: { type: 'fact', fact: id(33), on: '2026-11-21', pv: { kind: 'initial', number: 'GE.2' }, what: 'He stood at the door.' },
    });
  });

  test('MS-18 a device does not leave the desk until number and button agree with the file and the receipt is signed', () => {
    const spec = FORMS['activate'];
    const one = about({ view: aMeasure({ line: aLine({ stage: 'granted' }), tests: [{ test: id(70), handset: id(71), on: '2026-11-22' }] }) });
    const values = { ...filled(spec as FormSpec, one), 'check.number': '0470 12 34 57', 'check.button': 'A4:C1:38:00:11:23', 'check.signed': [] };
    expect(wrongOf(spec?.parts(one, values) ?? [], values)).toEqual([
      { name: 'check.number', key: 'field-not-same' }, { name: 'check.button', key: 'field-not-same' }, { name: 'check.signed', key: 'field-choose' },
    ]);
  });

  test('MS-09 below sixteen the agreement is explained and asks for no signed copy', () => {
    const spec = FORMS['agree'] as FormSpec;
    const child = about({ view: aMeasure({ file: { ...aFile(), request: { ...(aFile().request as NonNullable<MeasureView['file']['request']>), born: '2012-11-23' } } }) });
    expect(ageOn('2012-11-23', '2026-11-22')).toBe(13);
    expect(spec.command(child, spec.parts(child, filled(spec, child)), filled(spec, child))).toMatchObject({ assent: { type: 'explained' } });
    expect(spec.parts(about(), {}).flatMap((part) => part.fields).some((field) => field.name === 'assent.document')).toBe(true);
  });

  test('MS-10 MS-11 the checklist is asked of former partners, a bomb is named, and nothing is added up', () => {
    const spec = FORMS['assess'] as FormSpec;
    const one = about({ questionnaire: { version: 'p-1', items: [{ id: 'a1', bomb: true, nl: 'Wurging', fr: 'Strangulation', de: 'Würgen', en: 'Strangling' }] } });
    const values = filled(spec, one);
    const labels = spec.parts(one, values).flatMap((part) => part.fields).map((field) => field.label);
    expect(labels.some((label) => label.startsWith('Strangling (alarming factor'))).toBe(true);
    const command = spec.command(one, spec.parts(one, values), values);
    expect(command).toMatchObject({ type: 'assess', checklist: { version: 'p-1', answers: [{ item: 'a1', answer: 'yes' }] } });
    expect(JSON.stringify(command)).not.toMatch(/score|total|sum/);
    expect(JSON.stringify(labels)).not.toMatch(/score|points/i);
  });

  test('MS-01 the request asks who asked, and of a third party whether it is trusted', () => {
    const one = { today: '2026-11-22', zones: [], offices: null, zone: id(1) };
    const names = (values: Values) => requestParts(one, values).flatMap((part) => part.fields).map((field) => field.name);
    expect(names({ ...firstRequest(one), 'origin.type': 'third_party' })).toEqual(expect.arrayContaining(['origin.who', 'origin.trust']));
    expect(names(firstRequest(one))).not.toContain('origin.trust');
  });
});

describe('the list of measures', () => {
  test('what is late comes first, then what is next, then what has no date', () => {
    const lines = [aLine({ id: id(1) }), aLine({ id: id(2), due_on: '2026-12-24' }), aLine({ id: id(3), due_on: '2026-11-01' }), aLine({ id: id(4), due_on: '2026-11-22' })];
    expect(inDueOrder(lines).map((line) => line.id)).toEqual([id(3), id(4), id(2), id(1)]);
    expect(lines.map((line) => groupOf(line, '2026-11-22'))).toEqual(['none', 'later', 'late', 'week']);
  });

  test('when a thing is due and when the measure ends stand in columns of their own; what is looked for is in no address', async () => {
    const asked = aServer((_method, path) => ({
      status: 200, body: path.endsWith('/search') ? { lines: [], more: false } : { lines: [aLine({ due_on: '2026-11-01', ends_on: '2027-08-21', stage: 'running', tasks: 2, next_task: aTask('revisit:1') })], more: false },
    }));
    render(MeasureList, { live: aDesk([], { me: officer }).live });
    const row = await screen.findByRole('row', { name: /Mila Peeters/ });
    expect(row.textContent).toMatch(/21 August 2027/);
    expect(row.textContent).toMatch(/late/);
    expect(row.textContent).toMatch(/Revisit/);
    expect(screen.getByRole('heading', { level: 2 }).textContent).toMatch(/Late/);
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: 'Peeters' } });
    await fireEvent.click(screen.getByRole('button', { name: /Search/ }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ method: 'POST', path: '/api/v1/measures/search', body: { text: 'Peeters' } }));
    await screen.findByText('Nothing found.');
  });
});

describe('the page of a measure', () => {
  function serve(first: MeasureView, answer: (command: unknown) => { status: number; body?: unknown; then?: MeasureView }) {
    let view = first;
    return aServer((method, path) => {
      if (method === 'GET' && path === `/api/v1/measures/${id(800)}`) return { status: 200, body: view };
      if (path.endsWith('/commands')) {
        const said = answer(path);
        if (said.then) view = said.then;
        return said;
      }
      if (path.endsWith('/map/zones')) return { status: 200, body: { type: 'FeatureCollection', features: [] } };
      if (path.endsWith('/offices')) return { status: 200, body: { offices: [], districts: [] } };
      if (path.endsWith('/questionnaires') || path.endsWith('/magistrates')) return { status: 200, body: [] };
      return { status: 200, body: dossier };
    });
  }
  const open = () => render(MeasurePage, { live: aDesk([], { me: officer }).live, id: id(800) });
  const refused = aMeasure({ line: aLine({ stage: 'refused' }), tasks: [] });

  test('it says how far, what to do and why, which condition is not met, and what happened', async () => {
    serve(aMeasure({ tasks: [aTask('complete-hearing', { form: 'hear', due: '2026-11-01' })] }), () => ({ status: 200, body: {} }));
    open();
    await screen.findByRole('heading', { name: 'Mila Peeters' });
    const tasks = screen.getByRole('region', { name: /What to do now/ });
    expect(tasks.textContent).toMatch(/Complete the file: hearing/);
    expect(tasks.textContent).toMatch(/point 7.4.1/);
    expect(tasks.textContent).toMatch(/late/);
    const conditions = screen.getByRole('region', { name: 'Conditions' });
    expect(within(conditions).getAllByRole('listitem')[3]?.textContent).toMatch(/not met.*7\.5\.4/s);
    expect(screen.getByRole('region', { name: 'Timeline' }).textContent).toMatch(/Request recorded.*Dirk Dossier/s);
  });

  test('the timeline says which task was done and under which number', async () => {
    const settled = [{ task: 'register-ang', on: '2026-11-22', reference: 'ANG/7' }, { task: 'revisit:2', on: '2026-11-22', reference: null }];
    serve(aMeasure({ file: aFile({ settled }), timeline: [happened(1, 'requested'), happened(2, 'settled'), happened(3, 'heard'), happened(4, 'settled')] }),
      () => ({ status: 200, body: {} }));
    open();
    const timeline = await screen.findByRole('region', { name: 'Timeline' });
    expect(within(timeline).getAllByText(/^Task done/).map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^Task done: .*\(2\)$/), 'Task done: Register in the national database · ANG/7',
    ]);
  });

  test('two people working: the second is shown what happened, keeps what was typed, and sends it after reading', async () => {
    const later: MeasureView = { ...refused, events: 3, timeline: [happened(1, 'requested'), happened(2, 'heard', 'Ann Agent'), happened(3, 'assessed', 'Ann Agent')] };
    let tries = 0;
    const asked = serve(refused, () => {
      tries += 1;
      return tries === 1 ? { status: 409, body: { code: 'measure.changed' }, then: later } : { status: 200, body: { measure: id(800), events: 4 }, then: { ...later, events: 4 } };
    });
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Reopen with new elements' }));
    const field = screen.getByRole('textbox', { name: 'New elements' });
    await fireEvent.input(field, { target: { value: 'He bought a gun.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    const note = await screen.findByRole('alert');
    expect(note.textContent).toMatch(/Person heard.*Ann Agent/s);
    expect((screen.getByRole('textbox', { name: 'New elements' }) as HTMLTextAreaElement).value).toBe('He bought a gun.');
    expect((screen.getByRole('button', { name: 'Save in the file' }) as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.click(within(note).getByRole('button', { name: 'Read, go on' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    await waitFor(() => expect(screen.queryByRole('textbox', { name: 'New elements' })).toBeNull());
    const sent = asked.filter((one) => one.path.endsWith('/commands')).map((one) => one.body);
    const command = { type: 'reopen', new_elements: 'He bought a gun.' };
    expect(sent).toEqual([{ expected: 1, command }, { expected: 3, command }]);
  });

  test('a refusal says why, with its point of the circular in words and the day it is about', async () => {
    serve(refused, () => ({ status: 422, body: { code: 'measure.evaluation_too_early', point: '7.12.1', facts: { from: '2027-07-21' } } }));
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Reopen with new elements' }));
    await fireEvent.input(screen.getByRole('textbox', { name: 'New elements' }), { target: { value: 'x' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    const note = await screen.findByRole('alert');
    expect(note.textContent).toMatch(/month before the end.*From 21 July 2027 on\..*point 7\.12\.1: evaluation/s);
  });

  test('a form that is closed and opened again still holds what was typed; an empty one is not sent', async () => {
    const asked = serve(refused, () => ({ status: 200, body: {} }));
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Reopen with new elements' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Save in the file' }));
    expect(screen.getByText('Fill this in.')).toBeTruthy();
    expect(asked.some((one) => one.path.endsWith('/commands'))).toBe(false);
    await fireEvent.input(screen.getByRole('textbox', { name: 'New elements' }), { target: { value: 'Half a sentence' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Reopen with new elements' }));
    expect((screen.getByRole('textbox', { name: 'New elements' }) as HTMLTextAreaElement).value).toBe('Half a sentence');
    expect(localStorage.length + sessionStorage.length).toBe(1);
    expect(localStorage.getItem('hoeder.language')).toBe('en');
  });
});

describe('what is typed and not sent', () => {
  test('it is kept for its writer only, and gone when somebody else is at the machine or signs out', () => {
    keepDraft(id(1), 'hear', { facts: 'A line' });
    expect(draftOf(id(1), 'hear')).toEqual({ facts: 'A line' });
    expect(draftOf(id(2), 'hear')).toBeNull();
    keepDraft(id(2), 'hear', { facts: 'Another' });
    forgetDrafts();
    expect(hasDrafts()).toBe(false);
  });
});

describe('the words of the measure', () => {
  test('a task is named by what it is about, and by its number from the second on', () => {
    expect(taskText(aTask('revisit:1'))).toBe('Revisit');
    expect(taskText(aTask('revisit:3'))).toBe('Revisit (3)');
    expect(taskText(aTask('confirm-hand-over:1'))).toBe('Confirm receipt of the file');
    expect(taskText(aTask('tell-person-extension:2'))).toBe('Tell the person: extended (2)');
    expect(taskText(aTask(`record-fact:${id(3)}`))).toBe('Record the new fact in an initial report');
    expect(taskText(aTask('made-of-tomorrow'))).toBe('Task: made-of-tomorrow');
  });

  test('a task of another zone or role is not mine', () => {
    expect(isMine(aTask('revisit:1'), officer)).toBe(true);
    expect(isMine(aTask('revisit:1', { seat: { type: 'zone', zone: id(2) } }), officer)).toBe(false);
    expect(isMine(aTask('decide', { role: 'magistrate' }), officer)).toBe(false);
  });

  test('the intake goes on where it stopped', () => {
    expect(nextStep(aMeasure())).toBe('hear');
    const heard = aFile({ hearings: [{} as MeasureView['file']['hearings'][number]] });
    expect(nextStep(aMeasure({ file: heard }))).toBe('assess');
    expect(nextStep(aMeasure({ file: { ...heard, assessments: [{} as MeasureView['file']['assessments'][number]] } }))).toBe('put-before');
    expect(nextStep(aMeasure({ line: aLine({ stage: 'running' }) }))).toBeNull();
  });

  test('the addresses of the measures hold ids only', () => {
    expect(pageOf('/measures')).toEqual({ name: 'measures' });
    expect(pageOf(`/measures/${id(1)}`)).toEqual({ name: 'measure', id: id(1) });
    expect(pageOf('/measures/new')).toEqual({ name: 'new_measure', case: null });
    expect(pageOf(`/measures/new/${id(1)}`)).toEqual({ name: 'new_measure', case: id(1) });
    expect(['/measures/Peeters', '/measures/new/Peeters', `/measures/${id(1)}/x`].map((path) => pageOf(path).name)).toEqual(Array(3).fill('unknown'));
  });
});
