import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import OverviewPage from '../../src/console/overview/OverviewPage.svelte';
import { countOf, totalsOf } from '../../src/console/overview/totals';
import type { Overview } from '../../src/lib/api/measure-types';
import { id, me } from './alarms';
import { OFFICE, ZONE } from './decided';
import { aDesk, aServer } from './screens';

const VIEW: Overview = {
  office: OFFICE, district: null, district_name: null, as_of: '2026-11-22', free_devices: 0,
  rows: [
    { zone: ZONE, stages: [{ stage: 'running', count: 4 }, { stage: 'awaiting-decision', count: 1 }], tasks: 9, overdue: 2, not_active_in_time: 1, ending_soon: 1 },
    { zone: { id: id(3), code: '5903', name: 'Zennedal' }, stages: [{ stage: 'running', count: 3 }], tasks: 2, overdue: 0, not_active_in_time: 0, ending_soon: 0 },
  ],
  shortages: [{ measure: id(801), events: 12, case_number: '2026-0410', district: id(40), since: '2026-11-20', decided: false }],
};
const open = (role: 'reference_magistrate' | 'district_spoc') => render(OverviewPage, { live: aDesk([], { me: me(role) }).live });

describe('the overview', () => {
  test('MS-40 the counts of the zones add up', () => {
    const total = totalsOf(VIEW.rows);
    expect([countOf(total, 'running'), countOf(total, 'awaiting-decision'), total.overdue, total.tasks, total.ending_soon]).toEqual([7, 1, 2, 11, 1]);
  });

  test('MS-26 the reference magistrate decides about a missing device with a reason', async () => {
    const asked = aServer((method) => ({ status: 200, body: method === 'GET' ? VIEW : { events: 13 } }));
    open('reference_magistrate');
    await fireEvent.click(await screen.findByRole('button', { name: /Decide about the shortage/ }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Decide about the shortage' }));
    expect(asked.some((one) => one.method === 'POST')).toBe(false);
    await fireEvent.click(within(dialog).getByRole('radio', { name: 'A device was found' }));
    await fireEvent.click(within(dialog).getByRole('radio', { name: 'Not needed' }));
    await fireEvent.input(within(dialog).getByLabelText('Reason'), { target: { value: 'From Zennedal.' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Decide about the shortage' }));
    await waitFor(() => expect(asked.find((one) => one.method === 'POST')).toMatchObject({
      path: `/api/v1/measures/${id(801)}/commands`,
      body: { expected: 12, command: { type: 'decide_shortage', answer: 'device-found', consulted: 'not-needed', reason: 'From Zennedal.' } },
    }));
  });

  test('MS-40 the SPOC of a district sees the same level and decides nothing', async () => {
    aServer(() => ({ status: 200, body: VIEW }));
    open('district_spoc');
    expect(await screen.findByRole('rowheader', { name: 'Zennedal' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: /Decide about the shortage/ })).toBeNull();
  });
});
