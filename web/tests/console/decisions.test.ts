import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { actsOf, askedActs } from '../../src/console/decisions/acts';
import { threeYearsBefore } from '../../src/console/decisions/days';
import DecisionPage from '../../src/console/decisions/DecisionPage.svelte';
import InboxPage from '../../src/console/decisions/InboxPage.svelte';
import Questions from '../../src/console/decisions/Questions.svelte';
import ReceptionPage from '../../src/console/decisions/ReceptionPage.svelte';
import { countGroups, groupOf, inOrder, marksOf, noticesInOrder } from '../../src/console/decisions/waiting';
import WaitingPage from '../../src/console/decisions/WaitingPage.svelte';
import { homeOf, mayOpen, measurePath } from '../../src/console/rights';
import { pageOf } from '../../src/console/router.svelte';
import type { Answer3, MeasureStage, MeasureView } from '../../src/lib/api/measure-types';
import { id, me } from './alarms';
import { aLine, aMeasure, anAssessment, aNotice, aTask, OFFICE } from './decided';
import { aDesk, aServer } from './screens';

const magistrate = () => aDesk([], { me: me('magistrate') }).live;
const LIST = [{ version: 'col-15-2020/1', items: [{ id: 'threat-weapon', bomb: true, nl: 'Dreigde met een wapen', fr: 'Menace avec arme', de: 'Drohte mit Waffe', en: 'Threatened with a weapon' }, { id: 'recent-break-up', bomb: false, nl: 'Recente breuk', fr: 'Rupture récente', de: 'Trennung', en: 'Recent break-up' }] }];

/** A server that has one measure; what was asked of it. */
function withMeasure(view: MeasureView, answer: { status: number; body?: unknown } = { status: 200, body: { events: view.events + 1 } }) {
  return aServer((method, path) => {
    if (method !== 'GET') return answer;
    if (path.endsWith('/questionnaires')) return { status: 200, body: LIST };
    return { status: 200, body: view };
  });
}
const commands = (asked: { method: string; body: unknown }[]) => asked.filter((one) => one.method === 'POST').map((one) => one.body);
const open = (view = aMeasure()) => render(DecisionPage, { live: magistrate(), id: view.line.id });

describe('what waits', () => {
  test('MS-06 each measure stands in the group of what is asked first, and the order of the server is kept within what is urgent and what is not', () => {
    const lines = [
      aLine(1, { next_task: aTask('rule-on-end') }), aLine(2), aLine(3, { next_task: aTask('confirm-ruling') }), aLine(4, { next_task: null, tasks: 0 }),
      aLine(5, { next_task: aTask('confirm-request') }), aLine(6, { next_task: aTask('register-office') }),
    ];
    expect(lines.map(groupOf)).toEqual(['ends', 'rulings', 'oral', 'none', 'requests', 'file']);
    expect(countGroups(lines)).toMatchObject({ ends: 1, rulings: 1, oral: 1, none: 1, requests: 1, file: 1, bombs: 0 });
    const urgent = aNotice(3, 'urgent-decision-asked', { measure: id(802) });
    expect(inOrder(lines, [urgent]).map((line) => line.id)).toEqual([id(802), id(801), id(803), id(805), id(806), id(804)]);
    const bombs = [aNotice(7, 'bomb', { measure: id(805) }), aNotice(8, 'bomb', { measure: id(804) })];
    const order = inOrder([...lines, aLine(7, { next_task: null, tasks: 0 })], [urgent, ...bombs]).map((line) => line.id);
    expect(order, 'a bomb comes after an urgent decision, and one that asks nothing after all that asks something')
      .toEqual([id(802), id(805), id(801), id(803), id(806), id(804), id(807)]);
  });

  test('MS-11 MS-14 an urgent decision and a bomb are marked until they are dealt with', () => {
    const line = aLine(1);
    expect(marksOf(line, [aNotice(1, 'decision-asked'), aNotice(2, 'urgent-decision-asked')])).toEqual(['urgent']);
    expect(marksOf(line, [aNotice(1, 'urgent-decision-asked'), aNotice(2, 'decision-asked')])).toEqual([]);
    expect(marksOf({ ...line, stage: 'granted' }, [aNotice(2, 'urgent-decision-asked'), aNotice(3, 'bomb')])).toEqual(['bomb']);
    expect(marksOf({ ...line, stage: 'granted' }, [aNotice(3, 'bomb', { read: { by: 'B', at: '2026-11-22T08:00:00Z' } })])).toEqual([]);
  });

  test('MS-06 the page says how many wait, shows a group alone, and finds by number', async () => {
    const lines = [aLine(1), aLine(2, { next_task: aTask('confirm-ruling', { form: 'confirm-ruling' }) })];
    aServer((_, path) => ({ status: 200, body: path.endsWith('/inbox') ? [aNotice(1, 'bomb')] : { lines, more: false } }));
    render(WaitingPage, { live: magistrate(), title: 'nav-decisions', path: '/decisions' });
    expect(await screen.findByText('2 measures are waiting for you.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: /Said by mouth/ }));
    expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toContain(`/decisions/${id(802)}`);
    expect(screen.queryByText(/2026-041/)).toBeNull();
    await fireEvent.click(screen.getByRole('button', { name: /Everything/ }));
    await fireEvent.input(screen.getByRole('searchbox'), { target: { value: '2026-041' } });
    expect(screen.queryByText(/2026-042/)).toBeNull();
  });

  test('nothing that waits is said as such, and no right as no right', async () => {
    aServer((_, path) => ({ status: 200, body: path.endsWith('/inbox') ? [] : { lines: [], more: false } }));
    const { unmount } = render(WaitingPage, { live: magistrate(), title: 'nav-decisions', path: '/decisions' });
    expect(await screen.findByText('No measures yet.')).toBeTruthy();
    unmount();
    aServer(() => ({ status: 403, body: { code: 'denied', status: 403, title: 'Forbidden' } }));
    render(WaitingPage, { live: magistrate(), title: 'nav-decisions', path: '/decisions' });
    expect(await screen.findByText(/not for this role/)).toBeTruthy();
  });
});

describe('the decision page', () => {
  test('MS-08 MS-10 MS-12 MS-13 MS-17 MS-19 conditions, answers, firearms, attention, subsidiarity, antecedents and the earlier refusal stand on one page', async () => {
    withMeasure(aMeasure());
    open();
    for (const name of ['The eight questions', 'Situation', 'Antecedents of the suspect', 'Earlier rulings', 'Checklist COL 15/2020', 'Request and hearing']) {
      expect(await screen.findByRole('region', { name })).toBeTruthy();
    }
    expect(screen.getByText(/Think of distance as minutes/)).toBeTruthy();
    expect(screen.getByText('Contactverbod werd driemaal geschonden.')).toBeTruthy();
    expect(screen.getByText('Toen geen verhoogd risico.')).toBeTruthy();
    expect(await screen.findByText(/Threatened with a weapon/)).toBeTruthy();
    expect(screen.getByText('Not entered by the office yet.')).toBeTruthy();
  });

  test('MS-10 nothing on the page counts, sums or colours the answers: all yes and all no look the same but for the word', () => {
    const all = (answer: Answer3) => {
      const eight = Object.fromEntries(Object.keys(anAssessment().eight).map((key) => [key, { answer, note: '' }])) as ReturnType<typeof anAssessment>['eight'];
      const { container, unmount } = render(Questions, { assessment: anAssessment({ eight }) });
      const shown = container.innerHTML.replaceAll(/Yes|No(?=<)|Unknown/gi, '·');
      unmount();
      return shown;
    };
    expect(all('yes')).toBe(all('no'));
    expect(all('yes')).not.toMatch(/score: ?\d|\d ?\/ ?8|%/i);
  });

  test('MS-16 the rulings that are asked have one size and one colour, and none is chosen beforehand', async () => {
    withMeasure(aMeasure());
    open();
    const bar = await screen.findByRole('region', { name: 'Your ruling' });
    const buttons = within(bar).getAllByRole('button');
    expect(buttons.map((button) => button.textContent)).toEqual(['Grant', 'Refuse', 'Ask for more']);
    expect(new Set(buttons.map((button) => button.className)).size).toBe(1);
  });

  test('MS-15 MS-14 a grant goes with its reason, its procedure and the number of events that the magistrate saw', async () => {
    const asked = withMeasure(aMeasure());
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Grant' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Grant' }));
    expect(within(dialog).getByText(/Fill this in/)).toBeTruthy();
    expect(commands(asked)).toEqual([]);
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'Acute threat.' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Grant' }));
    await waitFor(() => expect(commands(asked)).toHaveLength(1));
    expect(commands(asked)[0]).toMatchObject({ expected: 9, command: { type: 'rule', ruling: { type: 'grant' }, procedure: 'urgent', said_by: null, reason: 'Acute threat.' } });
  });

  test('MS-17 a refusal of what a third party asked wants to know whether and how that party is told', async () => {
    const asked = withMeasure(aMeasure());
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Refuse' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'No risk.' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Refuse' }));
    expect(within(dialog).getByText(/Choose an answer/)).toBeTruthy();
    await fireEvent.click(within(dialog).getByRole('radio', { name: 'Yes, by letter' }));
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Refuse' }));
    await waitFor(() => expect(commands(asked)[0]).toMatchObject({ command: { ruling: { type: 'refuse', third_party: 'by-letter' } } }));
  });

  test('MS-37 an early end asks for its ground and the marginal note, and says that the reassessment comes first', async () => {
    const view = aMeasure({ line: aLine(1, { stage: 'running' }) });
    const asked = withMeasure(view, { status: 422, body: { code: 'measure.reassess_first', status: 422, title: 'No', point: '7.12.3' } });
    open(view);
    await fireEvent.click(await screen.findByRole('button', { name: 'End early' }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(/Reassess first/)).toBeTruthy();
    expect(within(dialog).getByText(/Last assessment: 21 November 2026/)).toBeTruthy();
    await fireEvent.click(within(dialog).getByRole('radio', { name: /risk factors/ }));
    await fireEvent.input(within(dialog).getByLabelText('Marginal note'), { target: { value: 'K-77' } });
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'Detained.' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'End early' }));
    await waitFor(() => expect(commands(asked)).toHaveLength(1));
    expect(await within(dialog).findByText(/7\.12\.3:/)).toBeTruthy();
    expect((within(dialog).getByLabelText('Reason') as HTMLTextAreaElement).value).toBe('Detained.');
  });

  test('MS-15 a ruling said by mouth is confirmed, or not, with one press', async () => {
    const view = aMeasure();
    view.file.rulings.push({ n: 2, decision: { ruling: { type: 'grant' }, procedure: 'urgent', on: '2026-11-22', said_by: id(4), pv: { kind: 'subsequent', number: 'PV 7' }, reason: 'By phone.' }, by: 'case_officer', confirmed_on: null, denied_on: null });
    view.tasks.push(aTask('confirm-ruling', { key: 'confirm-ruling:2', form: 'confirm-ruling' }));
    const asked = withMeasure(view);
    open(view);
    await fireEvent.click(await screen.findByRole('button', { name: 'I did not rule so' }));
    await waitFor(() => expect(commands(asked)).toEqual([{ expected: 9, command: { type: 'confirm_ruling', n: 2, how: 'not-as-recorded' } }]));
  });

  test('MS-06 MS-11 the receipt of a bomb is confirmed with one press', async () => {
    const asked = withMeasure(aMeasure());
    open();
    await fireEvent.click(await screen.findByRole('button', { name: /^Confirm receipt/ }));
    await waitFor(() => expect(commands(asked)).toEqual([{ expected: 9, command: { type: 'confirm_receipt', of: 'bomb:1' } }]));
  });

  test('MS-13 antecedents go back three years and are kept file by file', async () => {
    expect(threeYearsBefore('2028-02-29')).toBe('2025-02-28');
    const asked = withMeasure(aMeasure());
    open();
    await fireEvent.click(await screen.findByRole('button', { name: 'Enter antecedents' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Add a file' }));
    await fireEvent.input(within(dialog).getByLabelText('Number of the file'), { target: { value: 'HA.36.1/2025' } });
    await fireEvent.input(within(dialog).getByLabelText('Opened on'), { target: { value: '2025-02-03' } });
    await fireEvent.change(within(dialog).getByLabelText('About'), { target: { value: '36' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Keep the antecedents' }));
    await waitFor(() => expect(commands(asked)[0]).toMatchObject({ command: { type: 'give_antecedents', files: [{ number: 'HA.36.1/2025', code: '36', opened_on: '2025-02-03' }] } }));
  });

  test('MS-23 a document that speaks of the alarm is released with a reason and a warning', async () => {
    const asked = withMeasure(aMeasure());
    open();
    await fireEvent.click(await screen.findByRole('button', { name: /^Release for the criminal file/ }));
    const dialog = screen.getByRole('dialog');
    expect(within(dialog).getByText(/the suspect may learn of it/)).toBeTruthy();
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'Needed at trial.' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Release for the criminal file' }));
    await waitFor(() => expect(commands(asked)[0]).toMatchObject({ command: { type: 'release', document: id(701), reason: 'Needed at trial.' } }));
  });

  test('MS-15 two who rule at once: the second is shown what the first did, and keeps the words that were typed', async () => {
    const before = aMeasure();
    const after = aMeasure({ events: 10, timeline: [...before.timeline, { n: 10, at: '2026-11-22T02:00:00.000Z', day: '2026-11-22', actor: { type: 'account' as const, account: id(5), role: 'magistrate' as const }, by: 'A Colleague', what: 'granted' }] });
    let now = before;
    aServer((method, path) => {
      if (method === 'POST') {
        now = after;
        return { status: 409, body: { code: 'measure.changed', status: 409, title: 'Conflict' } };
      }
      return { status: 200, body: path.endsWith('/questionnaires') ? LIST : now };
    });
    open(before);
    await fireEvent.click(await screen.findByRole('button', { name: 'Refuse' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'My reason.' } });
    await fireEvent.click(within(dialog).getByRole('radio', { name: 'No' }));
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Refuse' }));
    expect(await within(dialog).findByText(/A Colleague/)).toBeTruthy();
    expect((within(dialog).getByLabelText('Reason') as HTMLTextAreaElement).value).toBe('My reason.');
  });
});

describe('which acts have their place', () => {
  const at = (stage: MeasureStage, over: Partial<MeasureView> = {}) => aMeasure({ line: aLine(1, { stage }), tasks: [], ...over });
  test('MS-17 MS-32 MS-37 each stage offers what the law has a place for', () => {
    expect(askedActs(at('awaiting-decision'))).toEqual(['grant', 'refuse', 'ask']);
    expect(askedActs(at('refused'))).toEqual(['reopen']);
    expect(askedActs(at('running'))).toEqual([]);
    expect(askedActs(at('running', { tasks: [aTask('rule-on-end')] }))).toEqual(['extend', 'end-as-planned']);
    expect(actsOf(at('running'))).toContain('end-early');
    expect(actsOf(at('ending'))).toContain('resume');
    expect(actsOf(at('ended'))).toEqual([]);
    expect(actsOf(at('awaiting-decision'))).not.toContain('extend');
  });
  test('MS-37 when the person asked to end, the early end lies under the thumb', () => {
    const view = at('running');
    view.file.asked_to_end.push({ on: '2026-11-20', text: '' });
    expect(askedActs(view)).toEqual(['end-early']);
  });
});

describe('the inbox', () => {
  test('FL-36 a notice names nobody; unread comes first; reading it is kept on the server', async () => {
    const read = aNotice(5, 'granted', { read: { by: 'B. Colleague', at: '2026-11-22T08:00:00.000Z' } });
    const unread = aNotice(2, 'bomb');
    expect(noticesInOrder([read, aNotice(1, 'request'), unread]).map((one) => one.id)).toEqual([id(602), id(601), id(605)]);
    const asked = aServer((method) => (method === 'GET' ? { status: 200, body: [read, unread] } : { status: 204 }));
    render(InboxPage, { live: magistrate() });
    await fireEvent.click(await screen.findByRole('button', { name: /^Mark as read/ }));
    await waitFor(() => expect(asked.some((one) => one.method === 'POST' && one.path === `/api/v1/inbox/${unread.id}/read`)).toBe(true));
    await fireEvent.click(screen.getByRole('button', { name: /Everything/ }));
    expect(screen.getByText(/read by B. Colleague/)).toBeTruthy();
    expect(document.body.textContent).not.toContain('Peeters');
  });
});

describe('the reception of victims', () => {
  test('MS-21 MS-24 it sees what it was told, whom to reach, and records an offer', async () => {
    const view = aMeasure({ sight: 'reception', tasks: [aTask('offer-support', { role: 'victim_reception', form: 'offer-support' })] });
    const asked = withMeasure(view);
    render(ReceptionPage, { live: aDesk([], { me: me('victim_reception') }).live, id: view.line.id });
    expect(await screen.findByText('kept secret')).toBeTruthy();
    expect(screen.getByRole('region', { name: 'What the office told you' }).querySelectorAll('li')).toHaveLength(1);
    await fireEvent.click(screen.getByRole('button', { name: 'Record' }));
    expect(commands(asked)).toEqual([]);
    await fireEvent.click(screen.getByRole('radio', { name: 'Support accepted' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Record' }));
    await waitFor(() => expect(commands(asked)[0]).toMatchObject({ command: { type: 'offer_support', outcome: 'accepted' } }));
    expect(screen.queryByRole('button', { name: 'Release for the criminal file' })).toBeNull();
  });
});

test('MS-24 each role has the pages of its seat and no other', () => {
  expect([homeOf('magistrate'), homeOf('victim_reception'), homeOf('reference_magistrate'), homeOf('district_spoc')]).toEqual(['/decisions', '/reception', '/overview', '/overview']);
  expect(mayOpen('victim_reception', '/decisions')).toBe(false);
  expect(mayOpen('district_spoc', '/measures')).toBe(false);
  expect(mayOpen('operator', '/inbox')).toBe(true);
  expect([measurePath('magistrate'), measurePath('victim_reception'), measurePath('operator')]).toEqual(['/decisions', '/reception', null]);
  expect(pageOf(`/reception/${OFFICE.id}`)).toEqual({ name: 'supported', id: OFFICE.id });
});
