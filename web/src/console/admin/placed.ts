// Zones by whether they have an office. Pure.
import type { Administration } from '../../lib/api/types';

type Zone = Administration['zones'][number];

/** No measure can be asked for in these. */
export const withoutOffice = (zones: readonly Zone[]): Zone[] => zones.filter((zone) => zone.office == null).sort((a, b) => a.code.localeCompare(b.code));

/** Those without an office first, then by code. */
export function sortedZones(zones: readonly Zone[]): Zone[] {
  const placed = zones.filter((zone) => zone.office != null).sort((a, b) => a.code.localeCompare(b.code) || a.name.localeCompare(b.name));
  return [...withoutOffice(zones), ...placed];
}
