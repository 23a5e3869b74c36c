import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, test } from 'vitest';
import { OUR_SHORTCUTS, type Press } from '../../../src/console/desk/keys';
import { mayOpen, mayReadProtection } from '../../../src/console/rights';
import { pageOf } from '../../../src/console/router.svelte';
import { newlyHanded } from '../../../src/console/tracking/calls';
import { handedMoveOf, handedOf } from '../../../src/console/tracking/handed/handed';
import HandedBar from '../../../src/console/tracking/handed/HandedBar.svelte';
import HandedHead from '../../../src/console/tracking/handed/HandedHead.svelte';
import HandedPage from '../../../src/console/tracking/handed/HandedPage.svelte';
import SayDialog from '../../../src/console/tracking/handed/SayDialog.svelte';
import ProtectionPage from '../../../src/console/tracking/protection/ProtectionPage.svelte';
import { frameOf, gapsOf, pointsOf, spansOf } from '../../../src/console/tracking/protection/spans';
import { NONE_TRACKED, trackedAfter } from '../../../src/console/tracking/tracked';
import type { PoliceTold, ProtectionPart } from '../../../src/lib/api/tracking-types';
import type { Frame } from '../../../src/lib/api/types';
import { at, id, me } from '../alarms';
import { aDesk, aServer } from '../screens';
import { anIncident } from './incidents';

const zone = { ...me('zone_duty'), zone: id(60) };
const told = (n: number, over: Partial<PoliceTold> = {}): PoliceTold => ({ at: at(n), zone: id(60), place: `Lindelaan ${n}`, position: { lat: 51.05, lon: 3.72 }, direction_deg: 268, minutes: 7, reference: 'CIC 12', ...over });
const handed = (n: number, over = {}) => anIncident(n, { stage: 'with_police', rings_since: null, owner: id(9), police: [told(n)], ...over });
const press = (key: string, over: Partial<Press> = {}): Press => ({ key, ctrlKey: false, altKey: false, metaKey: false, repeat: false, typing: false, onControl: false, inDialog: false, ...over });
const frame = (incident: unknown): Frame => ({ type: 'incident', number: 1, incident }) as unknown as Frame;

describe('an incident handed to the police (EM-04)', () => {
  test('the one told last stands first, what is closed is gone, and the monitoring centre is not told of its own', () => {
    const list = [handed(1), handed(3), handed(2, { stage: 'closed' })];
    expect(handedOf(list, 'zone_duty').map((one) => one.id)).toEqual([id(103), id(101)]);
    expect(handedOf(list, 'monitor')).toEqual([]);
  });

  test('it says where to, which way, how soon and about whom, and offers what the police may do', () => {
    render(HandedHead, { incident: handed(4), onsay: () => undefined });
    expect(screen.getByText('Lindelaan 4')).toBeTruthy();
    expect(screen.getByText('towards the west (268°)')).toBeTruthy();
    expect(screen.getByText('7 min')).toBeTruthy();
    expect(screen.getByText('An Voorbeeld')).toBeTruthy();
    expect(screen.getAllByRole('button').map((one) => one.textContent)).toEqual(['On the way D', 'On the spot S', 'Report back N']);
  });

  test('FL-03 what nobody of the monitoring centre took says so instead of a place', () => {
    render(HandedHead, { incident: anIncident(1), onsay: () => undefined });
    expect(screen.getByText(/Nobody at the monitoring centre took it/)).toBeTruthy();
  });

  test('what a team says stands on the timeline with its call sign, and a report needs words', async () => {
    const asked = aServer(() => ({ status: 204 }));
    let closed = 0;
    render(SayDialog, { incident: id(101), act: 'back', onclose: () => (closed += 1) });
    await fireEvent.input(screen.getByLabelText('Call sign'), { target: { value: 'Gent 12' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Say' }));
    expect(asked).toEqual([]);
    await fireEvent.input(screen.getByLabelText('What was found or done'), { target: { value: 'Nobody near the house.' } });
    await fireEvent.click(screen.getByRole('button', { name: 'Say' }));
    await waitFor(() => expect(closed).toBe(1));
    expect(asked).toEqual([{ method: 'POST', path: `/api/v1/incidents/${id(101)}/notes`, body: { text: 'Gent 12 reports: Nobody near the house.' } }]);
  });

  test('each page of the police shows the way to it, and the page itself says when it is over', () => {
    const { live } = aDesk([], { me: zone, incidents: [handed(5)] });
    render(HandedBar, { live });
    expect(screen.getByRole('link', { name: 'Open Lindelaan 5' }).getAttribute('href')).toBe(`/incidents/${id(105)}`);
    expect(screen.getByRole('status').textContent).toContain('7 min');
    render(HandedPage, { live, id: id(199) });
    expect(screen.getByText('This incident is not with you, or no longer.')).toBeTruthy();
  });

  test('keys: on the way, on the spot, report, map; nothing while one types or with single keys off', () => {
    expect(['d', 's', 'n', 'm', 'g', 't', 'x'].map((key) => handedMoveOf(press(key), OUR_SHORTCUTS))).toEqual(['way', 'scene', 'back', 'map', 'plot', 'timeline', null]);
    expect(handedMoveOf(press('d', { typing: true }), OUR_SHORTCUTS)).toBeNull();
    expect(handedMoveOf(press('d'), { single: 'off', own: {} })).toBeNull();
  });

  test('it calls once, when it comes to the police', () => {
    const before = trackedAfter(NONE_TRACKED, [frame(anIncident(1, { stage: 'owned', rings_since: null }))]);
    const after = trackedAfter(before, [frame(handed(1))]);
    expect([newlyHanded(NONE_TRACKED, before), newlyHanded(before, after), newlyHanded(after, after)]).toEqual([false, true, false]);
  });

  test('only those who are called find the page', () => {
    const roles = ['operator', 'supervisor', 'zone_duty', 'patrol', 'case_officer', 'magistrate', 'monitor'] as const;
    expect(roles.filter((role) => mayOpen(role, `/incidents/${id(1)}`))).toEqual(['operator', 'supervisor', 'zone_duty']);
    expect(roles.filter(mayReadProtection)).toEqual(['zone_duty', 'case_officer', 'magistrate']);
    expect([pageOf(`/incidents/${id(1)}`), pageOf(`/cases/${id(1)}/protection`), pageOf(`/cases/${id(1)}/else`)].map((page) => page.name)).toEqual(['handed', 'protection', 'unknown']);
  });
});

describe('alarm and tracking on one timeline (EM-11)', () => {
  const NOW = Date.parse('2026-11-22T13:00:00Z');
  const alarm = (from: string, until: string | null): ProtectionPart => ({ type: 'alarm', measure: id(1), from, until });
  const tracking = (from: string, until: string | null, watched = true): ProtectionPart => ({ type: 'tracking', mandate: id(2), reference: 'EM/1', from, until, watched });

  test('an alarm that gives way to tracking on the same day leaves no gap', () => {
    expect(gapsOf(spansOf([alarm('2026-09-01', '2026-10-01'), tracking('2026-10-01T14:00:00Z', null)], NOW), NOW)).toEqual([]);
  });

  test('days with neither are said, also those up to today', () => {
    expect(gapsOf(spansOf([alarm('2026-09-01', '2026-10-01'), tracking('2026-10-05T08:00:00Z', '2026-11-20T00:00:00Z')], NOW), NOW)).toEqual([
      { from: '2026-10-01', until: '2026-10-05' }, { from: '2026-11-20', until: '2026-11-22' },
    ]);
    expect(gapsOf(spansOf([tracking('2026-12-01T00:00:00Z', null)], NOW), NOW), 'what has not begun leaves no gap').toEqual([]);
  });

  test('the picture holds all that began, and now', () => {
    const parts: ProtectionPart[] = [alarm('2026-09-01', null), { type: 'press', alarm: id(3), at: '2026-08-30T10:00:00Z' }];
    const frame = frameOf(spansOf(parts, NOW), pointsOf(parts), NOW);
    expect(frame.from).toBeLessThan(Date.parse('2026-08-30T10:00:00Z'));
    expect(frame.until).toBeGreaterThan(NOW);
  });

  test('the page shows what protected, what happened and the gap', async () => {
    aServer(() => ({ status: 200, body: [alarm('2026-09-01', '2026-10-01'), tracking('2026-10-05T08:00:00Z', null, false), { type: 'incident', incident: id(105), at: '2026-11-01T10:00:00Z', queue: 'danger' }] }));
    render(ProtectionPage, { live: aDesk([], { me: zone, incidents: [handed(5)] }).live, id: id(200) });
    await waitFor(() => expect(screen.getByText('Mobile alarm')).toBeTruthy());
    expect(screen.getByText(/From 1 October 2026 until 5 October 2026 there was neither/)).toBeTruthy();
    expect(screen.getByText('not all carriers are watched')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Open' }).getAttribute('href')).toBe(`/incidents/${id(105)}`);
  });
});
