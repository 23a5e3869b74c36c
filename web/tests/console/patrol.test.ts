import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import Patrol from '../../src/console/patrol/Patrol.svelte';
import { setCallSign } from '../../src/console/patrol/callsign.svelte';
import { geoLink, knownAs, nextActs, progressOf, sameUnit, teamsOf } from '../../src/console/patrol/progress';
import { MOST, Reports, worthAnother, type Said } from '../../src/console/patrol/reports.svelte';
import { NO_ANSWER, problemOf, type Result } from '../../src/lib/api/http';
import { anAlarm, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

const dispatched = (over = {}) => taken(1, id(108), { stage: 'dispatched', units: ['Ploeg 12'], ...over });
const finding = { unit: 'Ploeg 12', outcome: 'suspect_present' as const, note: 'in the garden', at: '2026-11-22T13:05:00.000Z' };

beforeEach(() => setCallSign(''));

describe('how far a team is', () => {
  test('AL-08 a call sign is the same however it is typed', () => {
    expect(sameUnit('Ploeg 12', ' ploeg  12 ')).toBe(true);
    expect(sameUnit('Ploeg 1', 'Ploeg 12')).toBe(false);
    expect([knownAs(dispatched(), 'ploeg 12'), knownAs(dispatched(), ' Ploeg 3 ')]).toEqual(['Ploeg 12', 'Ploeg 3']);
  });

  test('AL-08 a team is sent, on its way, on the spot, and has found something', () => {
    expect(progressOf(dispatched(), 'Ploeg 9')).toBe('none');
    expect(progressOf(dispatched(), 'ploeg 12')).toBe('sent');
    expect(progressOf(dispatched({ on_the_way: ['Ploeg 12'] }), 'Ploeg 12')).toBe('on_the_way');
    expect(progressOf(dispatched({ on_the_way: ['Ploeg 12'], arrived: ['Ploeg 12'] }), 'Ploeg 12')).toBe('arrived');
    expect(progressOf(dispatched({ arrived: ['Ploeg 12'], findings: [finding] }), 'Ploeg 12')).toBe('found');
  });

  test('AL-08 the next thing to say comes first, and on the spot can be said at once', () => {
    expect(nextActs(taken(1, id(108)), 'Ploeg 12')).toEqual(['on_the_way']);
    expect(nextActs(taken(1, id(108), { on_the_way: ['Ploeg 12'] }), 'Ploeg 12')).toEqual([]);
    expect(nextActs(dispatched(), 'Ploeg 12')).toEqual(['on_the_way', 'arrived']);
    expect(nextActs(dispatched({ on_the_way: ['Ploeg 12'] }), 'Ploeg 12')).toEqual(['arrived']);
    expect(nextActs(dispatched({ arrived: ['Ploeg 12'] }), 'Ploeg 12')).toEqual(['found']);
    expect(nextActs(dispatched({ stage: 'closed' }), 'Ploeg 12')).toEqual([]);
  });

  test('AL-08 every team of an alarm is there once, with what it found', () => {
    const teams = teamsOf(dispatched({ on_the_way: ['ploeg 12', 'Ploeg 3'], findings: [finding] }));
    expect(teams.map((team) => [team.unit, team.progress])).toEqual([['Ploeg 12', 'found'], ['Ploeg 3', 'on_the_way']]);
    expect(teams[0]?.finding?.note).toBe('in the garden');
  });

  test('AL-08 the way there is handed to the navigation of the phone', () => {
    expect(geoLink({ lat: 51.05, lon: 3.82 })).toBe('geo:51.05,3.82?q=51.05,3.82');
  });
});

describe('what a patrol says on a bad network', () => {
  const arrived = { alarm: id(501), act: 'arrived' as const, unit: 'Ploeg 12', outcome: null, note: '' };
  const found = { ...arrived, act: 'found' as const, outcome: 'misuse' as const };

  /** A server that answers in turn; the last answer again and again. */
  function answers(...list: Result<unknown>[]) {
    const heard: Said[] = [];
    const reports = new Reports(async (said) => {
      heard.push(said);
      return list[Math.min(heard.length, list.length) - 1] ?? { ok: true, data: null };
    });
    return { heard, reports };
  }

  test('AL-08 it waits while there is no answer, and is sent again with the same key so that it counts once', async () => {
    const { heard, reports } = answers({ ok: false, problem: NO_ANSWER }, { ok: true, data: null });
    reports.say(arrived);
    await waitFor(() => expect(reports.list[0]?.state).toBe('waiting'));
    reports.say(arrived);
    await reports.flush();
    expect(reports.list).toEqual([]);
    expect(new Set(heard.map((said) => said.key)).size).toBe(1);
  });

  test('AL-08 what is said first is sent first', async () => {
    const { heard, reports } = answers({ ok: false, problem: NO_ANSWER }, { ok: true, data: null });
    reports.say(arrived);
    await waitFor(() => expect(reports.list[0]?.state).toBe('waiting'));
    reports.say(found);
    await waitFor(() => expect(reports.list).toEqual([]));
    expect(heard.map((said) => said.act)).toEqual(['arrived', 'arrived', 'found']);
  });

  test('AL-08 a refusal is shown and not sent again', async () => {
    const { heard, reports } = answers({ ok: false, problem: problemOf(409, { code: 'alarm.closed' }) });
    reports.say(arrived);
    await waitFor(() => expect(reports.list[0]?.state).toBe('refused'));
    await reports.flush();
    expect(heard).toHaveLength(1);
    reports.forget(reports.list[0]?.key ?? '');
    expect(reports.list).toEqual([]);
  });

  test('AL-08 a server that is busy or ill is worth another try, a rule that says no is not', () => {
    expect([0, 429, 500, 503].map((status) => worthAnother(problemOf(status, null)))).toEqual([true, true, true, true]);
    expect([400, 403, 404, 409].map((status) => worthAnother(problemOf(status, null)))).toEqual([false, false, false, false]);
  });

  test('FL-01 refusals make room, what still has to be sent is never dropped', async () => {
    let answer: Result<unknown> = { ok: false, problem: problemOf(409, null) };
    const reports = new Reports(async () => answer);
    for (let n = 0; n < MOST + 5; n += 1) {
      reports.say({ ...arrived, alarm: id(n) });
      await waitFor(() => expect(reports.list.every((one) => one.state === 'refused')).toBe(true));
    }
    expect(reports.list).toHaveLength(MOST);
    answer = { ok: false, problem: NO_ANSWER };
    for (let n = 100; n < 100 + MOST + 3; n += 1) reports.say({ ...arrived, alarm: id(n) });
    await waitFor(() => expect(reports.list.filter((one) => one.state !== 'refused')).toHaveLength(MOST + 3));
  });
});

describe('the screen', () => {
  test('AL-08 weapons stand before everything else, and the call sign is given once', async () => {
    const asked = aServer(() => ({ status: 204 }));
    const { container } = render(Patrol, { live: aDesk([dispatched()], { me: me('patrol') }).live });
    const text = container.textContent ?? '';
    expect(text.indexOf('Hunting rifle')).toBeLessThan(text.indexOf('Mila Peeters'));
    await fireEvent.input(screen.getByLabelText('Call sign'), { target: { value: 'Ploeg 12' } });
    await fireEvent.click(screen.getByRole('button', { name: 'We are on our way' }));
    await waitFor(() => expect(asked.filter((one) => one.method === 'POST')).toEqual([{ method: 'POST', path: `/api/v1/alarms/${id(501)}/on-the-way`, body: { unit: 'Ploeg 12' } }]));
    expect(screen.queryByLabelText('Call sign')).toBeNull();
    expect(screen.getByRole('button', { name: 'We are on the spot' })).toBeTruthy();
  });

  test('AL-08 without a call sign nothing is said, and the field is pointed out', async () => {
    const asked = aServer(() => ({ status: 204 }));
    render(Patrol, { live: aDesk([dispatched()], { me: me('patrol') }).live });
    await fireEvent.click(screen.getByRole('button', { name: 'We are on the spot' }));
    expect(screen.getByText(/Give your call sign first/)).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Call sign'));
    expect(asked.filter((one) => one.method === 'POST')).toEqual([]);
  });

  test('AL-13 what the team found is told in two taps, as a proposal', async () => {
    setCallSign('Ploeg 12');
    const asked = aServer(() => ({ status: 204 }));
    render(Patrol, { live: aDesk([dispatched({ arrived: ['Ploeg 12'], stage: 'on_scene' })], { me: me('patrol') }).live });
    await fireEvent.click(screen.getByRole('button', { name: 'What we found' }));
    await fireEvent.click(screen.getByLabelText('Suspect present or arrested'));
    await fireEvent.click(screen.getByRole('button', { name: 'Tell the control room' }));
    await waitFor(() => expect(asked.at(-1)).toEqual({ method: 'POST', path: `/api/v1/alarms/${id(501)}/finding`, body: { unit: 'Ploeg 12', outcome: 'suspect_present', note: '' } }));
  });

  test('GN-03 without a network the last state stays on the page, says how old it is, and is written nowhere', () => {
    const { live } = aDesk([anAlarm(1)], { me: me('patrol') });
    Object.assign(live, { stale: true, connection: 'waiting', age: 35_000 });
    render(Patrol, { live });
    expect(screen.getByText(/No connection/)).toBeTruthy();
    expect(screen.getByText(/State of \d\d:\d\d:\d\d · 3[45] s ago/)).toBeTruthy();
    expect(screen.getByText(/nowhere on the phone/)).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Mila Peeters' })).toBeTruthy();
    const kept = [localStorage, sessionStorage].map((store) => JSON.stringify(store)).join();
    expect(kept).not.toMatch(/Peeters|rifle|50\.73/);
  });
});
