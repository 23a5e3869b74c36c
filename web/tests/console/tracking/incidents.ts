// An incident for tests of the tracking desk.
import type { Incident, IncidentAlert, TrackPlace } from '../../../src/lib/api/tracking-types';
import { at, id } from '../alarms';

export const place = (n: number, lat: number, lon: number): TrackPlace => ({ lat, lon, accuracy_m: 10, fixed_at: at(n), received_at: at(n + 1), source: 'gnss' });

export const anAlert = (over: Partial<IncidentAlert> = {}): IncidentAlert => ({
  key: { kind: 'warning', pair: id(20), carrier: id(2), perimeter: null }, severity: 'certain', queue: 'danger', since: at(0), guard_at: at(2), first_at: at(3), raised_at: at(3),
  times: 1, cleared_at: null, set_aside_at: null, level: 0, late: false, evidence: [{ carrier: id(2), place: place(0, 51.05, 3.72) }],
  figures: { distance_m: 612, limit_m: 1_000, margin_m: 40, closing_mps: 1.4, contact_s: 420, chance: 0.97, reach_m: null }, ...over,
});

export const anIncident = (n: number, over: Partial<Incident> = {}): Incident => ({
  id: id(100 + n), about: { type: 'pair', pair: id(20) }, mandate: id(50), reference: 'EM/2026/17', queue: 'danger', stage: 'open', opened_at: at(n), owner: null, owner_name: null,
  rings_since: at(n), cried_at: null, lead: 'warning',
  carriers: (['offender', 'protected'] as const).map((side, index) => ({
    carrier: id(2 + index), side, name: side === 'offender' ? 'Jan Verdacht' : 'An Voorbeeld', phone: '+32470000000', language: 'dutch', age: 'adult', notice: 'allowed', tracker: id(70),
  })),
  pair: { id: id(20), mandate: id(50), offender: id(2), protected: id(3), alarm_m: 500, warning_m: 1_000, police_min: 10, state: 'active' }, zone: { id: id(60), code: '5415', name: 'Gent' },
  alerts: [anAlert()], more_alerts: 0, steps: [], police: [], instructions: [], timeline: [], burden: null, outcome: null, closed_at: null, ...over,
});
