// From state to outputs, in their fixed order: storage first, then the network, then the person.
// What is shown is derived from state and put out when it changes, so that no input can forget to hide something (AL-02).
import type { DailyReport, Uplink } from '../protocol/messages';
import { isoOf } from './clock';
import { FIX_EVERY_IDLE_S } from './limits';
import type { Body } from './outbox';
import { fixEvery, unacknowledgedRepeats } from './press';
import type { State } from './state';
import { health } from './timers';
import type { Advice, OutboxImage, Output } from './types';

export function flush(state: State): void {
  const put = (output: Output) => state.outputs.push(output);
  if (state.dirty) {
    state.dirty = false;
    put({ do: 'persist', image: imageOf(state) });
  }
  for (const { path, no, body, attempt } of state.outbox.takeDue(state.tick, state.chance)) {
    if (body.kind === 'position' && state.alarm) state.alarm.lastPosition = state.tick;
    const uplink = uplinkOf(state, body);
    if (uplink) put({ do: 'send', path, message: no, uplink, attempt });
  }
  state.said.splice(0).forEach(put);
  flushShown(state, put);
}

function flushShown(state: State, put: (output: Output) => void): void {
  const { shown } = state;
  const screen = state.alarm ? 'neutral' : state.screen;
  const answeredAt = screen === 'test_answered' ? state.answeredAt : null;
  if (shown.screen !== screen || shown.answeredAt !== answeredAt) {
    shown.screen = screen;
    shown.answeredAt = answeredAt;
    put({ do: 'show', screen, answered_at: answeredAt ?? undefined });
  }
  const advice = adviceOf(state);
  if (shown.advice !== advice) {
    shown.advice = advice;
    put(advice ? { do: 'advise_112', because: advice } : { do: 'advice_over' });
  }
  const fixes = state.revoked ? null : state.alarm ? fixEvery(state.status.phoneBattery) : FIX_EVERY_IDLE_S;
  if (shown.fixes !== fixes) {
    shown.fixes = fixes;
    put(fixes === null ? { do: 'stop_fixes' } : { do: 'request_fix', every_s: fixes });
  }
  const now = health(state);
  const text = JSON.stringify(now);
  if (shown.health !== text) {
    shown.health = text;
    put({ do: 'health', ...now });
  }
  // Said beforehand, and kept back while an alarm runs (AL-14, AL-02).
  const { side } = state.status;
  if (side && !state.alarm && !state.revoked && shown.side !== side) {
    shown.side = side;
    put({ do: 'notice', notice: side === 'belgium' ? 'back_in_belgium' : 'outside_belgium' });
  }
}

function adviceOf(state: State): Advice | null {
  if (state.revoked) return 'revoked';
  return state.alarm?.advised ? 'not_acknowledged' : null;
}

function imageOf(state: State): OutboxImage {
  const { alarm } = state;
  return {
    version: 1,
    settings: state.settings,
    revoked: state.revoked,
    alarm: alarm
      ? {
          press: alarm.press,
          held: alarm.held,
          someone_there: alarm.someoneThere,
          repeats: unacknowledgedRepeats(state),
          words: state.outbox.of('word').flatMap(({ body }) => (body.kind === 'word' ? [body.word] : [])),
        }
      : undefined,
    report_due_at: isoOf(state.clock.wallAt(state.reportAt)),
    last_test: state.status.lastTest ?? undefined,
  };
}

/** `null` for a message of an alarm that no longer runs; such messages leave the outbox with it. */
function uplinkOf(state: State, body: Body): Uplink | null {
  const { status, clock } = state;
  const battery_pct = status.phoneBattery ?? undefined;
  const alarm = state.alarm?.press.alarm;
  switch (body.kind) {
    case 'press':
      return body.press;
    case 'repeat':
      return alarm ? { type: 'pressed_again', alarm, pressed_at: body.repeat.pressed_at } : null;
    case 'word':
      return alarm ? { type: 'mistake', alarm, word: body.word } : null;
    case 'position':
      return alarm ? { type: 'moved', alarm, fix: body.fix, battery_pct } : null;
    case 'test':
      return { type: 'self_test', test: body.test, sent_at: body.sent_at, trigger: body.trigger };
    case 'hello':
      return { type: 'hello' };
    case 'heartbeat':
      return {
        type: 'heartbeat',
        sent_at: clock.text(),
        battery_pct,
        button_battery_pct: status.buttonBattery ?? undefined,
        button_linked: status.button === null ? undefined : status.button === 'up',
      };
    case 'report':
      return report(state);
  }
}

/** The daily report (AL-16): the quality of the position, never the position (GN-03). */
function report(state: State): DailyReport {
  const { status } = state;
  const granted = (permission: 'granted' | 'denied' | null) => (permission === null ? undefined : permission === 'granted');
  const accuracy = status.fix?.accuracy_dm;
  return {
    type: 'daily_report',
    button_battery_pct: status.buttonBattery ?? undefined,
    battery_pct: status.phoneBattery ?? undefined,
    button_linked: status.button === null ? undefined : status.button === 'up',
    location_permitted: granted(status.location),
    location_accuracy_m: accuracy === undefined ? undefined : Math.ceil(accuracy / 10),
    microphone_permitted: granted(status.microphone),
    app_version: state.appVersion,
    last_test: status.lastTest ?? undefined,
    network: state.outbox.pathsUp()[0] ?? 'none',
    do_not_disturb: status.doNotDisturb === null ? undefined : status.doNotDisturb === 'on',
  };
}
