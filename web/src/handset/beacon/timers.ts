// What time brings: holds that are long enough, heartbeats, the daily report, tests that nobody answered, own health.
// Everything happens at or after its deadline and takes the deadline away, so that no timer fires twice.
import {
  BATTERY_LOW_BELOW, CLOCK_WRONG_BEYOND, DEGRADED_AFTER_HEARTBEATS, FIX_MISSING_AFTER, HEARTBEAT_JITTER_DIVISOR, RED_AFTER_HEARTBEATS,
  RESULT_FOR,
} from './limits';
import { judge } from './press';
import { passPlannedTest, passTimer, passTrips, timerDeadline } from './safety';
import type { State } from './state';
import { passClick, settledAt } from './talk';
import type { Fault, Health, Level } from './types';

export function passTime(state: State): void {
  const { tick } = state;
  judge(state, state.gestures.passed(tick, state.settings));
  passClick(state);
  passTimer(state);
  passTrips(state);
  passPlannedTest(state);
  passAdvice(state);
  if (!state.revoked) {
    passHeartbeat(state);
    if (state.reportAt <= tick && !state.outbox.has('report')) state.outbox.put({ kind: 'report' }, tick);
  }
  if (state.test && state.test.failedAt <= tick) {
    state.test = null;
    state.outbox.removeKinds('test');
    if (!state.alarm) state.show('test_unanswered', RESULT_FOR);
  }
  if (state.screenUntil !== null && state.screenUntil <= tick) state.show('neutral', null);
}

/** Nobody acknowledged in time, or no path is up to say it on: 112 (AL-15). Stays until a press is acknowledged. */
function passAdvice(state: State): void {
  const { alarm } = state;
  if (!alarm) return;
  alarm.advised = state.isUnacknowledged() && (alarm.advised || !state.outbox.anyPathUp() || alarm.adviseAt <= state.tick);
}

/** Proof of life over the real path (FL-10). One that waits is replaced: what counts is the newest. */
function passHeartbeat(state: State): void {
  const { tick } = state;
  if (state.heartbeatAt > tick) return;
  state.outbox.put({ kind: 'heartbeat' }, tick);
  const interval = state.heartbeatEvery;
  state.heartbeatAt = tick + interval - state.chance.upTo(Math.floor(interval / HEARTBEAT_JITTER_DIVISOR));
}

export function deadline(state: State): number | null {
  const { tick, alarm, outbox, test } = state;
  const inUse = !state.revoked;
  const times: (number | null)[] = [state.gestures.deadline(state.settings), outbox.deadline(), test?.failedAt ?? null, state.screenUntil];
  if (state.clicked) times.push(settledAt(state.clicked));
  if (state.guarding) times.push(timerDeadline(state.guarding));
  if (state.planned) times.push(state.clock.tickAt(Date.parse(state.planned.until)));
  if (alarm && !alarm.advised && state.isUnacknowledged()) times.push(alarm.adviseAt);
  if (inUse) {
    times.push(state.heartbeatAt);
    if (!outbox.has('report')) times.push(state.reportAt);
    const later = [silentSince(state, DEGRADED_AFTER_HEARTBEATS), silentSince(state, RED_AFTER_HEARTBEATS), fixMissingAt(state)];
    times.push(...[...later, pathLostAt(state) ?? 0].filter((at) => at > tick));
  }
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** When that many heartbeats will have gone without an answer. */
function silentSince(state: State, heartbeats: number): number {
  return state.status.answered + state.heartbeatEvery * heartbeats;
}
/** When the second path will have been silent for too long (T-ARC-5); `null` where one is enough. */
function pathLostAt(state: State): number | null {
  if (state.settings.paths === 'one') return null;
  const [, second] = [...state.status.answeredOn.values()].sort((one, other) => other - one);
  return (second ?? 0) + state.heartbeatEvery * RED_AFTER_HEARTBEATS;
}
function fixMissingAt(state: State): number {
  return state.status.fixSeen + FIX_MISSING_AFTER;
}

function level(fault: Fault): Level {
  const red = fault === 'revoked' || fault === 'no_answer_for_long' || fault === 'button_lost' || fault.startsWith('not_accepted:');
  return red ? 'red' : 'degraded';
}

/** The phone's own health (FL-10, FL-11). It looks at nothing that an alarm changes (AL-02). */
export function health(state: State): Health {
  const { tick, status } = state;
  const faults: Fault[] = [];
  const low = (charge: number | null) => charge !== null && charge < BATTERY_LOW_BELOW;
  if (state.revoked) {
    faults.push('revoked');
  } else {
    const red = silentSince(state, RED_AFTER_HEARTBEATS) <= tick;
    if (status.refused) faults.push(`not_accepted:${status.refused}`);
    if (red) faults.push('no_answer_for_long');
    if (status.button === 'lost') faults.push('button_lost');
    if (!red && silentSince(state, DEGRADED_AFTER_HEARTBEATS) <= tick) faults.push('no_answer');
    const lost = pathLostAt(state);
    if (lost !== null && lost <= tick) faults.push('path_lost');
    if (status.location === 'denied') faults.push('location_not_permitted');
    if (status.locationLost || fixMissingAt(state) <= tick) faults.push('location_missing');
    if (low(status.phoneBattery)) faults.push('phone_battery_low');
    if (low(status.buttonBattery)) faults.push('button_battery_low');
    if (Math.abs(status.clockAhead ?? 0) > CLOCK_WRONG_BEYOND) faults.push('clock_wrong');
  }
  const levels = faults.map(level);
  return {
    level: levels.includes('red') ? 'red' : levels.length > 0 ? 'degraded' : 'good',
    last_answer_at: status.lastAnswerAt ?? undefined,
    faults,
  };
}
