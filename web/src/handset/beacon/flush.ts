// From state to outputs, in their fixed order: storage first, then the network, then the person.
// What is shown is derived from state and put out when it changes, so that no input can forget to hide something (AL-02).
import type { DailyReport, Uplink } from '../protocol/messages';
import { isoOf } from './clock';
import { FIX_EVERY_IDLE_S } from './limits';
import type { Body } from './outbox';
import { fixEvery, unacknowledgedRepeats } from './press';
import { timerUplink, tripUplink } from './safety';
import type { State } from './state';
import { textUplink } from './talk';
import { health } from './timers';
import { typingUplink } from './typing';
import type { Advice, OutboxImage, Output, Path, SafetyTimer } from './types';

export function flush(state: State): void {
  const put = (output: Output) => state.outputs.push(output);
  if (state.dirty) {
    state.dirty = false;
    put({ do: 'persist', image: imageOf(state) });
  }
  for (const { path, no, body, attempt } of state.outbox.takeDue(state.tick, state.chance)) {
    if (body.kind === 'position' && state.alarm) state.alarm.lastPosition = state.tick;
    if (body.kind === 'typing' && state.alarm) state.alarm.lastTyped = state.tick;
    const uplink = uplinkOf(state, body, path);
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
  flushPersons(state, put);
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

const shownTimer = ({ until, note, state }: SafetyTimer): SafetyTimer => ({ until, note, state });

/** By content: lists are made anew at every change. */
const differs = (one: unknown, other: unknown): boolean => one !== other && JSON.stringify(one) !== JSON.stringify(other);

/** What the person arranged and what is said. The look and a test by appointment wait for the end of an alarm. */
function flushPersons(state: State, put: (output: Output) => void): void {
  const { shown, alarm } = state;
  // After a restart the screen is made anew in any case.
  const free = !alarm || shown.health === undefined;
  if (free && shown.discreet !== state.settings.discreet) {
    shown.discreet = state.settings.discreet;
    put({ do: 'look', discreet: shown.discreet });
  }
  const timer = state.guarding?.timer;
  const text = timer ? JSON.stringify(timer) : '';
  if (shown.timer !== text) {
    shown.timer = text;
    put({ do: 'timer', timer: timer && shownTimer(timer) });
  }
  if (free && differs(shown.planned, state.planned)) {
    shown.planned = state.planned;
    put({ do: 'test_planned', planned: state.planned ?? undefined });
  }
  if (differs(shown.trips, state.trips)) {
    shown.trips = state.trips;
    put({ do: 'trips', trips: state.trips });
  }
  const messages = alarm?.messages ?? [];
  if (differs(shown.messages, messages)) {
    shown.messages = messages;
    put({ do: 'conversation', messages });
  }
  const typed = alarm?.theirs?.text ?? '';
  if (shown.typed !== typed) {
    shown.typed = typed;
    put({ do: 'typing', text: typed || undefined });
  }
}

function adviceOf(state: State): Advice | null {
  if (state.revoked) return 'revoked';
  return state.alarm?.advised ? 'not_acknowledged' : null;
}

function imageOf(state: State): OutboxImage {
  const { alarm } = state;
  return {
    version: 2,
    settings: state.settings,
    revoked: state.revoked,
    alarm: alarm
      ? {
          press: alarm.press,
          held: alarm.held,
          someone_there: alarm.someoneThere,
          repeats: unacknowledgedRepeats(state),
          words: state.outbox.of('word').flatMap(({ body }) => (body.kind === 'word' ? [body.word] : [])),
          messages: alarm.messages,
        }
      : undefined,
    report_due_at: isoOf(state.clock.wallAt(state.reportAt)),
    last_test: state.status.lastTest ?? undefined,
    timer: state.guarding?.timer,
    timers_ended: state.outbox.of('timer_end').flatMap(({ body }) => (body.kind === 'timer_end' ? [body.alarm] : [])),
    trips: state.trips,
    trips_ended: state.outbox.of('trip_end').flatMap(({ body }) => (body.kind === 'trip_end' ? [body.trip] : [])),
    planned_test: state.planned ?? undefined,
  };
}

/** `null` for a message of an alarm that no longer runs; such messages leave the outbox with it. */
function uplinkOf(state: State, body: Body, path: Path): Uplink | null {
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
        path,
        battery_pct,
        button_battery_pct: status.buttonBattery ?? undefined,
        button_linked: status.button === null ? undefined : status.button === 'up',
      };
    case 'report':
      return report(state);
    case 'timer':
      return timerUplink(state);
    case 'timer_end':
      return { type: 'timer_ended', alarm: body.alarm };
    case 'answer':
      return alarm ? { type: 'answer', alarm, message: body.message, yes: body.yes } : null;
    case 'text':
      return textUplink(state, body.message);
    case 'typing':
      return typingUplink(state);
    case 'seen':
      return alarm ? { type: 'message_seen', alarm, message: body.message } : null;
    case 'trip':
      return tripUplink(state, body.trip);
    case 'trip_end':
      return { type: 'trip_ended', trip: body.trip };
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
    microphone: status.microphone ?? undefined,
    app_version: state.appVersion,
    last_test: status.lastTest ?? undefined,
    network: state.outbox.pathsUp()[0] ?? 'none',
    do_not_disturb: status.doNotDisturb === null ? undefined : status.doNotDisturb === 'on',
  };
}
