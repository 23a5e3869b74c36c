// The phone's side of the alarm as a pure machine, a port of crates/beacon: press, outbox, retry until held, heartbeat,
// daily report, self-test. `handle(input, now)`, then `pollOutput()` until `null`, then sleep until `pollTimeout()`.
// Proven step by step against docs/vectors/beacon-traces.json. Never here: a clock, chance, network, storage, screens.
import { FIRST_HEARTBEAT_WITHIN, FIRST_REPORT_WITHIN, REPORT_EVERY, TEST_ANSWER_WITHIN } from './limits';
import { flush } from './flush';
import { fixed, judge, resume, wordTyped } from './press';
import { announceTrip, checkIn, endTrip, resumeSafety, setTimer } from './safety';
import { received } from './received';
import { State } from './state';
import { answer, click, messageSeen, say } from './talk';
import { deadline, passTime } from './timers';
import { typeLine } from './typing';
import type { Input, Output, Setup } from './types';

export class Beacon {
  private readonly state: State;

  /** Starts, after a restart with what storage held. All paths are down at first. Outputs wait at once. */
  constructor(setup: Setup, now: number) {
    const state = new State(setup, now);
    this.state = state;
    state.heartbeatAt = state.chance.upTo(FIRST_HEARTBEAT_WITHIN);
    const { restored } = setup;
    if (restored) {
      state.reportAt = Math.min(state.clock.tickAt(Date.parse(restored.report_due_at)), REPORT_EVERY);
      state.status.lastTest = restored.last_test ?? null;
      state.revoked = restored.revoked;
      if (restored.revoked) state.screen = 'revoked';
      resumeSafety(state, restored);
      if (restored.alarm) resume(state, restored.alarm);
    } else {
      state.reportAt = state.chance.upTo(FIRST_REPORT_WITHIN);
    }
    flush(state);
  }

  /** Takes one input. `now` is the phone's clock, milliseconds since 1970; it may jump. */
  handle(input: Input, now: number): void {
    this.state.clock.advance(now);
    take(this.state, input);
    passTime(this.state);
    flush(this.state);
  }

  /** The next thing to do, until `null`. */
  pollOutput(): Output | null {
    return this.state.outputs.shift() ?? null;
  }

  /** When to give a tick, by the clock of the last call; in the present when something is overdue. */
  pollTimeout(): number | null {
    const at = deadline(this.state);
    return at === null ? null : this.state.clock.wallAt(at);
  }
}

function take(state: State, input: Input): void {
  const { tick, gestures, settings, status, outbox } = state;
  switch (input.give) {
    case 'tick':
      return;
    case 'screen_down':
      return judge(state, gestures.screenDown(input.fresh, tick, settings));
    case 'screen_up':
      return judge(state, gestures.screenUp(tick, settings));
    case 'button':
      if (click(state, input.press)) return;
      return judge(state, gestures.button(input.press, input.fresh, tick, settings));
    case 'self_test':
      // The self-test takes the way of an alarm and is none (AL-17, FL-05). It gives way to an alarm.
      if (state.revoked || state.alarm || state.test) return;
      state.test = { id: input.fresh, failedAt: tick + TEST_ANSWER_WITHIN };
      outbox.put({ kind: 'test', test: input.fresh, sent_at: state.clock.text(), trigger: input.trigger }, tick);
      return state.show('testing', null);
    case 'word_typed':
      return wordTyped(state, input.word);
    case 'fixed':
      return fixed(state, input.fix);
    case 'location_lost':
      status.locationLost = true;
      return;
    case 'path_up':
      outbox.pathUp(input.path, tick);
      if (!state.revoked && !outbox.has('hello')) outbox.put({ kind: 'hello' }, tick);
      return;
    case 'path_down':
      return outbox.pathDown(input.path);
    case 'send_failed':
      return outbox.failed(input.path, input.message, tick, state.chance);
    case 'received':
      return received(state, input.path, input.answers ?? null, input.downlink);
    case 'phone_battery':
      status.phoneBattery = input.percent;
      return;
    case 'button_battery':
      status.buttonBattery = input.percent;
      return;
    case 'button_link':
      status.button = input.link;
      return;
    case 'location':
      status.location = input.permission;
      return;
    case 'microphone':
      status.microphone = input.state;
      return;
    case 'do_not_disturb':
      status.doNotDisturb = input.state;
      return;
    case 'set_timer':
      return setTimer(state, input.fresh, input.until, input.note);
    case 'check_in':
      return checkIn(state);
    case 'announce_trip':
      return announceTrip(state, input.trip);
    case 'end_trip':
      return endTrip(state, input.trip);
    case 'say_text':
      return say(state, input.fresh, input.said);
    case 'typing':
      return typeLine(state, input.fresh, input.text);
    case 'answer':
      return answer(state, input.message, input.yes);
    case 'message_seen':
      return messageSeen(state, input.message);
  }
}
