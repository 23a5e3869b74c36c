// What still has to be said, over which path and when to try again: kinds, order, coalescing, maxima, back-off.
// Never here: what an answer means.
import type { Fix, Press, Trigger } from '../protocol/messages';
import type { Chance } from './chance';
import { MAX_REPEATS, MAX_TIMERS_ENDED, MAX_TRIPS, MAX_UNSENT_SEEN, MAX_UNSENT_TEXTS, MAX_WORDS, RETRY } from './limits';
import { KINDS, PATHS, type Kind, type Path, type Repeat } from './types';

/** A message without what only the moment of sending knows. */
export type Body =
  | { kind: 'press'; press: Press }
  | { kind: 'repeat'; repeat: Repeat }
  | { kind: 'word'; word: string }
  | { kind: 'timer' }
  | { kind: 'timer_end'; alarm: string }
  | { kind: 'answer'; message: string; yes: boolean }
  | { kind: 'text'; message: string }
  | { kind: 'seen'; message: string }
  | { kind: 'trip'; trip: string }
  | { kind: 'trip_end'; trip: string }
  | { kind: 'position'; fix: Fix }
  | { kind: 'test'; test: string; sent_at: string; trigger: Trigger }
  | { kind: 'typing' }
  | { kind: 'hello' }
  | { kind: 'heartbeat' }
  | { kind: 'report' };

interface Lane {
  attempts: number;
  step: number;
  last: number | null;
  /** `null` once an unanswered kind has left. */
  next: number | null;
}
export interface Item {
  no: number;
  /** The number that it had before the alarm was held. */
  former: number | null;
  body: Body;
  notBefore: number;
  lanes: Map<Path, Lane>;
  single: Lane;
}
/** One attempt to make now. */
export interface Attempt {
  path: Path;
  no: number;
  body: Body;
  attempt: number;
}

const MOST_ATTEMPTS = 65_535;
const rank = (kind: Kind) => KINDS.indexOf(kind);
/** Sent again until the cell answers; the others go once a path, and again only when that failed. */
const isAnswered = (kind: Kind) => kind !== 'position' && kind !== 'typing' && kind !== 'hello';
const ONE_PATH: readonly Kind[] = ['trip', 'trip_end', 'report'];
const MOST: Partial<Record<Kind, number>> = {
  repeat: MAX_REPEATS, word: MAX_WORDS, timer_end: MAX_TIMERS_ENDED, answer: MAX_UNSENT_TEXTS, text: MAX_UNSENT_TEXTS,
  seen: MAX_UNSENT_SEEN, trip: MAX_TRIPS, trip_end: MAX_TRIPS,
};
const most = (kind: Kind) => MOST[kind] ?? 1;
const laneAt = (next: number | null): Lane => ({ attempts: 0, step: 0, last: null, next });

function backOff(lane: Lane, kind: Kind, now: number, chance: Chance): void {
  const { first, most: longest } = RETRY[kind];
  lane.next = now + chance.around(Math.min(first * 2 ** Math.min(lane.step, 16), longest));
  lane.step += 1;
}
function sent(lane: Lane, kind: Kind, now: number, chance: Chance): number {
  lane.attempts = Math.min(lane.attempts + 1, MOST_ATTEMPTS);
  lane.last = now;
  lane.next = null;
  if (isAnswered(kind)) backOff(lane, kind, now, chance);
  return lane.attempts;
}
/** At once, but not closer to the last attempt than the gap, so that a flapping path is no flood. */
function hurry(lane: Lane, kind: Kind, now: number): void {
  lane.step = 0;
  lane.next = lane.last === null ? now : Math.max(lane.last + RETRY[kind].gap, now);
}
const isDue = (lane: Lane, now: number) => lane.next !== null && lane.next <= now;

/** Has it left at least once? */
export function wasSent(item: Item): boolean {
  return item.single.attempts > 0 || [...item.lanes.values()].some((lane) => lane.attempts > 0);
}

export class Outbox {
  /** By kind, then by number. */
  private items: Item[] = [];
  private nextNo = 0;
  private up = new Set<Path>();
  /** The path that last brought an answer. */
  private proven: Path | null = null;
  /** Over how many ways heartbeats go. */
  paths: 'one' | 'two' = 'one';

  /** What belongs to an alarm or the timer goes over every path; the rest over one, and over the next one at each retry. */
  private usesEveryPath(kind: Kind): boolean {
    return kind === 'heartbeat' ? this.paths === 'two' : !ONE_PATH.includes(kind);
  }

  /** Puts a message in, to leave no sooner than `notBefore`; the oldest of its kind makes room. */
  put(body: Body, notBefore: number): number {
    if (this.of(body.kind).length >= most(body.kind)) {
      this.items.splice(this.items.findIndex((item) => item.body.kind === body.kind), 1);
    }
    this.nextNo += 1;
    const item: Item = { no: this.nextNo, former: null, body, notBefore, lanes: new Map(), single: laneAt(notBefore) };
    const at = this.items.findIndex((other) => rank(other.body.kind) > rank(body.kind));
    this.items.splice(at < 0 ? this.items.length : at, 0, item);
    return this.nextNo;
  }
  lastNo(): number {
    return this.nextNo;
  }
  of(kind: Kind): Item[] {
    return this.items.filter((item) => item.body.kind === kind);
  }
  has(kind: Kind): boolean {
    return this.items.some((item) => item.body.kind === kind);
  }
  get(no: number): Item | null {
    return this.items.find((item) => item.no === no || item.former === no) ?? null;
  }
  remove(no: number): void {
    this.items = this.items.filter((item) => item.no !== no);
  }
  all(): readonly Item[] {
    return this.items;
  }
  find(fits: (body: Body) => boolean): Item | null {
    return this.items.find((item) => fits(item.body)) ?? null;
  }
  keepOnly(kind: Kind): void {
    this.items = this.items.filter((item) => item.body.kind === kind);
  }
  removeKinds(...kinds: Kind[]): void {
    this.items = this.items.filter((item) => !kinds.includes(item.body.kind));
  }
  /** New numbers, so that a refusal can be told from one of before. The answer to a former number still counts. */
  renumber(...kinds: Kind[]): void {
    for (const item of this.items) {
      if (!kinds.includes(item.body.kind)) continue;
      this.nextNo += 1;
      item.former = item.no;
      item.no = this.nextNo;
    }
  }
  /** Changes the press, if it still waits, and sends it at once on every path. */
  pressAgain(now: number): void {
    for (const item of this.items) {
      if (item.body.kind !== 'press') continue;
      const press = item.body.press;
      item.body = { kind: 'press', press: { ...press, repeats: Math.min(press.repeats + 1, 65_535) } };
      for (const lane of item.lanes.values()) hurry(lane, 'press', now);
    }
  }

  anyPathUp(): boolean {
    return this.up.size > 0;
  }
  pathsUp(): Path[] {
    return PATHS.filter((path) => this.up.has(path));
  }
  pathUp(path: Path, now: number): void {
    if (this.up.has(path)) return;
    this.up.add(path);
    for (const item of this.items) {
      const kind = item.body.kind;
      // The newest position has its own rhythm.
      if (kind === 'position') continue;
      const soonest = Math.max(now, item.notBefore);
      if (this.usesEveryPath(kind)) {
        const lane = item.lanes.get(path) ?? laneAt(null);
        item.lanes.set(path, lane);
        hurry(lane, kind, soonest);
      } else {
        hurry(item.single, kind, soonest);
      }
    }
  }
  pathDown(path: Path): void {
    this.up.delete(path);
  }
  /** The stream for downlinks, if it waits to be opened again, is wanted now. */
  hurryStream(now: number): void {
    for (const item of this.of('hello')) {
      for (const lane of item.lanes.values()) if (lane.next !== null) hurry(lane, 'hello', now);
    }
  }
  /** A heartbeat over this path was heard; with every path heard it is done. */
  heartbeatHeard(path: Path): void {
    for (const item of this.of('heartbeat').filter(wasSent)) {
      const lane = item.lanes.get(path);
      if (lane && lane.attempts > 0) lane.next = null;
      const waits = this.pathsUp().some((one) => item.lanes.get(one)?.next !== null);
      if (this.paths === 'one' || !waits) this.remove(item.no);
    }
  }
  heardOn(path: Path): void {
    this.proven = path;
  }
  /** Answered kinds are already waiting for their next attempt; the others get one. */
  failed(path: Path, no: number, now: number, chance: Chance): void {
    const item = this.items.find((other) => other.no === no);
    if (!item || isAnswered(item.body.kind)) return;
    const kind = item.body.kind;
    const lane = item.lanes.get(path);
    if (!lane || lane.next !== null) return;
    // A stream that lived for a while and ended is no series of failures.
    if (lane.last !== null && now - lane.last > RETRY[kind].most) lane.step = 0;
    backOff(lane, kind, now, chance);
  }

  /** The attempts to make now, in the order of kinds, then numbers, then paths. Draws once for each answered kind. */
  takeDue(now: number, chance: Chance): Attempt[] {
    const due: Attempt[] = [];
    for (const item of this.items) {
      const { kind } = item.body;
      if (this.usesEveryPath(kind)) {
        for (const path of this.pathsUp()) {
          const lane = item.lanes.get(path) ?? laneAt(item.notBefore);
          item.lanes.set(path, lane);
          if (isDue(lane, now)) due.push({ path, no: item.no, body: item.body, attempt: sent(lane, kind, now, chance) });
        }
      } else if (isDue(item.single, now)) {
        const path = this.turn(item.single.step);
        if (path) due.push({ path, no: item.no, body: item.body, attempt: sent(item.single, kind, now, chance) });
      }
    }
    return due;
  }
  /** When the next attempt is due; `null` while no path is up or nothing waits. */
  deadline(): number | null {
    const up = this.pathsUp();
    if (up.length === 0) return null;
    const times: number[] = [];
    for (const item of this.items) {
      if (this.usesEveryPath(item.body.kind)) {
        for (const path of up) {
          const lane = item.lanes.get(path);
          const at = lane ? lane.next : item.notBefore;
          if (at !== null) times.push(at);
        }
      } else if (item.single.next !== null) {
        times.push(item.single.next);
      }
    }
    return times.length === 0 ? null : Math.min(...times);
  }
  /** The path of the given turn, beginning with the proven one. */
  private turn(step: number): Path | null {
    const up = this.pathsUp();
    const first = this.proven ? Math.max(0, up.indexOf(this.proven)) : 0;
    return up[(first + step) % up.length] ?? null;
  }
}
