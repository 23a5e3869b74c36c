import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import AdministrationPage from '../../src/console/admin/AdministrationPage.svelte';
import { sortedZones, withoutOffice } from '../../src/console/admin/placed';
import CalendarFeed from '../../src/console/parts/CalendarFeed.svelte';
import type { Administration } from '../../src/lib/api/types';
import { id } from './alarms';
import { aServer } from './screens';

const zone = (n: number, over: Partial<Administration['zones'][number]> = {}): Administration['zones'][number] => ({
  id: id(n), code: `540${n}`, name: `Zone ${n}`, office: null, in_force_since: null, ...over,
});
const OFFICES = {
  districts: [{ id: id(50), code: 'OVL', name: 'Oost-Vlaanderen' }],
  offices: [{ id: id(60), code: 'G', name: 'Gent', district: id(50), reference_magistrate: null }],
};
const account = (n: number, role: Administration['accounts'][number]['role'], over: object = {}) => ({
  id: id(100 + n), login: `login${n}`, name: `Colleague ${n}`, role, room: null, zone: null, office: null, district: null, state: 'enabled' as const, ...over,
});
const ADMINISTRATION: Administration = {
  accounts: [account(1, 'reference_magistrate', { office: id(60) }), account(2, 'victim_reception', { office: id(60) })], rooms: [],
  zones: [zone(2, { office: id(60), in_force_since: '2023-04-03' }), zone(3), zone(1)],
};

/** The page with its server; what was put. */
async function open(of = ADMINISTRATION, offices: typeof OFFICES | { districts: []; offices: [] } = OFFICES) {
  const asked = aServer((method, path) => (method === 'GET' ? { status: 200, body: path.endsWith('/offices') ? offices : of } : { status: 204 }));
  render(AdministrationPage);
  await screen.findByRole('heading', { name: /Police zones/ });
  return { put: () => asked.filter((one) => one.method === 'PUT') };
}

describe('to which office a zone belongs', () => {
  test('MS-03 a zone without an office stands on top and the page says that no measure can be asked for there', async () => {
    expect(withoutOffice(ADMINISTRATION.zones).map((one) => one.code)).toEqual(['5401', '5403']);
    expect(sortedZones(ADMINISTRATION.zones).map((one) => one.code)).toEqual(['5401', '5403', '5402']);
    await open();
    expect(screen.getByText(/2 zones have no prosecutor's office: no measure can be asked for there/)).toBeTruthy();
    const rows = screen.getAllByRole('row').filter((row) => /Zone \d/.test(row.textContent ?? ''));
    expect(rows.map((row) => /no office/.test(row.textContent ?? ''))).toEqual([true, true, false]);
  });

  test('MS-03 many zones are placed at once, with the day of the roll-out', async () => {
    const { put } = await open();
    await fireEvent.click(screen.getByRole('button', { name: 'Place zones with an office' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect(within(dialog).getByText('Choose one.')).toBeTruthy();
    for (const box of within(dialog).getAllByRole('checkbox')) await fireEvent.click(box);
    await fireEvent.input(within(dialog).getByLabelText('Alarm rolled out since'), { target: { value: '2026-12-01' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(put()).toEqual([1, 3].map((n) => ({ method: 'PUT', path: `/api/v1/zones/${id(n)}/office`, body: { office: id(60), in_force_since: '2026-12-01' } }))));
  });

  test('an installation without an office is led there: district, office, zone', async () => {
    await open({ ...ADMINISTRATION, zones: [zone(1)] }, { districts: [], offices: [] });
    expect(screen.getByText(/Make a judicial district first/)).toBeTruthy();
    expect((screen.getByRole('button', { name: 'New prosecutor\'s office' }) as HTMLButtonElement).disabled).toBe(true);
    expect(screen.getByText(/Make a prosecutor's office first/)).toBeTruthy();
  });

  test('MS-26 the reference magistrate of an office is chosen from its own accounts', async () => {
    const { put } = await open();
    const section = screen.getByRole('heading', { name: "Prosecutor's offices" }).closest('section') as HTMLElement;
    await fireEvent.click(within(section).getByRole('button', { name: /^Change/ }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.change(within(dialog).getByLabelText('Reference magistrate'), { target: { value: id(101) } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(put()[0]?.body).toEqual({ code: 'G', name: 'Gent', district: id(50), reference_magistrate: id(101) }));
  });
});

describe('the seat of an account', () => {
  test('MS-24 an account of an office keeps its office when something else of it is changed', async () => {
    const { put } = await open();
    await fireEvent.click(screen.getByRole('button', { name: /^Change.*login2/ }));
    const dialog = screen.getByRole('dialog');
    expect((within(dialog).getByLabelText("Prosecutor's office") as HTMLSelectElement).value).toBe(id(60));
    await fireEvent.input(within(dialog).getByLabelText('Name'), { target: { value: 'Another Name' } });
    await fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(put()[0]?.body).toMatchObject({ name: 'Another Name', role: 'victim_reception', office: id(60), district: null, zone: null }));
  });

  test('MS-40 the contact person of a district sits at that district', async () => {
    await open();
    await fireEvent.click(screen.getByRole('button', { name: 'New account' }));
    const dialog = screen.getByRole('dialog');
    await fireEvent.change(within(dialog).getByLabelText('Role'), { target: { value: 'district_spoc' } });
    expect((within(dialog).getByLabelText('Judicial district') as HTMLSelectElement).required).toBe(true);
    expect(within(dialog).queryByLabelText("Prosecutor's office")).toBeNull();
  });
});

describe('the calendar feed', () => {
  test('FL-36 the secret is shown once, and can be taken back', async () => {
    const asked = aServer((method) => (method === 'POST' ? { status: 201, body: { token: 'c2VjcmV0', made_at: '2026-11-22T12:00:00Z' } } : { status: 204 }));
    const { container } = render(CalendarFeed);
    container.querySelector('details')?.setAttribute('open', '');
    expect(container.textContent).toContain('/api/v1/calendar-feed.ics');
    await fireEvent.click(screen.getByRole('button', { name: 'Make a secret' }));
    expect(await screen.findByText('c2VjcmV0')).toBeTruthy();
    expect(screen.getByText('It is shown this once.')).toBeTruthy();
    await fireEvent.click(screen.getByRole('button', { name: 'Withdraw the secret' }));
    await screen.findByText(/No program reads these dates any more/);
    expect(screen.queryByText('c2VjcmV0')).toBeNull();
    expect(asked.map((one) => `${one.method} ${one.path}`)).toEqual(['POST /api/v1/calendar-token', 'DELETE /api/v1/calendar-token']);
  });
});
