// Small texts about an alarm that more than one part of the desk needs.
import type { Alarm, Point, TrailPoint, ZoneName } from '../../lib/api/types';
import { language, t } from '../../lib/i18n/i18n.svelte';
import { distanceM } from '../map/shapes';

/** `5415 Gent, 5416 ...`; says so when no zone is known. */
export function zonesText(zones: readonly ZoneName[]): string {
  if (zones.length === 0) return t('zone-none');
  return zones.map(zoneText).join(' + ');
}

export function zoneText(zone: ZoneName): string {
  return zone.code ? `${zone.code} ${zone.name}` : zone.name;
}

/** The newest position. */
export function lastPoint(alarm: Alarm): TrailPoint | null {
  return alarm.trail.at(-1) ?? null;
}

/** `50.84670, 4.35250` */
export function coordinates(point: { lat: number; lon: number }): string {
  return `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`;
}

/** How far two places are from one another, to what a driver can use: `240 m`, `3.1 km`. */
export function farText(a: Point, b: Point): string {
  const metres = distanceM(a, b);
  if (metres < 995) return `${Math.round(metres / 10) * 10} m`;
  return `${new Intl.NumberFormat(language(), { maximumFractionDigits: 1 }).format(metres / 1000)} km`;
}

/** How sure the place is, in words. */
export function accuracyText(point: TrailPoint): string {
  return point.accuracy_m == null ? t('accuracy-unknown') : t('accuracy', { m: Math.round(point.accuracy_m) });
}

/** How old somebody is now, or `null` when not known. A year of birth gives an age with one year of doubt. */
export function ageOf(born: number | null | undefined, nowMs: number): number | null {
  return born == null ? null : new Date(nowMs).getUTCFullYear() - born;
}

/** Who it is about: a name, 'unknown' when nobody vouches for the device, or that this role is not shown it (GN-03). */
export function whoText(alarm: Alarm): string {
  if (alarm.bearer) return alarm.bearer.name;
  return alarm.kind === 'danger' ? t('who-withheld') : t('unidentified-who');
}
