import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { afterEach, describe, expect, test, vi } from 'vitest';
import PilotForm from '../../../src/console/admin/PilotForm.svelte';
import Pilots from '../../../src/console/admin/Pilots.svelte';
import ContingencyPage from '../../../src/console/tracking/desk/ContingencyPage.svelte';
import TrackerForm from '../../../src/console/tracking/devices/TrackerForm.svelte';
import BurdenPanel from '../../../src/console/tracking/mandates/BurdenPanel.svelte';
import CoverageForm from '../../../src/console/tracking/mandates/CoverageForm.svelte';
import CoverageLine from '../../../src/console/tracking/mandates/CoverageLine.svelte';
import ExportForm from '../../../src/console/tracking/mandates/ExportForm.svelte';
import LivePlot from '../../../src/console/tracking/plot/LivePlot.svelte';
import { startRouter } from '../../../src/console/router.svelte';
import type { MandateCarrier, Tracker } from '../../../src/lib/api/tracking-types';
import type { Administration } from '../../../src/lib/api/types';
import { at, id, me } from '../alarms';
import { aDesk, aServer } from '../screens';
import { anIncident } from './incidents';

afterEach(() => vi.restoreAllMocks());
const [offender, guarded] = anIncident(1).carriers as [MandateCarrier['who'], MandateCarrier['who']];
const carrier = (who: MandateCarrier['who'], person: string | null): MandateCarrier => ({ who, person, fastest_kmh: 130 }) as MandateCarrier;
const BOTH = [carrier(offender, null), carrier(guarded, id(8))];
const OF = { accounts: [], rooms: [], zones: [{ id: id(60), code: '5415', name: 'Gent' }, { id: id(61), code: '5416', name: 'Deinze' }] } as unknown as Administration;
const none = () => undefined;

describe('a pilot (EM-10)', () => {
  test('is put with its groups, zones, time and number, and not without a zone', async () => {
    const asked = aServer(() => ({ status: 204 }));
    let done = 0;
    render(PilotForm, { view: null, of: OF, ondone: () => (done += 1), onclose: none });
    await fireEvent.input(screen.getByLabelText('Name'), { target: { value: 'Oost' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(screen.getByText('Choose one.')).toBeTruthy();
    expect(asked).toEqual([]);
    await fireEvent.click(screen.getByLabelText('5416 Deinze'));
    await fireEvent.click(screen.getByLabelText('Stalking'));
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(done).toBe(1));
    expect(asked[0]).toMatchObject({ method: 'PUT', body: { name: 'Oost', groups: ['partner_violence', 'stalking'], zones: [id(61)], most: 20 } });
  });

  test('says how full it is and what came of it', async () => {
    const pilot = { name: 'Oost', groups: ['stalking'], zones: [id(60)], from: at(0), until: '2027-05-01T00:00:00.000Z', most: 20 };
    aServer(() => ({ status: 200, body: [{ id: id(90), pilot, holding: 7, mandates: 9, danger: 3, tracking: 2, technical: 1, violations: 1, false_alerts: 2 }] }));
    render(Pilots, { of: OF });
    await waitFor(() => expect(screen.getByText('7 of 20 mandates')).toBeTruthy());
    expect(screen.getByText(/Stalking · Gent/)).toBeTruthy();
  });
});

describe('usual places (FL-14)', () => {
  test('the places of the file are offered, and what was found is sent', async () => {
    const asked = aServer(() => ({ status: 204 }));
    let done = 0;
    render(CoverageForm, { of: BOTH[1]!, last: null, places: [{ name: 'School', point: { lat: 51, lon: 3.7 } }], ondone: () => (done += 1), onclose: none });
    expect((screen.getByLabelText('Place 1') as HTMLInputElement).value).toBe('School');
    await fireEvent.change(screen.getAllByLabelText('Reception')[0]!, { target: { value: 'weak' } });
    await fireEvent.change(screen.getAllByLabelText('Reception')[2]!, { target: { value: 'none' } });
    await fireEvent.input(screen.getByLabelText('Place 4'), { target: { value: ' ' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(done).toBe(1));
    expect(asked[0]?.path).toBe(`/api/v1/carriers/${guarded.carrier}/coverage`);
    expect(asked[0]?.body).toEqual({ places: [{ place: 'School', coverage: 'weak' }, { place: 'at work', coverage: 'none' }] });
  });

  test('where there are gaps stands first, and that nothing was checked is said', () => {
    const { unmount } = render(CoverageLine, { check: { carrier: id(2), at: at(0), places: [{ place: 'home', coverage: 'good' }, { place: 'cellar', coverage: 'none' }] } });
    expect(document.body.textContent).toMatch(/cellar: none.*home: good/s);
    unmount();
    render(CoverageLine, { check: null });
    expect(screen.getByText('places not checked')).toBeTruthy();
  });
});

describe('positions out of the system', () => {
  test('not without a purpose; the wish of Excel is asked of the server; the file is saved', async () => {
    const asked: string[] = [];
    aServer(() => ({ status: 200, body: 'x' }));
    const fetched = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      asked.push(input instanceof Request ? new URL(input.url).search : '');
      return fetched(input, init);
    };
    URL.createObjectURL = () => 'blob:x';
    URL.revokeObjectURL = none;
    const saved = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(none);
    render(ExportForm, { carriers: BOTH, reference: 'EM/2026/1', onclose: none });
    await fireEvent.click(screen.getByRole('button', { name: 'Make the file' }));
    expect(asked).toEqual([]);
    await fireEvent.input(screen.getByLabelText('For what'), { target: { value: 'Asked by the prosecutor' } });
    await fireEvent.click(screen.getByLabelText('Table for Excel (semicolon)'));
    await fireEvent.click(screen.getByRole('button', { name: 'Make the file' }));
    await waitFor(() => expect(screen.getByText('Made: hoeder-EM-2026-1.csv')).toBeTruthy());
    expect(asked).toEqual(['?bom=true&separator=semicolon']);
    expect(saved).toHaveBeenCalledTimes(1);
  });
});

describe('burden outside an incident (FL-04)', () => {
  test('is shown with its ceiling, and a pattern is offered as a possible new fact', async () => {
    const burden = { person: id(8), alerts_day: 9, alerts_night: 4, disturbed_day: 2, disturbed_night: 1, ceiling_day: 6, ceiling_night: 2, over: true };
    aServer(() => ({ status: 200, body: { burden, patterns: [{ pair: id(20), kind: 'at_night', incidents: [id(1), id(2), id(3), id(4)], from: at(0), until: at(9) }] } }));
    render(BurdenPanel, { person: BOTH[1]!, caseHref: '/cases/x' });
    await waitFor(() => expect(screen.getByText(/9 alerts \(at most 6\)/)).toBeTruthy());
    expect(screen.getByText(/Possible new fact: In the night again and again/)).toBeTruthy();
    expect(screen.getByRole('link', { name: 'To the file' }).getAttribute('href')).toBe('/cases/x');
  });
});

describe('a device that is changed', () => {
  test('keeps its secret unless somebody asks for a new one', async () => {
    const asked = aServer(() => ({ status: 200, body: { secret: null } }));
    const tracker = { id: id(70), number: 'tracker-1', model: 'Tracker 2', capabilities: ['notice'], interval_s: 30, class: 'close' } as unknown as Tracker;
    let done = 0;
    render(TrackerForm, { tracker, ondone: () => (done += 1), onclose: none });
    await fireEvent.input(screen.getByLabelText('Make and model'), { target: { value: 'Tracker 3' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(done).toBe(1));
    expect(asked[0]?.body).toMatchObject({ model: 'Tracker 3', secret: 'keep' });
  });
});

describe('the list for when nothing works (FL-22)', () => {
  test('can be that of one zone, with the ranks of the whole', async () => {
    const line = (rank: number, zone: number) => ({ rank, because: ['dark'], pair: id(20 + rank), case: id(9), zone: id(zone), protected: { ...guarded, name: `P${rank}` }, offender, incident: null });
    const zone = (n: number, name: string) => ({ type: 'Feature', properties: { id: id(n), code: '', name }, geometry: null });
    aServer((_, path) => ({ status: 200, body: path.endsWith('/zones') ? { type: 'FeatureCollection', features: [zone(60, 'Gent'), zone(61, 'Deinze')] } : { made_at: at(0), lines: [line(1, 60), line(2, 61)] } }));
    render(ContingencyPage, { live: aDesk([], { me: me('supervisor') }).live });
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(3));
    await fireEvent.change(screen.getByLabelText('Zone'), { target: { value: id(61) } });
    const rows = screen.getAllByRole('row');
    expect(rows).toHaveLength(2);
    expect(within(rows[1]!).getByRole('rowheader').textContent).toBe('2');
    expect(screen.getByText(/1 of the 2 on the list/)).toBeTruthy();
  });
});

test('a time to contact says how long ago it was reckoned', () => {
  const moments = [{ at: at(0), distance_m: 640, doubt_m: 30, closing_mps: 1.4, contact_s: 45 }];
  render(LivePlot, { moments, limits: { alarm_m: 500, warning_m: 1_000 }, now: Date.parse(at(0)) + 20_000 });
  expect(screen.getByRole('status').textContent).toMatch(/contact in 45 s.*reckoned 20 s ago/s);
});

test('WC-02 a click in the menu moves the focus to the page', () => {
  document.body.innerHTML = '<a href="/mandates">x</a><main id="main" tabindex="-1"></main>';
  const stop = startRouter();
  document.querySelector('a')?.focus();
  document.querySelector('a')?.click();
  expect(document.activeElement?.id).toBe('main');
  stop();
});
