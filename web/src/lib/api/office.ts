// What the pages beside the alarm desk ask of the server: patrols, hotspots, reports, planned tests, trips, erasure.
import type { components } from '../../api/schema';
import { http, once, resultOf, type Result } from './http';
import type { Outcome } from './types';

type Schemas = components['schemas'];
type Done = Promise<Result<unknown>>;
export type Hotspot = Schemas['Hotspot'];
export type HotspotDraft = Schemas['PutHotspot'];
export type LookUp = Schemas['HotspotLookUp'];
export type Found = Schemas['HotspotsFound'];
export type Share = Schemas['Share'];
export type Target = Schemas['TargetMet'];
export type AnswerWindow = Schemas['AnswerTimesOf'];
export type AnswerTimes = Schemas['AnswerTimesReport'];
export type Monthly = Schemas['MonthlyReport'];
export type NoisyRow = Schemas['NoisyCause'];

const alarm = (id: string, key: string) => ({ path: { alarm: id }, header: { 'Idempotency-Key': key } });
/** The key makes a report that is sent again count once. */
export const unitOnTheWay = (id: string, unit: string, key: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/on-the-way', { params: alarm(id, key), body: { unit } }));
export const unitArrived = (id: string, unit: string, key: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/on-scene', { params: alarm(id, key), body: { unit } }));
export const unitFound = (id: string, found: { unit: string; outcome: Outcome; note: string }, key: string): Done =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/finding', { params: alarm(id, key), body: found }));

export const listHotspots = (): Promise<Result<Hotspot[]>> => resultOf(http.GET('/api/v1/hotspots'));
export const putHotspot = (id: string, draft: HotspotDraft): Done =>
  resultOf(http.PUT('/api/v1/hotspots/{hotspot}', { params: { path: { hotspot: id }, header: once() }, body: draft }));
export const endHotspot = (id: string, reason: string): Done =>
  resultOf(http.POST('/api/v1/hotspots/{hotspot}/end', { params: { path: { hotspot: id }, header: once() }, body: { reason } }));
export const eraseHotspot = (id: string): Done =>
  resultOf(http.DELETE('/api/v1/hotspots/{hotspot}', { params: { path: { hotspot: id }, header: once() } }));
/** What is looked for stands in the body: never in an address. */
export const lookUpHotspots = (what: LookUp): Promise<Result<Found>> => resultOf(http.POST('/api/v1/hotspots/look-up', { body: what }));

export const readAnswerTimes = (until: string): Promise<Result<AnswerTimes>> =>
  resultOf(http.GET('/api/v1/reports/answer-times', { params: { query: { until } } }));
export const readMonthly = (month: string): Promise<Result<Monthly>> =>
  resultOf(http.GET('/api/v1/reports/monthly', { params: { query: { month } } }));
export const readNoisiest = (week: string): Promise<Result<NoisyRow[]>> =>
  resultOf(http.GET('/api/v1/reports/noisiest', { params: { query: { week } } }));

export const eraseCase = (id: string): Done =>
  resultOf(http.DELETE('/api/v1/cases/{case}', { params: { path: { case: id }, header: once() } }));
export const erasePerson = (of: string, person: string): Done =>
  resultOf(http.DELETE('/api/v1/cases/{case}/persons/{person}', { params: { path: { case: of, person }, header: once() } }));

export type Trip = Schemas['Trip'];
export type SupervisionClass = Schemas['SupervisionClass'];
export type Window = Schemas['PlanTest'];
export const tripSeen = (trip: string): Done =>
  resultOf(http.POST('/api/v1/trips/{trip}/seen', { params: { path: { trip }, header: once() } }));
export const planTest = (handset: string, when: Window): Done =>
  resultOf(http.POST('/api/v1/handsets/{handset}/planned-test', { params: { path: { handset }, header: once() }, body: when }));
