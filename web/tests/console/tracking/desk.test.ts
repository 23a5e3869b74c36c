import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { OUR_SHORTCUTS, type Press } from '../../../src/console/desk/keys';
import { callsOf, newCalls } from '../../../src/console/tracking/calls';
import { trackActOf } from '../../../src/console/tracking/desk/keys';
import { firstRinging, queuesOf, standing, stepFrom, walkOrder } from '../../../src/console/tracking/desk/order';
import QueueColumn from '../../../src/console/tracking/desk/QueueColumn.svelte';
import AlertList from '../../../src/console/tracking/incident/AlertList.svelte';
import CloseDialog from '../../../src/console/tracking/incident/CloseDialog.svelte';
import { Follow } from '../../../src/console/tracking/incident/follow.svelte';
import InstructDialog from '../../../src/console/tracking/incident/InstructDialog.svelte';
import { headingOf, joined, momentsOf } from '../../../src/console/tracking/incident/pairs';
import { hopsOf, reasonOf } from '../../../src/console/tracking/incident/reason';
import { NONE_TRACKED, trackedAfter, trackedAnew } from '../../../src/console/tracking/tracked';
import { fieldsOf, mandateOf, wrongOf } from '../../../src/console/tracking/mandates/form';
import type { Track, Tracks } from '../../../src/lib/api/tracking-types';
import type { Frame } from '../../../src/lib/api/types';
import { at, id } from '../alarms';
import { aServer } from '../screens';
import { anAlert, anIncident, place } from './incidents';

const ME = id(1);
const frame = (incident: ReturnType<typeof anIncident>): Frame => ({ type: 'incident', number: 1, incident }) as unknown as Frame;
const press = (key: string, over: Partial<Press> = {}): Press => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, typing: false, onControl: false, inDialog: false, ...over });

describe('three queues (FL-01)', () => {
  test('each holds its own; what calls stands first, then mine, then those of colleagues, then what ended', () => {
    const list = [
      anIncident(1, { rings_since: null, stage: 'owned', owner: id(7) }), anIncident(2, { rings_since: null, stage: 'owned', owner: ME }), anIncident(3),
      anIncident(4, { queue: 'technical', lead: 'battery' }), anIncident(5, { stage: 'closed', rings_since: null }), anIncident(6, { queue: 'tracking', lead: 'tampered' }),
    ];
    const queues = queuesOf(list, ME);
    expect(queues.danger.map((one) => one.id)).toEqual([id(103), id(102), id(101), id(105)]);
    expect(walkOrder(queues).map((one) => one.queue).slice(-2)).toEqual(['tracking', 'technical']);
    expect(firstRinging(queues)?.id).toBe(id(103));
    expect(stepFrom(walkOrder(queues), id(104), 1)?.id).toBe(id(104));
    expect(stepFrom(walkOrder(queues), null, 1)?.id).toBe(id(103));
  });

  test('FL-02 an alert that cleared itself is counted as over, and the incident stays', () => {
    const incident = anIncident(1, { alerts: [anAlert({ cleared_at: at(9) }), anAlert({ set_aside_at: at(9) }), anAlert()] });
    expect(standing(incident)).toEqual({ stand: 1, over: 1, aside: 1 });
    render(QueueColumn, { queue: 'danger', incidents: [anIncident(2, { alerts: [anAlert({ cleared_at: at(9) })], rings_since: null, stage: 'owned', owner: ME })], count: null, chosen: null, me: ME, onchoose: () => undefined });
    expect(screen.getByText('over by itself: still to be closed')).toBeTruthy();
  });

  test('a queue says in words how full it is, and what is held back', () => {
    render(QueueColumn, { queue: 'technical', incidents: [], count: { open: 800, waiting: 790, held_back: 700, oldest_waiting: at(0) }, chosen: null, me: ME, onchoose: () => undefined });
    expect(screen.getByText('(800)')).toBeTruthy();
    expect(screen.getByText(/700 not yet told one by one/)).toBeTruthy();
  });
});

describe('the stream of incidents', () => {
  test('a new connection keeps what is open until the server has said all, then lets go what it did not say', () => {
    const before = trackedAfter(NONE_TRACKED, [frame(anIncident(1)), frame(anIncident(2))]);
    const again = trackedAfter(trackedAnew(before), [frame(anIncident(2))]);
    expect([...again.incidents.keys()]).toEqual([id(101), id(102)]);
    const done = trackedAfter(again, [{ type: 'complete', number: 9 } as Frame]);
    expect([...done.incidents.keys()]).toEqual([id(102)]);
    expect(trackedAfter(done, [{ type: 'ping', server_time: at(0) } as Frame])).toBe(done);
    expect(trackedAfter(done, [{ type: 'incident_gone', number: 10, incident: id(102) } as Frame]).incidents.size).toBe(0);
  });

  test('danger and a broken rule call, a device once, and what rises to a graver queue calls anew', () => {
    const first = trackedAfter(NONE_TRACKED, [frame(anIncident(1)), frame(anIncident(2, { queue: 'technical' }))]);
    expect(newCalls(NONE_TRACKED, first)).toEqual(['danger', 'technical']);
    expect(callsOf(first)).toEqual({ danger: 1, tracking: 0 });
    const rose = trackedAfter(first, [frame(anIncident(2, { queue: 'tracking' }))]);
    expect(newCalls(first, rose)).toEqual(['tracking']);
    expect(newCalls(rose, rose)).toEqual([]);
  });
});

describe('the keyboard', () => {
  test('letters, digits and arrows mean what the help says, and nothing while one types', () => {
    expect(trackActOf(press('d'), OUR_SHORTCUTS)).toEqual({ act: 'police' });
    expect(trackActOf(press('3'), OUR_SHORTCUTS)).toEqual({ step: 3 });
    expect(trackActOf(press('ArrowDown', { repeat: true }), OUR_SHORTCUTS)).toEqual({ act: 'next' });
    expect(trackActOf(press('Enter', { onControl: true }), OUR_SHORTCUTS)).toBeNull();
    expect([press('d', { typing: true }), press('d', { inDialog: true }), press('d', { ctrlKey: true })].map((one) => trackActOf(one, OUR_SHORTCUTS))).toEqual([null, null, null]);
    expect(trackActOf(press('d'), { single: 'off', own: {} })).toBeNull();
    expect(trackActOf(press('Enter'), { single: 'off', own: {} })).toEqual({ act: 'take' });
  });
});

describe('where the two are (GN-03)', () => {
  const track = (side: Track['side'], points: Track['points']): Track => ({ carrier: side === 'offender' ? id(2) : id(3), side, points, battery_pct: 50, more: false, damaged: 0 });

  test('distance, closing speed and time to contact follow from both tracks; old positions make none', () => {
    const moments = momentsOf([track('offender', [0, 30, 60].map((n) => place(n, 51.05, 3.7 + n / 10_000))), track('protected', [place(5, 51.05, 3.72)])]);
    expect(moments.map((one) => one.at)).toEqual([at(5), at(30), at(60)]);
    const last = moments.at(-1);
    expect(last?.closing_mps).toBeGreaterThan(6);
    expect(last?.contact_s).toBeCloseTo((last?.distance_m ?? 0) / (last?.closing_mps ?? 1), 3);
    expect(momentsOf([track('offender', [place(0, 51.05, 3.7)]), track('protected', [place(500, 51.05, 3.72)])])).toEqual([]);
  });

  test('devices that report in turn make a line and no stairs: between its positions somebody is on the way', () => {
    const offender = track('offender', [0, 30, 60].map((n) => place(n, 51.05, 3.7 + n / 10_000)));
    const moments = momentsOf([offender, track('protected', [0, 15, 45, 60].map((n) => place(n, 51.05, 3.72)))]);
    expect(moments.map((one) => one.at)).toEqual([0, 15, 30, 45, 60].map((n) => at(n)));
    const steps = moments.slice(1).map((one, nth) => (moments[nth]?.distance_m ?? 0) - one.distance_m);
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 0);
  });

  test('a direction is said only when somebody moved enough', () => {
    expect(headingOf([place(0, 51.05, 3.7), place(60, 51.05, 3.71)])).toBe(90);
    expect(headingOf([place(0, 51.05, 3.7), place(60, 51.05001, 3.7)])).toBeNull();
    expect(joined([place(0, 51, 3)], [place(0, 51, 3), place(9, 51, 3)])).toHaveLength(2);
  });

  test('it asks only for what is new, and lets go of all of it when the right ends', async () => {
    const asked: (string | null)[] = [];
    let allowed = true;
    const answer = (points: Track['points']): Tracks => ({ from: at(0), until: at(60), tracks: [track('offender', points), track('protected', points)], alcohol: [], signs: [] });
    const follow = new Follow(id(101), id(20), async (_incident, _pair, since) => {
      asked.push(since);
      return allowed ? { ok: true, data: answer([place(asked.length * 30, 51, 3)]) } : { ok: false, problem: { status: 403, code: 'track.no_incident', title: '', detail: null, paragraph: null, field: null, trace: null } };
    });
    await follow.read();
    await follow.read();
    expect(asked).toEqual([null, at(30)]);
    expect(follow.tracks[0]?.points).toHaveLength(2);
    allowed = false;
    await follow.read();
    expect([follow.tracks, follow.problem?.status]).toEqual([[], 403]);
  });
});

describe('why and when (FL-32)', () => {
  test('the reason is in words, and every hop has its time', () => {
    expect(reasonOf(anAlert())).toEqual(['610 m at a limit of 1 km', 'margin 40 m for accuracy', 'closing at 5 km/h', 'contact in 7 min', 'chance 97 %']);
    expect(hopsOf(anAlert()).map((hop) => hop.name)).toEqual(['Happened', 'Measured by the device', 'Received', 'Judged', 'In the incident']);
    expect(hopsOf(anAlert()).at(-1)?.took).toBe('1 s');
  });

  test('FL-02 a cleared alert says that it stays until somebody closes; only a standing one can be set aside', () => {
    render(AlertList, { incident: anIncident(1, { alerts: [anAlert({ cleared_at: at(9) })] }), mine: 'yes', onaside: () => undefined });
    expect(screen.getByText(/stays until somebody closes/)).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Set aside/ })).toBeNull();
  });
});

describe('acts', () => {
  test('FL-34 an instruction has no field for where the other is, and a silent device is never one of the ways (EM-05)', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const minor = anIncident(1);
    minor.carriers = minor.carriers.map((one) => (one.side === 'protected' ? { ...one, age: 'minor' } : one));
    let closed = 0;
    render(InstructDialog, { incident: minor, onclose: () => (closed += 1) });
    expect(screen.queryByLabelText('on the device')).toBeNull();
    await fireEvent.click(screen.getByLabelText('Leave towards …'));
    await fireEvent.click(screen.getByRole('button', { name: 'Tell' }));
    expect(asked).toHaveLength(0);
    await fireEvent.input(screen.getByLabelText('Where to'), { target: { value: 'the police station' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Tell' }));
    await waitFor(() => expect(closed).toBe(1));
    expect(asked[0]?.body).toEqual({ instruction: { type: 'leave_towards', way: 'the police station' }, channel: 'call' });
  });

  test('FL-02 it is closed with how and why, and not without', async () => {
    const asked = aServer(() => ({ status: 204 }));
    let closed = 0;
    render(CloseDialog, { incident: anIncident(1, { alerts: [anAlert({ cleared_at: at(9) })] }), onclose: () => (closed += 1) });
    await fireEvent.click(screen.getByRole('button', { name: 'Close the incident' }));
    expect([asked.length, screen.getAllByRole('alert').length]).toEqual([0, 1]);
    await fireEvent.click(screen.getByLabelText('Violation of the mandate'));
    await fireEvent.input(screen.getByLabelText('Reason'), { target: { value: 'kept apart' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Close the incident' }));
    await waitFor(() => expect(closed).toBe(1));
    expect(asked[0]).toMatchObject({ path: `/api/v1/incidents/${id(101)}/close`, body: { outcome: 'violation', reason: 'kept apart' } });
  });
});

describe('the form of a mandate (EM-01)', () => {
  test('court, reference, case, zone and scope are asked, and an end comes after the start', () => {
    const fields = fieldsOf(null, Date.parse('2026-11-22T13:00:00Z'), '');
    expect(Object.keys(wrongOf(fields)).sort()).toEqual(['case', 'court', 'reference', 'zone']);
    expect(wrongOf({ ...fields, until: '2026-11-22T13:00' }).until).toBe('track-period-wrong');
    expect(wrongOf({ ...fields, scope: [] }).scope).toBe('track-choose-one');
    expect(wrongOf({ ...fields, alcohol: 'yes', every_min: 30, then_min: 60 }).every_min).toBe('mandate-alcohol-wrong');
  });

  test('EM-07 a ban on alcohol widens what may be watched, and what is read stands in the form again', () => {
    const fields = { ...fieldsOf(null, Date.parse('2026-11-22T13:00:00Z'), id(60)), court: ' Raadkamer ', reference: 'EM/1', case: id(51), alcohol: 'yes' as const, limit: 200 };
    const sent = mandateOf(fields, null);
    expect(sent.scope).toEqual(['distance', 'alcohol']);
    expect(sent.alcohol).toEqual({ milligrams_per_litre: 200, every_s: 3_600, then_every_s: 1_800 });
    expect([sent.court, sent.from, sent.until]).toEqual(['Raadkamer', '2026-11-22T13:00:00.000Z', null]);
    expect(mandateOf(fieldsOf(sent, 0, ''), sent)).toEqual(sent);
  });
});
