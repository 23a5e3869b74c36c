// Why an alert fired, in words, from what the guard computed; and how long each hop took (FL-32).
import type { IncidentAlert } from '../../../lib/api/tracking-types';
import { language, t } from '../../../lib/i18n/i18n.svelte';
import { duration } from '../../../lib/time';
import { metresText, secondsText } from '../plot/words';

/** Short sentences, in the order in which one wants to know them. */
export function reasonOf(alert: IncidentAlert): string[] {
  const { distance_m, limit_m, margin_m, closing_mps, contact_s, chance, reach_m } = alert.figures;
  const said: string[] = [];
  if (distance_m != null && limit_m != null) said.push(t('track-why-distance', { distance: metresText(distance_m), limit: metresText(limit_m) }));
  else if (distance_m != null) said.push(t('track-why-apart', { distance: metresText(distance_m) }));
  if (margin_m != null && margin_m > 0) said.push(t('track-why-margin', { margin: metresText(margin_m) }));
  if (closing_mps != null && closing_mps > 0.3) said.push(t('track-closing', { kmh: Math.round(closing_mps * 3.6) }));
  if (contact_s != null) said.push(t('track-contact-in', { time: secondsText(contact_s) }));
  if (reach_m != null) said.push(t('track-why-reach', { reach: metresText(reach_m) }));
  if (chance != null) said.push(t('track-why-chance', { percent: Math.round(chance * 100) }));
  return said;
}

export interface Hop {
  name: string;
  at: string;
  /** After the one before; `null` for the first. */
  took: string | null;
}

/** From what happened to the desk: the device's clock, our receipt, the guard, the incident. */
export function hopsOf(alert: IncidentAlert): Hop[] {
  const newest = alert.evidence.map((one) => one.place).toSorted((a, b) => Date.parse(b.received_at) - Date.parse(a.received_at))[0];
  const stops = [
    { name: t('track-hop-happened'), at: alert.since },
    ...(newest ? [{ name: t('track-hop-fixed'), at: newest.fixed_at }, { name: t('track-hop-received'), at: newest.received_at }] : []),
    { name: t('track-hop-guard'), at: alert.guard_at },
    { name: t('track-hop-incident'), at: alert.times > 1 ? alert.raised_at : alert.first_at },
  ];
  return stops.map((stop, index) => {
    const before = stops[index - 1];
    return { ...stop, took: before ? duration(Date.parse(stop.at) - Date.parse(before.at), language()) : null };
  });
}
