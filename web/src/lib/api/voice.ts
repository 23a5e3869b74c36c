// Live voice over HTTP (AL-05). The shapes stand here and not in `schema.d.ts`, which has no routes of live voice: with them these calls become
// `http.POST('/api/v1/alarms/{alarm}/voice/..')` as in `api.ts`.
import { once, resultOf, type Result } from './http';

/** The answer to an offer: under which name we are in, and the other half of the agreement. */
export interface Joined {
  peer: string;
  sdp: string;
}

async function ask<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Result<T>> {
  const sent: RequestInit = {
    method, credentials: 'same-origin', cache: 'no-store',
    headers: { ...once(), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    // What takes a right away goes out even when the page is being closed.
    keepalive: method === 'DELETE',
  };
  if (body !== undefined) sent.body = JSON.stringify(body);
  return resultOf<T>(
    fetch(path, sent).then(async (response) => {
      const answer = response.status === 204 ? undefined : await response.json().catch(() => undefined);
      return response.ok ? { response, data: answer } : { response, error: answer };
    }),
  );
}

const room = (alarm: string): string => `/api/v1/alarms/${alarm}/voice`;
const connection = (alarm: string, peer: string): string => `${room(alarm)}/connections/${peer}`;

export const joinVoice = (alarm: string, offer: string): Promise<Result<Joined>> => ask('POST', `${room(alarm)}/connections`, { sdp: offer });
export const leaveVoice = (alarm: string, peer: string): Promise<Result<unknown>> => ask('DELETE', connection(alarm, peer));
/** The key is held. */
export const speak = (alarm: string, peer: string): Promise<Result<unknown>> => ask('PUT', `${connection(alarm, peer)}/speech`);
/** It is let go. */
export const endSpeech = (alarm: string, peer: string): Promise<Result<unknown>> => ask('DELETE', `${connection(alarm, peer)}/speech`);
export const forbidSpeech = (alarm: string): Promise<Result<unknown>> => ask('PUT', `${room(alarm)}/do-not-speak`);
export const allowSpeech = (alarm: string): Promise<Result<unknown>> => ask('DELETE', `${room(alarm)}/do-not-speak`);
export const loudspeakerOn = (alarm: string): Promise<Result<unknown>> => ask('PUT', `${room(alarm)}/loudspeaker`);
export const loudspeakerOff = (alarm: string): Promise<Result<unknown>> => ask('DELETE', `${room(alarm)}/loudspeaker`);
