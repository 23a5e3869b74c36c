import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import AccessTable from '../../src/console/tasks/AccessTable.svelte';
import Erase from '../../src/console/cases/Erase.svelte';
import PlannedTest from '../../src/console/cases/PlannedTest.svelte';
import HotspotsPage from '../../src/console/hotspots/HotspotsPage.svelte';
import { inEndOrder, queryOf, termOf, untilAllowed } from '../../src/console/hotspots/query';
import { PAUSE_MS, Search } from '../../src/console/hotspots/search.svelte';
import { belgianMoment, dayInBelgium, daysBetween, fieldOf, plusDays, plusMonths, weekOf, weeksOf } from '../../src/console/parts/civil';
import { csvPath, months } from '../../src/console/reports/month';
import { homeOf, mayOpen, mayReadAnswerTimes } from '../../src/console/rights';
import { pageOf } from '../../src/console/router.svelte';
import { countTasks, groupOf, inTaskOrder, taskKey } from '../../src/console/tasks/order';
import TaskList from '../../src/console/tasks/TaskList.svelte';
import { tieOf, teamsOut } from '../../src/console/zone/mine';
import ZonePage from '../../src/console/zone/ZonePage.svelte';
import type { Found, Hotspot, LookUp } from '../../src/lib/api/office';
import type { Case, Task } from '../../src/lib/api/types';
import { aBearer, aCard, anAlarm, at, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

const hotspot = (n: number, over: Partial<Hotspot> = {}): Hotspot => ({
  id: id(n), kind: 'address', address: `Lindestraat ${n}`, number: null, position: null, radius_m: 50, instructions: 'Two teams', until: '2026-12-31',
  zone: id(1), state: 'active', created_by_name: 'Els Operator', ...over,
});
const alert = (n: number, level: number): Task => ({
  type: 'alert', handset: id(900 + n), case: id(200), case_number: '2026-0410', kind: 'silent', opened_at: at(n), level, owner: null, cleared_at: null, zone: null,
});
const trip: Task = { type: 'trip_announced', trip: id(77), case: id(200), case_number: '2026-0410', from: '2026-12-01', until: '2026-12-09', place: 'Oostende', announced_at: at(0), zone: null };
const appointment: Extract<Task, { type: 'test_planned' }> = { type: 'test_planned', handset: id(40), case: id(200), case_number: '2026-0412', from: '2026-12-02T09:00:00.000Z', until: '2026-12-02T09:30:00.000Z', zone: null };

describe('looking up a hotspot', () => {
  test('AL-21 a number, a place and words of an address are told apart as they are typed', () => {
    expect(queryOf('0470 12 34 56')).toEqual({ number: '+32470123456' });
    expect(queryOf('51.05, 3.72')).toEqual({ position: { lat: 51.05, lon: 3.72 } });
    expect(queryOf(' Lindestraat 12 ')).toEqual({ text: 'Lindestraat 12' });
    expect(queryOf('12 rue Haute')).toEqual({ text: '12 rue Haute' });
    expect(['', 'Li', '04'].map(queryOf)).toEqual([null, null, null]);
  });

  test('AL-21 it asks once for what was typed last, and an old answer never overtakes a newer one', async () => {
    const asked: { what: LookUp; answer: (found: Found) => void }[] = [];
    const search = new Search((what) => new Promise((resolve) => asked.push({ what, answer: (found) => resolve({ ok: true, data: found }) })));
    for (const text of ['Lin', 'Lind', 'Linde']) search.typed(text);
    await waitFor(() => expect(asked).toHaveLength(1), { timeout: 40 * PAUSE_MS });
    expect(asked[0]?.what).toEqual({ text: 'Linde' });
    search.now('Lindestraat');
    asked[1]?.answer({ hotspots: [hotspot(2)], more: false, took_ms: 1 });
    await waitFor(() => expect(search.busy).toBe(false));
    asked[0]?.answer({ hotspots: [hotspot(1)], more: false, took_ms: 1 });
    await Promise.resolve();
    expect(search.result?.ok && search.result.data.hotspots[0]?.id).toBe(id(2));
    search.typed('');
    expect(search.result).toBeNull();
  });

  test('AL-21 what ends first stands first, and what is over last', () => {
    const list = inEndOrder([hotspot(1, { until: '2027-01-01' }), hotspot(2, { until: '2026-11-01', state: 'ended' }), hotspot(3)]);
    expect(list.map((one) => one.id)).toEqual([id(3), id(1), id(2)]);
  });

  test('AL-21 the last day counts, and the end is at most two years ahead', () => {
    const term = (until: string) => termOf(hotspot(1, { until }), '2026-11-22');
    expect([term('2026-11-22'), term('2026-12-06'), term('2026-12-07'), term('2026-11-21')]).toEqual(['soon', 'soon', 'running', 'over']);
    expect(termOf(hotspot(1, { state: 'ended' }), '2026-11-22')).toBe('over');
    const allowed = (until: string) => untilAllowed(until, '2026-11-22');
    expect([allowed('2026-11-22'), allowed('2026-11-21'), allowed('2028-11-21'), allowed('2029-01-01'), allowed('')]).toEqual([true, false, true, false, false]);
  });
});

describe('the list of hotspots', () => {
  const zones = { type: 'FeatureCollection', features: [{ type: 'Feature', properties: { id: id(1), code: '5415', name: 'Gent' }, geometry: null }] };
  const soon = dayInBelgium(Date.now());
  function answers(list: Hotspot[]) {
    return aServer((method, path) => {
      if (method !== 'GET') return { status: 204 };
      return { status: 200, body: path.endsWith('/zones') ? zones : list };
    });
  }

  test('AL-21 one is registered with what to do and a last day, and not without', async () => {
    const asked = answers([]);
    render(HotspotsPage, { live: aDesk([], { me: { ...me('zone_duty'), zone: id(1) } }).live });
    await fireEvent.click(screen.getByRole('button', { name: 'New hotspot' }));
    await fireEvent.click(screen.getByLabelText('Phone'));
    const [number] = screen.getAllByLabelText('Phone').filter((field) => field.getAttribute('type') === 'tel');
    if (!number) throw new Error('there is a field for the number');
    await fireEvent.input(number, { target: { value: '0470 12 34 56' } });
    await fireEvent.submit(number);
    expect(screen.getByText(/Write what to do/)).toBeTruthy();
    expect(asked.filter((one) => one.method === 'PUT')).toEqual([]);
    await fireEvent.input(screen.getByLabelText('What to do'), { target: { value: 'Send two teams' } });
    await fireEvent.submit(number);
    await waitFor(() => expect(asked.find((one) => one.method === 'PUT')?.body).toMatchObject({ kind: 'number', number: '+32470123456', instructions: 'Send two teams', position: null, radius_m: 50, zone: id(1) }));
  });

  test('AL-21 the end has a reason; GN-04 what has ended can be erased, after being asked once more', async () => {
    const asked = answers([hotspot(1, { until: soon }), hotspot(2, { state: 'ended' })]);
    render(HotspotsPage, { live: aDesk([], { me: me('supervisor') }).live });
    expect(await screen.findByText('ends soon')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /^End Lindestraat 1/ }));
    await fireEvent.input(screen.getByLabelText('Reason'), { target: { value: 'Moved' } });
    await fireEvent.submit(screen.getByLabelText('Reason'));
    await waitFor(() => expect(asked.find((one) => one.path.endsWith('/end'))).toMatchObject({ path: `/api/v1/hotspots/${id(1)}/end`, body: { reason: 'Moved' } }));
    await fireEvent.click(screen.getByRole('button', { name: /^Erase the hotspot Lindestraat 2/ }));
    expect(asked.some((one) => one.method === 'DELETE')).toBe(false);
    await fireEvent.click(screen.getByRole('button', { name: 'Erase for ever', hidden: true }));
    await waitFor(() => expect(asked.find((one) => one.method === 'DELETE')?.path).toBe(`/api/v1/hotspots/${id(2)}`));
  });

  test('AL-21 a patrol looks up and is not shown the list', () => {
    const asked = answers([hotspot(1)]);
    render(HotspotsPage, { live: aDesk([], { me: me('patrol') }).live });
    expect(screen.getByLabelText('Phone number or address')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'New hotspot' })).toBeNull();
    expect(asked).toEqual([]);
  });
});

describe('days and times of Belgium', () => {
  test('a time that is typed is read as Belgian time, in summer and in winter', () => {
    expect(belgianMoment('2026-11-22T14:00')).toBe('2026-11-22T13:00:00.000Z');
    expect(belgianMoment('2026-07-01T14:00')).toBe('2026-07-01T12:00:00.000Z');
    expect(belgianMoment('')).toBeNull();
    expect(fieldOf(Date.parse('2026-11-22T13:00:00Z'))).toBe('2026-11-22T14:00');
  });

  test('weeks are those of ISO 8601, also around new year', () => {
    expect(['2026-11-22', '2026-12-31', '2027-01-01', '2027-01-04', '2024-12-30'].map(weekOf)).toEqual(['2026-W47', '2026-W53', '2026-W53', '2027-W01', '2025-W01']);
    expect(weeksOf('2026-11')).toEqual(['2026-W44', '2026-W45', '2026-W46', '2026-W47', '2026-W48', '2026-W49']);
    expect(plusMonths('2026-01', -1)).toBe('2025-12');
    expect(daysBetween('2026-10-24', plusDays('2026-10-24', 3))).toBe(3);
  });
});

describe('reports', () => {
  test('ARC-05 two years of months are offered, and the file comes as the spreadsheet wants it', () => {
    const offered = months(Date.parse('2026-11-22T13:00:00Z'));
    expect([offered[0], offered.at(-1), offered.length]).toEqual(['2026-11', '2024-12', 24]);
    expect(csvPath('monthly', '2026-11', { separator: 'semicolon', bom: 'yes' })).toMatch(/month=2026-11/);
  });

  test('GN-03 ARC-05 reports are for those who answer for the room; a wall sees answer times only', () => {
    expect((['supervisor', 'zone_duty', 'case_officer', 'auditor'] as const).every((role) => mayOpen(role, '/reports'))).toBe(true);
    expect((['operator', 'patrol', 'wall', 'administrator', 'magistrate'] as const).some((role) => mayOpen(role, '/reports'))).toBe(false);
    expect([mayReadAnswerTimes('wall'), mayReadAnswerTimes('operator')]).toEqual([true, false]);
  });

  test('addresses of the new pages', () => {
    expect(['/zone', '/hotspots', '/reports', '/reports/x'].map((path) => pageOf(path).name)).toEqual(['zone', 'hotspots', 'reports', 'unknown']);
    expect(homeOf('zone_duty')).toBe('/zone');
  });
});

describe('tasks', () => {
  test('FL-10 what climbed highest comes first, then what waits longest', () => {
    const tasks = [appointment, alert(3, 0), alert(2, 0), trip, alert(5, 2)];
    expect(inTaskOrder(tasks).map(taskKey)).toEqual([`${id(905)}/silent`, `${id(902)}/silent`, `${id(903)}/silent`, id(77), `${id(40)}/test`]);
    expect(countTasks(tasks)).toEqual({ trips: 1, tests: 1, alerts: 3, reports: 0, receipts: 0 });
    expect(groupOf(trip)).toBe('trips');
  });

  test('MS-35 the zone says that it saw a trip', async () => {
    const asked = aServer(() => ({ status: 204 }));
    render(TaskList, { me: me('zone_duty'), tasks: [trip], ondone: () => undefined });
    expect(screen.getByText('Oostende')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Seen and passed on' }));
    await waitFor(() => expect(asked.at(-1)?.path).toBe(`/api/v1/trips/${id(77)}/seen`));
  });
});

describe('the zone', () => {
  test('AL-17 tests by appointment are listed with their time and their case, and ask for nothing', async () => {
    aServer((_, path) => (path.endsWith('/tasks') ? { status: 200, body: [appointment] } : { status: 200, body: [] }));
    render(ZonePage, { live: aDesk([], { me: me('zone_duty') }).live });
    const section = await screen.findByRole('region', { name: /^Tests by appointment/ });
    await waitFor(() => expect(section.textContent).toContain('2026-0412'));
    expect([...section.querySelectorAll('time')].map((one) => one.getAttribute('datetime'))).toEqual([appointment.from, appointment.until]);
    expect(section.querySelector('button')).toBeNull();
  });

  const zone = id(1);
  test('AL-07 an alarm in the zone and one of its own case elsewhere are told apart', () => {
    expect(tieOf(anAlarm(1), zone)).toBe('here');
    expect(tieOf(anAlarm(1, { zones: [], bearer: aBearer({ managing_zone: { id: zone, code: '', name: '' } }) }), zone)).toBe('ours');
    expect(tieOf(anAlarm(1, { zones: [], bearer: null }), zone)).toBe('called');
  });

  test('AL-08 of the teams that are out, those of whom least is known come first', () => {
    const one = taken(1, id(108), { stage: 'dispatched', units: ['B', 'A'], arrived: ['A'] });
    expect(teamsOut([one]).map((team) => [team.unit, team.progress])).toEqual([['B', 'sent'], ['A', 'arrived']]);
    expect(teamsOut([{ ...one, stage: 'closed' }])).toEqual([]);
  });

  test('FL-06 the zone is informed first, and may take when the ladder has come to it', async () => {
    const asked = aServer((method) => (method === 'GET' ? { status: 200, body: [] } : { status: 204 }));
    const zoneDuty = { ...me('zone_duty'), room: null, zone };
    const { unmount } = render(ZonePage, { live: aDesk([anAlarm(1)], { me: zoneDuty }).live });
    expect(screen.queryByRole('button', { name: 'Take this alarm' })).toBeNull();
    expect(screen.getByText(/You are informed/)).toBeTruthy();
    unmount();
    render(ZonePage, { live: aDesk([anAlarm(1, { rung: 'zone_duty' })], { me: zoneDuty }).live });
    await fireEvent.click(screen.getByRole('button', { name: 'Take this alarm' }));
    await waitFor(() => expect(asked.some((one) => one.path === `/api/v1/alarms/${id(501)}/take`)).toBe(true));
  });
});

describe('a case', () => {
  const ended: Case = {
    id: id(200), number: '2026-0410', state: 'ended', card: aCard(), has_photo: false, managing_zone: id(1), managing_zone_name: null,
    persons: [{ id: id(300), kind: 'protected', name: 'Mila Peeters', language: 'dutch', phone: null, born: null }], handsets: [], buttons: [], alarms: [], trips: [],
  } as Case;

  test('GN-04 a running case is not offered for erasure', () => {
    render(Erase, { found: { ...ended, state: 'active' }, ondone: () => undefined });
    expect(screen.getByText(/Only an ended case/)).toBeTruthy();
    expect(screen.queryByText(/Erase the case/)).toBeNull();
  });

  test('GN-04 WC-03 erasing asks for the number of the case and says what stays', async () => {
    const asked = aServer(() => ({ status: 204 }));
    render(Erase, { found: ended, ondone: () => undefined });
    await fireEvent.click(screen.getByText(/Erase Mila Peeters/));
    const field = screen.getByLabelText(/Type the case number 2026-0410/);
    expect(screen.getAllByText(/What stays: that the case was there/).length).toBeGreaterThan(0);
    await fireEvent.input(field, { target: { value: '2026-0411' } });
    await fireEvent.submit(field);
    expect(screen.getByText(/not the number of this case/)).toBeTruthy();
    expect(asked).toEqual([]);
    await fireEvent.input(field, { target: { value: '2026-0410' } });
    await fireEvent.submit(field);
    await waitFor(() => expect(asked).toEqual([{ method: 'DELETE', path: `/api/v1/cases/${id(200)}/persons/${id(300)}`, body: null }]));
  });

  test('AL-17 an appointment for a test ends after its beginning, within a day, within a month', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const handset = { id: id(901), planned_test: null };
    render(PlannedTest, { handset: handset as never, may: 'yes', ondone: () => undefined });
    const typed = (from: number, until: number) => {
      const start = Math.ceil(Date.now() / 60_000) * 60_000;
      return [start + from * 60_000, start + until * 60_000].map(fieldOf);
    };
    const plan = async ([from = '', until = '']: string[]) => {
      await fireEvent.input(screen.getByLabelText('From'), { target: { value: from } });
      await fireEvent.input(screen.getByLabelText('Until'), { target: { value: until } });
      await fireEvent.submit(screen.getByLabelText('Until'));
    };
    for (const wrong of [typed(60, 30), typed(60, 60 + 25 * 60), typed(40 * 24 * 60, 40 * 24 * 60 + 30)]) {
      await plan(wrong);
      expect(screen.getByText(/The end is after the beginning/)).toBeTruthy();
    }
    expect(asked).toEqual([]);
    const good = typed(60, 90);
    await plan(good);
    await waitFor(() => expect(asked.at(-1)?.body).toEqual({ from: belgianMoment(good[0] ?? ''), until: belgianMoment(good[1] ?? '') }));
  });
});

test('GN-02 the access log says who by name, and by id only once the name was erased', async () => {
  const row = (account: string, by_name?: string) => ({ seq: Number(account.slice(-3)), at: at(0), by: { type: 'account', account, role: 'operator' }, by_name, kind: 'consultation', action: 'case.read' });
  const asked = aServer(() => ({ status: 200, body: [row(id(101), 'Wim Operator'), row(id(102), '')] }));
  render(AccessTable, { caseId: null });
  expect(await screen.findByText('Operator · Wim Operator')).toBeTruthy();
  expect(asked.map((one) => one.path), 'the row itself says it').toEqual(['/api/v1/access-log']);
  expect(screen.getByText(`Operator · ${id(102).slice(0, 8)}`)).toBeTruthy();
});
