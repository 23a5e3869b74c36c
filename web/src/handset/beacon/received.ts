// What each word of the cell changes. Never here: whether it is genuine (the protocol module has checked that).
import type { Downlink, Refusal, Settings } from '../protocol/messages';
import { isoOf } from './clock';
import { REPORT_EVERY, RESULT_FOR } from './limits';
import { wasSent } from './outbox';
import { closeAlarm, revoke } from './press';
import { forgetTimer, joinAlarmOfTimer, testPlanned, testPlanOver, timerHeld, tripReceived } from './safety';
import { withinLimits, type State } from './state';
import { textReceived, textRefused, told } from './talk';
import { theirs } from './typing';
import { PATTERNS, type Path } from './types';

export function received(state: State, path: Path, answers: number | null, downlink: Downlink): void {
  if (downlink.type === 'refused') {
    refused(state, answers, downlink.code);
    return;
  }
  const { status, outbox, clock } = state;
  outbox.heardOn(path);
  status.answered = state.tick;
  status.answeredOn.set(path, state.tick);
  status.lastAnswerAt = clock.text();
  status.refused = null;
  switch (downlink.type) {
    case 'held':
      return held(state, downlink.alarm, answers);
    case 'someone_there':
      return someoneThere(state, downlink.alarm);
    case 'closed':
      if (state.alarm?.press.alarm === downlink.alarm) closeAlarm(state);
      return;
    case 'word_received':
      return wordReceived(state, downlink.alarm, answers);
    case 'test_answered':
      return testAnswered(state, downlink.test, downlink.answered_at);
    case 'heard': {
      status.clockAhead = clock.wall - Date.parse(downlink.server_time);
      // A position is answered so too: only what names the heartbeat, or nothing, is its answer.
      const other = answers !== null && outbox.of('heartbeat').every((item) => item.no !== answers);
      if (other) return;
      if (state.settings.paths === 'two') outbox.heartbeatHeard(path);
      else forgetSent(state, 'heartbeat');
      return;
    }
    case 'report_received':
      if (forgetSent(state, 'report')) planReport(state);
      return;
    case 'settings':
      return take(state, downlink);
    case 'revoked':
      return revoke(state);
    case 'timer_held':
      return timerHeld(state, downlink.alarm, answers);
    case 'timer_over':
      forgetTimer(state, downlink.alarm);
      return;
    case 'trip_received':
      return tripReceived(state, downlink.trip, answers);
    case 'message':
      joinAlarmOfTimer(state, downlink.alarm);
      return told(state, downlink.alarm, downlink.message, downlink, downlink.asks);
    case 'typing':
      return theirs(state, downlink);
    case 'text_received':
      return textReceived(state, downlink.alarm, downlink.message, answers);
    case 'test_planned':
      return testPlanned(state, downlink);
    case 'test_plan_over':
      return testPlanOver(state);
  }
}

/** The alarm is durable (GN-05). A repeat is acknowledged only by the answer to it. */
function held(state: State, id: string, answers: number | null): void {
  joinAlarmOfTimer(state, id);
  const { alarm, outbox } = state;
  if (!alarm || alarm.press.alarm !== id) return;
  const answered = answers === null ? null : outbox.get(answers);
  if (answered?.body.kind === 'repeat') {
    outbox.remove(answered.no);
    state.dirty = true;
  }
  if (alarm.held) return;
  alarm.held = true;
  alarm.heldAfter = outbox.lastNo();
  state.dirty = true;
  // 'Someone is there' says more: 'sent' after it would only puzzle.
  if (state.settings.haptics && !alarm.someoneThere) state.said.push({ do: 'vibrate', haptic: 'sent', pattern_ms: PATTERNS.sent });
  outbox.removeKinds('press');
  outbox.renumber('repeat', 'word', 'answer', 'text', 'seen');
  if (state.revoked) state.alarm = null;
}

/** An operator has taken it (FL-08). That alone does not make it durable: a press that is not held is still sent. */
function someoneThere(state: State, id: string): void {
  joinAlarmOfTimer(state, id);
  const { alarm } = state;
  if (!alarm || alarm.press.alarm !== id || alarm.someoneThere) return;
  alarm.someoneThere = true;
  state.dirty = true;
  if (state.settings.haptics) state.said.push({ do: 'vibrate', haptic: 'someone_there', pattern_ms: PATTERNS.someone_there });
}

function wordReceived(state: State, alarm: string, answers: number | null): void {
  if (state.alarm?.press.alarm !== alarm) return;
  const { outbox } = state;
  const item = answers === null ? outbox.of('word').find(wasSent) : outbox.get(answers);
  if (item?.body.kind !== 'word') return;
  outbox.remove(item.no);
  state.dirty = true;
}

function testAnswered(state: State, id: string, answeredAt: string): void {
  if (state.test?.id !== id) return;
  state.test = null;
  state.outbox.removeKinds('test');
  const at = isoOf(Date.parse(answeredAt));
  state.status.lastTest = at;
  state.dirty = true;
  if (!state.alarm) state.show('test_answered', RESULT_FOR, at);
}

/** Takes a message of which there is one out of the outbox, if it has left. Was it there? */
function forgetSent(state: State, kind: 'heartbeat' | 'report'): boolean {
  const sent = state.outbox.of(kind).some(wasSent);
  if (sent) state.outbox.removeKinds(kind);
  return sent;
}

/** The next report is a day after the one before was due; days that were missed are skipped. */
function planReport(state: State): void {
  const late = Math.max(0, state.tick - state.reportAt);
  state.reportAt += (Math.floor(late / REPORT_EVERY) + 1) * REPORT_EVERY;
  state.dirty = true;
}

function take(state: State, given: Settings): void {
  if (state.revoked) return;
  const settings = withinLimits(given);
  const now = state.settings;
  const same =
    now.hold_ms === settings.hold_ms && now.double_press === settings.double_press &&
    now.haptics === settings.haptics && now.class === settings.class && now.paths === settings.paths && now.discreet === settings.discreet;
  if (same) return;
  state.settings = settings;
  state.outbox.paths = settings.paths;
  state.heartbeatAt = Math.min(state.heartbeatAt, state.tick + state.heartbeatEvery);
  state.dirty = true;
}

/** A refusal of the phone itself is shown and, with a press waiting, brings the advice at once; sending goes on. */
function refused(state: State, answers: number | null, code: Refusal): void {
  const { alarm, status } = state;
  switch (code) {
    case 'unknown_device':
    case 'revoked_device':
    case 'wrong_signature':
      status.refused = code;
      if (alarm && state.isUnacknowledged()) alarm.advised = true;
      return;
    case 'no_such_alarm':
      // A refusal of something sent before the cell knew the alarm for certain says nothing about it.
      if (answers !== null && alarm?.held && answers > alarm.heldAfter && !state.revoked) closeAlarm(state);
      return;
    case 'replayed':
    case 'stale':
    case 'too_many':
      // The shell's counter or the cell's limit: the next attempt carries a new one.
      return;
  }
}
