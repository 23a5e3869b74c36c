import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import CloseDialog from '../../src/console/desk/CloseDialog.svelte';
import Desk from '../../src/console/desk/Desk.svelte';
import EveryoneCall from '../../src/console/desk/EveryoneCall.svelte';
import { homeOf, mayAct, mayOpen } from '../../src/console/rights';
import type { Role } from '../../src/lib/api/types';
import { anAlarm, id, me, taken } from './alarms';
import { aDesk, aServer } from './screens';

const done = () => ({ status: 204 });
const orders = (asked: { method: string; path: string }[]) => asked.filter((one) => one.method !== 'GET').map((one) => one.path);

describe('the desk', () => {
  test('AL-03 one key takes the alarm that is shown', async () => {
    const asked = aServer(done);
    render(Desk, { live: aDesk([anAlarm(1)]).live });
    await fireEvent.keyDown(window, { key: 'Enter' });
    await waitFor(() => expect(orders(asked)).toEqual([`/api/v1/alarms/${id(501)}/take`]));
  });

  test('AL-09 the next key after taking leads to sending a team, with nothing between', async () => {
    const asked = aServer(done);
    render(Desk, { live: aDesk([taken(1, me().account)]).live });
    await fireEvent.keyDown(window, { key: 'Enter' });
    await fireEvent.input(screen.getByLabelText('Call sign'), { target: { value: 'Kouter 12' } });
    await fireEvent.submit(screen.getByLabelText('Call sign'));
    await waitFor(() => expect(asked.find((one) => one.method !== 'GET')).toEqual({ method: 'POST', path: `/api/v1/alarms/${id(501)}/dispatch`, body: { unit: 'Kouter 12' } }));
  });

  test('AL-03 Enter on an ended alarm goes to the first one that nobody has', async () => {
    const asked = aServer(done);
    const closed = taken(1, me().account, { stage: 'closed', trail: [] });
    const { container } = render(Desk, { live: aDesk([closed, anAlarm(2)]).live });
    await fireEvent.click(container.querySelector(`[data-row="${id(501)}"]`) ?? document.body);
    await fireEvent.keyDown(window, { key: 'Enter' });
    await waitFor(() => expect(orders(asked)).toEqual([`/api/v1/alarms/${id(502)}/take`]));
  });

  test('FL-06 a rule that says no to the second taker is shown in words', async () => {
    aServer((method) => (method === 'GET' ? { status: 200, body: [] } : { status: 409, body: { code: 'alarm.owned_by_another', status: 409, title: 'Conflict' } }));
    render(Desk, { live: aDesk([anAlarm(1)]).live });
    await fireEvent.keyDown(window, { key: ' ' });
    expect(await screen.findByText(/A colleague has this alarm/)).toBeTruthy();
  });

  test('FL-01 no open alarm is left out of the list, however many there are', () => {
    const alarms = Array.from({ length: 120 }, (_, n) => anAlarm(n));
    const { container } = render(Desk, { live: aDesk(alarms).live });
    expect(container.querySelectorAll('[data-row]')).toHaveLength(120);
  });
});

describe('closing', () => {
  test('AL-13 AL-10 an outcome and a report, or the word that it follows, are needed', async () => {
    const asked = aServer(done);
    render(CloseDialog, { alarm: taken(1, me().account, { units: ['Kouter 12'] }), onclose: () => undefined });
    await fireEvent.submit(screen.getByLabelText('In words'));
    expect(screen.getByText(/Choose an outcome/)).toBeTruthy();
    expect(screen.getByText(/Give the number of the report/)).toBeTruthy();
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByLabelText('Real danger'));
    await fireEvent.click(screen.getByLabelText('Report to follow'));
    await fireEvent.submit(screen.getByLabelText('In words'));
    await waitFor(() => expect(asked.at(-1)?.body).toEqual({ outcome: 'real_danger', pv: { type: 'to_follow' }, note: '' }));
  });

  test('AL-13 all six outcomes can be given', () => {
    render(CloseDialog, { alarm: taken(1, me().account, { units: ['Kouter 12'] }), onclose: () => undefined });
    for (const name of ['Real danger', 'Suspect present or arrested', 'False alarm (by accident)', 'Misuse', 'Test', 'Technical fault']) {
      expect(screen.getByLabelText(name)).toBeTruthy();
    }
  });

  test('AL-09 a refusal is shown with the point of the circular', async () => {
    aServer(() => ({ status: 409, body: { code: 'alarm.no_team_sent', status: 409, title: 'Conflict', paragraph: '7.11.2' } }));
    render(CloseDialog, { alarm: taken(1, me().account, { units: ['Kouter 12'] }), onclose: () => undefined });
    await fireEvent.click(screen.getByLabelText('Misuse'));
    await fireEvent.click(screen.getByLabelText('Report to follow'));
    await fireEvent.submit(screen.getByLabelText('In words'));
    expect(await screen.findByText('Circular, point 7.11.2.')).toBeTruthy();
  });
});

describe('the call to everyone', () => {
  test('FL-06 it has no way out but taking: no close button, and Escape does nothing', () => {
    const { live } = aDesk([anAlarm(1, { rung: 'everyone' })]);
    const { container } = render(EveryoneCall, { live });
    const dialog = container.querySelector('dialog');
    const cancel = new Event('cancel', { cancelable: true });
    dialog?.dispatchEvent(cancel);
    expect(cancel.defaultPrevented).toBe(true);
    expect(dialog?.getAttribute('closedby')).toBe('none');
    expect(screen.getAllByRole('button', { hidden: true }).map((button) => button.textContent?.trim())).toEqual(['Take this alarm']);
  });

  test('FL-06 GN-03 a role that may not take is told whom to call, and not who it is', () => {
    render(EveryoneCall, { live: aDesk([anAlarm(1, { rung: 'everyone', bearer: null })], { me: me('administrator') }).live });
    expect(screen.getByText('Call your control room now, or 112.')).toBeTruthy();
    expect(screen.getByText('Person not shown to this role')).toBeTruthy();
    expect(screen.queryByRole('button', { hidden: true })).toBeNull();
  });

  test('FL-06 a space that somebody was typing takes nothing', () => {
    const { container } = render(EveryoneCall, { live: aDesk([anAlarm(1, { rung: 'everyone' })], { me: me('case_officer') }).live });
    expect(document.activeElement).toBe(container.querySelector('h1'));
  });
});

describe('what each role is offered', () => {
  const roles: Role[] = ['operator', 'supervisor', 'zone_duty', 'patrol', 'case_officer', 'magistrate', 'administrator', 'auditor', 'wall'];

  test('AL-09 no role is offered a way to reject, filter or close an alarm that nobody has', () => {
    for (const role of roles) expect(mayAct(me(role), 'close', anAlarm(1))).toBe(false);
  });

  test('FL-06 the ladder decides who may take', () => {
    const may = (role: Role, rung: 'own_room' | 'zone_duty' | 'everyone') => mayAct(me(role), 'take', anAlarm(1, { rung }));
    expect(may('operator', 'own_room')).toBe(true);
    expect([may('zone_duty', 'own_room'), may('zone_duty', 'zone_duty')]).toEqual([false, true]);
    expect([may('case_officer', 'zone_duty'), may('case_officer', 'everyone')]).toEqual([false, true]);
    expect(may('administrator', 'everyone')).toBe(false);
  });

  test('AL-08 a patrol is offered "on the spot" once a team is noted', () => {
    expect(mayAct(me('patrol'), 'on_scene', taken(1, id(108)))).toBe(false);
    expect(mayAct(me('patrol'), 'on_scene', taken(1, id(108), { stage: 'dispatched' }))).toBe(true);
  });

  test('GN-03 an administrator and a wall are offered no alarm and no case', () => {
    for (const role of ['administrator', 'wall'] as const) {
      expect([mayOpen(role, '/desk'), mayOpen(role, '/patrol'), mayOpen(role, '/cases/x')]).toEqual([false, false, false]);
    }
  });

  test('every role has a page to begin with', () => {
    for (const role of roles) expect(mayOpen(role, homeOf(role))).toBe(true);
  });
});
