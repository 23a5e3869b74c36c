// Safety timer, announced trips, test by appointment: what the person sets and ends, and what becomes of it.
// Never here: a position (GN-03), the end of an alarm.
import type { Trip, Uplink } from '../protocol/messages';
import { dayInBelgium, isoOf } from './clock';
import { LONGEST_TIMER, MAX_TEXT_CHARS, MAX_TRIPS, TIMER_GRACE, TIMER_SOON } from './limits';
import { wasSent, type Body, type Item } from './outbox';
import { raise, sendPosition } from './press';
import type { State } from './state';
import { PATTERNS, type OutboxImage, type PlannedTest, type TimerImage } from './types';

/** The timer with its deadline in ticks, which no step of the phone's clock puts off. */
export interface Guarding {
  timer: TimerImage;
  until: number;
}

export const cut = (text: string): string => [...text].slice(0, MAX_TEXT_CHARS).join('');

const soonAt = ({ timer, until }: Guarding): number | null => (timer.warned ? null : Math.max(0, until - TIMER_SOON));
const alarmAt = ({ until }: Guarding): number => until + TIMER_GRACE;
/** What comes next of it. */
export const timerDeadline = (guarding: Guarding): number => soonAt(guarding) ?? alarmAt(guarding);

/** The timer that runs is moved and keeps its id, so that there is never more than one alarm in it. */
export function setTimer(state: State, fresh: string, wanted: string, note: string | undefined): void {
  if (state.revoked) return;
  const { clock, tick, outbox } = state;
  const until = Math.min(Math.max(Date.parse(wanted), clock.wall), clock.wall + LONGEST_TIMER);
  const timer: TimerImage = {
    until: isoOf(until), note: note === undefined ? undefined : cut(note), state: 'waiting',
    alarm: state.guarding?.timer.alarm ?? fresh, set_at: clock.text(), warned: until - clock.wall <= TIMER_SOON,
  };
  state.guarding = { timer, until: clock.tickAt(until) };
  outbox.put({ kind: 'timer' }, tick);
  state.dirty = true;
}

export function checkIn(state: State): void {
  const ended = state.guarding;
  if (!ended) return;
  state.guarding = null;
  state.outbox.removeKinds('timer');
  state.outbox.put({ kind: 'timer_end', alarm: ended.timer.alarm }, state.tick);
  state.dirty = true;
}

/** Is this what the cell answered? What comes by itself on the stream answers what has left. */
const isAnswer = (item: Item, answers: number | null): boolean => (answers === null ? wasSent(item) : item.no === answers);

export function timerHeld(state: State, alarm: string, answers: number | null): void {
  const { guarding, outbox } = state;
  // The answer to an earlier setting says nothing about the one that runs.
  if (guarding?.timer.alarm !== alarm || !outbox.of('timer').some((item) => isAnswer(item, answers))) return;
  guarding.timer = { ...guarding.timer, state: 'held' };
  outbox.removeKinds('timer');
  state.dirty = true;
}

/** Takes a timer away, running or ended. Was there one of that id? */
export function forgetTimer(state: State, alarm: string): boolean {
  const ended = forgetMessage(state, (body) => body.kind === 'timer_end' && body.alarm === alarm);
  const running = state.guarding?.timer.alarm === alarm;
  if (running) {
    state.guarding = null;
    state.outbox.removeKinds('timer');
  }
  if (running || ended) state.dirty = true;
  return running || ended;
}

/** The cell speaks of an alarm that a timer of this phone became there: the phone takes part in it, unless one runs. */
export function joinAlarmOfTimer(state: State, id: string): void {
  if (state.alarm?.press.alarm === id || !forgetTimer(state, id)) return;
  if (state.alarm || state.revoked) return;
  raiseForTimer(state, id);
  if (state.status.fix) sendPosition(state, state.status.fix);
}

function raiseForTimer(state: State, id: string): void {
  raise(state, { fresh: id, pressed_at: state.clock.text(), trigger: 'missed_check_in' }, 0);
}

export function passTimer(state: State): void {
  const { guarding, tick } = state;
  if (!guarding) return;
  const soon = soonAt(guarding);
  if (soon !== null && soon <= tick) {
    guarding.timer = { ...guarding.timer, warned: true };
    state.dirty = true;
    // A phone that was off until after the end has nothing to announce.
    if (state.settings.haptics && guarding.until > tick) {
      state.said.push({ do: 'vibrate', haptic: 'timer_soon', pattern_ms: PATTERNS.timer_soon });
    }
  }
  if (alarmAt(guarding) > tick) return;
  const id = guarding.timer.alarm;
  forgetTimer(state, id);
  // With an alarm running help is called already; the cell counts the timer as one more press of it.
  if (!state.alarm && !state.revoked) raiseForTimer(state, id);
}

export function announceTrip(state: State, trip: Trip): void {
  if (state.revoked || trip.until < trip.from || state.trips.some((known) => known.trip === trip.trip)) return;
  if (state.trips.length >= MAX_TRIPS) {
    if (!state.alarm) state.said.push({ do: 'notice', notice: 'too_many_trips' });
    return;
  }
  const { trip: id, from, until, place } = trip;
  state.outbox.put({ kind: 'trip', trip: id }, state.tick);
  state.trips = [...state.trips, { trip: id, from, until, place: cut(place), state: 'waiting' }];
  state.dirty = true;
}

const tripMessage =
  (kind: 'trip' | 'trip_end', id: string) =>
  (body: Body): boolean =>
    body.kind === kind && body.trip === id;

export function endTrip(state: State, id: string): void {
  if (!state.trips.some((known) => known.trip === id)) return;
  state.trips = state.trips.filter((known) => known.trip !== id);
  forgetMessage(state, tripMessage('trip', id));
  state.outbox.put({ kind: 'trip_end', trip: id }, state.tick);
  state.dirty = true;
}

export function tripReceived(state: State, id: string, answers: number | null): void {
  const answered = (['trip', 'trip_end'] as const)
    .map((kind) => state.outbox.find(tripMessage(kind, id)))
    .find((item) => item && isAnswer(item, answers));
  if (!answered) return;
  state.outbox.remove(answered.no);
  state.trips = state.trips.map((known) => (known.trip === id ? { ...known, state: 'received' as const } : known));
  state.dirty = true;
}

/** Trips of the past are forgotten, a day after their last at the latest. */
export function passTrips(state: State): void {
  if (state.trips.length === 0) return;
  const today = dayInBelgium(state.clock.wall);
  for (const past of state.trips.filter((known) => known.until < today)) {
    forgetMessage(state, tripMessage('trip', past.trip));
    state.trips = state.trips.filter((known) => known !== past);
    state.dirty = true;
  }
}

function forgetMessage(state: State, fits: (body: Body) => boolean): boolean {
  const item = state.outbox.find(fits);
  if (item) state.outbox.remove(item.no);
  return item !== null;
}

const same = (one: PlannedTest | null, other: PlannedTest | null): boolean =>
  one?.test === other?.test && one?.from === other?.from && one?.until === other?.until;

export function testPlanned(state: State, { test, from, until }: PlannedTest): void {
  const planned = { test, from, until };
  if (state.revoked || same(state.planned, planned)) return;
  state.planned = planned;
  state.dirty = true;
}

export function testPlanOver(state: State): void {
  if (!state.planned) return;
  state.planned = null;
  state.dirty = true;
}

export function passPlannedTest(state: State): void {
  if (state.planned && Date.parse(state.planned.until) <= state.clock.wall) testPlanOver(state);
}

/** After a restart. */
export function resumeSafety(state: State, image: OutboxImage): void {
  const { tick, clock, outbox } = state;
  if (image.timer) {
    if (image.timer.state === 'waiting') outbox.put({ kind: 'timer' }, tick);
    state.guarding = { timer: image.timer, until: clock.tickAt(Date.parse(image.timer.until)) };
  }
  for (const alarm of image.timers_ended) outbox.put({ kind: 'timer_end', alarm }, tick);
  for (const { trip, state: delivery } of image.trips) if (delivery === 'waiting') outbox.put({ kind: 'trip', trip }, tick);
  for (const trip of image.trips_ended) outbox.put({ kind: 'trip_end', trip }, tick);
  state.trips = image.trips;
  state.planned = image.planned_test ?? null;
}

/** The setting as it goes out: its end by the cell's clock, as far as the phone knows it. */
export function timerUplink(state: State): Uplink | null {
  if (!state.guarding) return null;
  const { alarm, set_at, until, note } = state.guarding.timer;
  return { type: 'timer_set', alarm, set_at, until: isoOf(Date.parse(until) - (state.status.clockAhead ?? 0)), note };
}

export function tripUplink(state: State, id: string): Uplink | null {
  const known = state.trips.find(({ trip }) => trip === id);
  return known ? { type: 'trip', trip: known.trip, from: known.from, until: known.until, place: known.place } : null;
}
