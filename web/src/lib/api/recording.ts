// The recording of an alarm: begun to be heard with a purpose, its sound, its export, its hold (FL-31, GN-02).
import type { components } from '../../api/schema';
import { http, NO_ANSWER, once, problemOf, resultOf, type Result } from './http';
import type { Alarm } from './types';

type Schemas = components['schemas'];
export type RecordingPurpose = Schemas['RecordingPurpose'];
export type RecordingHearing = Schemas['RecordingHearing'];
export type RecordingStretch = Schemas['RecordingStretch'];
export type RecordingGap = Schemas['VoiceGap'];

const alarm = (id: string) => ({ path: { alarm: id }, header: once() });

/** One alarm, whole: for what happened while it was recorded. */
export const readAlarm = (id: string): Promise<Result<Alarm>> => resultOf(http.GET('/api/v1/alarms/{alarm}', { params: { path: { alarm: id } } }));
export const hearRecording = (id: string, purpose: RecordingPurpose): Promise<Result<RecordingHearing>> =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/recording/hearings', { params: alarm(id), body: { purpose } }));
export const readHearing = (id: string, hearing: string): Promise<Result<RecordingHearing>> =>
  resultOf(http.GET('/api/v1/alarms/{alarm}/recording/hearings/{hearing}', { params: { path: { alarm: id, hearing } } }));
export const holdRecording = (id: string, reason: string): Promise<Result<unknown>> =>
  resultOf(http.PUT('/api/v1/alarms/{alarm}/recording/hold', { params: alarm(id), body: { reason } }));
export const releaseRecording = (id: string, reason: string): Promise<Result<unknown>> =>
  resultOf(http.POST('/api/v1/alarms/{alarm}/recording/release', { params: alarm(id), body: { reason } }));

/** The client that is generated knows JSON only: sound comes as it is. */
async function sound(path: string, init: RequestInit): Promise<Result<Blob>> {
  try {
    const response = await fetch(path, { credentials: 'same-origin', cache: 'no-store', ...init });
    if (response.ok) return { ok: true, data: await response.blob() };
    return { ok: false, problem: problemOf(response.status, await response.json().catch(() => null)) };
  } catch {
    return { ok: false, problem: NO_ANSWER };
  }
}
const of = (id: string) => `/api/v1/alarms/${encodeURIComponent(id)}/recording`;

/** The sound of one stretch: Ogg/Opus. */
export const stretchSound = (id: string, hearing: string, number: number): Promise<Result<Blob>> =>
  sound(`${of(id)}/hearings/${encodeURIComponent(hearing)}/stretches/${number}`, {});
/** All of it. */
export const exportRecording = (id: string, purpose: RecordingPurpose): Promise<Result<Blob>> =>
  sound(`${of(id)}/export`, { method: 'POST', body: JSON.stringify({ purpose }), headers: { 'content-type': 'application/json' } });
