// A desk without a server for tests of single components: what `Live` shows, and what it was told.
import type { Incident } from '../../src/lib/api/tracking-types';
import type { Alarm, DeskSays, Me, TeamAt, TeamFix, TypedLine, Wall } from '../../src/lib/api/types';
import { callingEveryone, queueOf } from '../../src/console/desk/queue';
import type { Live } from '../../src/console/live.svelte';
import { Voices } from '../../src/console/voice/voices.svelte';
import { me } from './alarms';

export interface Told {
  painted: string[];
  muted: number;
  /** What was said of the own place: alarm, call sign, place. */
  places: [string, string, TeamFix | null][];
  said: DeskSays[];
}

export function aDesk(alarms: Alarm[], over: { me?: Me; wall?: Wall | null; teams?: TeamAt[]; lines?: TypedLine[]; incidents?: Incident[]; voice?: Voices } = {}): { live: Live; told: Told } {
  const who = over.me ?? me();
  const told: Told = { painted: [], muted: 0, places: [], said: [] };
  const desk = {
    me: who, alarms: new Map(alarms.map((alarm) => [alarm.id, alarm])), queue: queueOf(alarms, who.account), everyone: callingEveryone(alarms),
    stale: false, connection: 'open', age: 0, complete: true, wall: over.wall ?? null, lastTest: null, newest: alarms[0] ?? null,
    duty: { phase: 'on', audio: 'running', before: 'on' }, audioOnLoad: 'running', level: 0, heardAt: '2026-11-22T13:00:00.000Z', mutedFor: 0,
    incidents: new Map((over.incidents ?? []).map((incident) => [incident.id, incident])), queueCounts: null,
    teamsAt: () => over.teams ?? [],
    voice: over.voice ?? new Voices(who.account),
    linesOf: () => over.lines ?? [],
    say: (message: DeskSays) => (told.said.push(message), 'yes'),
    sayTeam: (alarm: string, unit: string, place: TeamFix | null) => told.places.push([alarm, unit, place]),
    painted: (alarm: string) => told.painted.push(alarm),
    mute: () => (told.muted += 1),
    startDuty: () => undefined, confirmHeard: () => undefined, endDuty: () => undefined, testSound: () => undefined, retryNow: () => undefined,
  };
  return { live: desk as unknown as Live, told };
}

/** Answers of the server for the orders that a component gives; returns what was asked. */
export function aServer(answer: (method: string, path: string) => { status: number; body?: unknown }): { method: string; path: string; body: unknown }[] {
  const asked: { method: string; path: string; body: unknown }[] = [];
  globalThis.fetch = async (input, init) => {
    const request = input instanceof Request ? input : new Request(new URL(String(input), 'http://localhost'), init);
    const path = new URL(request.url).pathname;
    const text = await request.text();
    asked.push({ method: request.method, path, body: text === '' ? null : JSON.parse(text) });
    const { status, body } = answer(request.method, path);
    return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  };
  return asked;
}
