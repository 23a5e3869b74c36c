// Which touches and button reports are a call for help. Never here: what happens then.
import type { Settings, Trigger } from '../protocol/messages';
import { DOUBLE_PRESS_WITHIN } from './limits';
import type { ButtonPress } from './types';

export type Verdict = { kind: 'nothing' } | { kind: 'too_short' } | { kind: 'alarm'; fresh: string; trigger: Trigger };
type Finger = { is: 'away' } | { is: 'down'; since: number; fresh: string } | { is: 'spent' };

const NOTHING: Verdict = { kind: 'nothing' };
const AWAY: Finger = { is: 'away' };
/** Still down, but it has already been an alarm. */
const SPENT: Finger = { is: 'spent' };

function isDouble(first: number | null, now: number, settings: Settings): boolean {
  return settings.double_press && first !== null && now - first <= DOUBLE_PRESS_WITHIN;
}

export class Gestures {
  private finger: Finger = AWAY;
  private lastTap: number | null = null;
  private lastClick: number | null = null;

  screenDown(fresh: string, now: number, settings: Settings): Verdict {
    // Keys repeat and touches double: starting the hold again would let it never end.
    if (this.finger.is !== 'away') return NOTHING;
    if (isDouble(this.lastTap, now, settings)) {
      this.finger = SPENT;
      this.lastTap = null;
      return { kind: 'alarm', fresh, trigger: 'screen' };
    }
    this.finger = { is: 'down', since: now, fresh };
    this.lastTap = now;
    return NOTHING;
  }

  screenUp(now: number, settings: Settings): Verdict {
    const before = this.finger;
    this.finger = AWAY;
    if (before.is !== 'down') return NOTHING;
    return now - before.since >= settings.hold_ms ? { kind: 'alarm', fresh: before.fresh, trigger: 'screen' } : { kind: 'too_short' };
  }

  /** Time has passed: has the finger been down for long enough? */
  passed(now: number, settings: Settings): Verdict {
    const finger = this.finger;
    if (finger.is !== 'down' || now - finger.since < settings.hold_ms) return NOTHING;
    this.finger = SPENT;
    this.lastTap = null;
    return { kind: 'alarm', fresh: finger.fresh, trigger: 'screen' };
  }

  deadline(settings: Settings): number | null {
    return this.finger.is === 'down' ? this.finger.since + settings.hold_ms : null;
  }

  button(press: ButtonPress, fresh: string, now: number, settings: Settings): Verdict {
    let alarm = press === 'long' || press === 'hold' || (press === 'double' && settings.double_press);
    if (press === 'short') {
      alarm = isDouble(this.lastClick, now, settings);
      this.lastClick = alarm ? null : now;
    }
    return alarm ? { kind: 'alarm', fresh, trigger: 'button' } : { kind: 'too_short' };
  }
}
