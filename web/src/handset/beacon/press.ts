// From a gesture to an alarm, and to its end: what a press, a repeat and a word do.
// Never here: who may end an alarm - only the police do, by `closed` (FL-07).
import type { Fix } from '../protocol/messages';
import type { Verdict } from './gesture';
import {
  ADVISE_112_AFTER, BATTERY_GOOD_ABOVE, BATTERY_LOW_BELOW, BUTTON_REPEAT_WITHIN, FIX_EVERY_GOOD_S, FIX_EVERY_LOW_S, FIX_EVERY_MIDDLE_S,
  HINT_FOR, MAX_WORD_CHARS,
} from './limits';
import { resumeTalk } from './talk';
import type { State } from './state';
import type { AlarmImage, Repeat } from './types';

/** Seconds between two fixes during an alarm, by the charge that is left (AL-04). */
export function fixEvery(charge: number | null): number {
  if (charge === null || charge > BATTERY_GOOD_ABOVE) return FIX_EVERY_GOOD_S;
  return charge < BATTERY_LOW_BELOW ? FIX_EVERY_LOW_S : FIX_EVERY_MIDDLE_S;
}

export function judge(state: State, verdict: Verdict): void {
  switch (verdict.kind) {
    case 'nothing':
      return;
    case 'too_short':
      if (!state.revoked && !state.alarm && !state.test) state.show('held_too_short', HINT_FOR);
      return;
    case 'alarm':
      pressed(state, { fresh: verdict.fresh, pressed_at: state.clock.text(), trigger: verdict.trigger });
  }
}

function pressed(state: State, press: Repeat): void {
  const { tick, alarm, lastButton } = state;
  if (press.trigger === 'button') state.lastButton = tick;
  if (state.revoked) state.said.push({ do: 'advise_112', because: 'revoked' });
  if (!alarm) {
    if (!state.revoked) raise(state, press, 0);
    return;
  }
  if (press.trigger === 'button' && lastButton !== null && tick - lastButton < BUTTON_REPEAT_WITHIN) return;
  if (!alarm.held) {
    alarm.press = { ...alarm.press, repeats: Math.min(alarm.press.repeats + 1, 65_535) };
    state.outbox.pressAgain(tick);
  }
  state.dirty = true;
  if (state.revoked) return;
  if (!state.isUnacknowledged()) alarm.adviseAt = tick + ADVISE_112_AFTER;
  state.outbox.put({ kind: 'repeat', repeat: press }, tick);
}

/** A new alarm: the id was given by the shell; it goes to storage, then out over every path. */
export function raise(state: State, first: Repeat, repeats: number): void {
  const { tick, status, outbox } = state;
  const press = {
    type: 'press' as const,
    alarm: first.fresh,
    pressed_at: first.pressed_at,
    trigger: first.trigger,
    fix: status.fix ?? undefined,
    battery_pct: status.phoneBattery ?? undefined,
    repeats,
  };
  outbox.put({ kind: 'press', press }, tick);
  outbox.hurryStream(tick);
  state.alarm = {
    press, held: false, someoneThere: false, heldAfter: outbox.lastNo(), adviseAt: tick + ADVISE_112_AFTER, advised: false, lastPosition: null,
    messages: [], line: null, lastTyped: null, theirs: null,
  };
  state.show('neutral', null);
  state.dirty = true;
}

/** After a restart: the same alarm under the same id (GN-05). */
export function resume(state: State, image: AlarmImage): void {
  const { tick, outbox } = state;
  const heldAfter = outbox.lastNo();
  if (!image.held) outbox.put({ kind: 'press', press: image.press }, tick);
  for (const repeat of image.repeats) outbox.put({ kind: 'repeat', repeat }, tick);
  for (const word of image.words) outbox.put({ kind: 'word', word }, tick);
  resumeTalk(state, image.messages);
  state.alarm = {
    press: image.press, held: image.held, someoneThere: image.someone_there, heldAfter, adviseAt: tick + ADVISE_112_AFTER, advised: false,
    lastPosition: null, messages: image.messages, line: null, lastTyped: null, theirs: null,
  };
}

export function unacknowledgedRepeats(state: State): Repeat[] {
  return state.outbox.of('repeat').flatMap(({ body }) => (body.kind === 'repeat' ? [body.repeat] : []));
}

/** The cell no longer has this alarm open. A repeat that it did not acknowledge becomes an alarm of its own. */
export function closeAlarm(state: State): void {
  const repeats = unacknowledgedRepeats(state);
  state.outbox.removeKinds('press', 'repeat', 'word', 'answer', 'text', 'position', 'typing', 'seen');
  state.alarm = null;
  state.clicked = null;
  state.dirty = true;
  const newest = repeats.at(-1);
  if (newest && !state.revoked) raise(state, newest, repeats.length - 1);
}

/** This handset is no longer in use: everything goes, but for an alarm that the cell has not acknowledged. */
export function revoke(state: State): void {
  if (state.revoked) return;
  state.revoked = true;
  state.test = null;
  state.guarding = null;
  state.trips = [];
  state.planned = null;
  state.clicked = null;
  state.outbox.keepOnly('press');
  if (state.alarm) state.alarm = { ...state.alarm, messages: [], line: null, theirs: null };
  if (state.alarm?.held) state.alarm = null;
  state.show('revoked', null);
  state.dirty = true;
}

/** The word goes to the cell, which alone compares it. It ends nothing and changes nothing here (FL-07). */
export function wordTyped(state: State, word: string): void {
  if (!state.alarm || state.revoked) return;
  state.outbox.put({ kind: 'word', word: [...word].slice(0, MAX_WORD_CHARS).join('') }, state.tick);
  state.dirty = true;
}

/** A fix is kept for the next press and for the border (AL-14); only an alarm sends it on (AL-04, GN-03). */
export function fixed(state: State, fix: Fix): void {
  const { status, tick } = state;
  status.side = state.inBelgium(fix) ? 'belgium' : 'abroad';
  status.fix = fix;
  status.fixSeen = tick;
  status.locationLost = false;
  sendPosition(state, fix);
}

/** The newest position replaces one that still waits; it leaves in the rhythm that the battery allows. */
export function sendPosition(state: State, fix: Fix): void {
  const { status, tick, alarm } = state;
  if (state.revoked || !alarm) return;
  const every = fixEvery(status.phoneBattery) * 1000;
  state.outbox.put({ kind: 'position', fix }, alarm.lastPosition === null ? tick : Math.max(alarm.lastPosition + every, tick));
}
