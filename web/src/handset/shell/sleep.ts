// Did the phone put this page to sleep, or was it shut? While it sleeps nothing leaves it, so the person is told afterwards
// (FL-10, FL-11). A browser wakes a page in the background once a minute at most; beyond three it slept.
// Never here: how it is said.

export const BEAT_EVERY_MS = 30_000;
export const ASLEEP_BEYOND_MS = 180_000;

/** Milliseconds since 1970. */
export interface Slept {
  from: number;
  until: number;
}
export interface Memory {
  read: () => string | null;
  write: (text: string) => void;
}

export class Sleep {
  private last: number | null;

  constructor(
    private readonly memory: Memory,
    private readonly now: () => number = Date.now,
  ) {
    const kept = Number(memory.read());
    this.last = Number.isFinite(kept) && kept > 0 ? kept : null;
  }
  /** The page lives. Answers the gap before, if there was one. */
  beat(): Slept | null {
    const until = this.now();
    const from = this.last;
    this.last = until;
    this.memory.write(String(until));
    return from !== null && until - from > ASLEEP_BEYOND_MS ? { from, until } : null;
  }
}

/** What a browser keeps for a page; one that keeps nothing forgets what was before. */
export function remembered(name: string): Memory {
  return {
    read: () => {
      try {
        return localStorage.getItem(name);
      } catch {
        return null;
      }
    },
    write: (text) => {
      try {
        localStorage.setItem(name, text);
      } catch {
        // Nothing is kept then.
      }
    },
  };
}
