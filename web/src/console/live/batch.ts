// Gathers what comes fast, so that seven hundred alarms at once are painted once and not seven hundred times.

/** After a delivery the next one waits this long, milliseconds: about a frame of the screen. */
export const BATCH_MS = 16;

export interface BatchWorld {
  now(): number;
  after(ms: number, then: () => void): () => void;
}

/** Delivers the first thing at once, and what follows close behind it together. */
export class Batch<T> {
  #waiting: T[] = [];
  #lastAt = -Infinity;
  #stopTimer: (() => void) | null = null;

  constructor(
    private readonly world: BatchWorld,
    private readonly deliver: (things: readonly T[]) => void,
  ) {}

  add(thing: T): void {
    this.#waiting.push(thing);
    if (this.#stopTimer) return;
    const since = this.world.now() - this.#lastAt;
    if (since >= BATCH_MS) this.#flush();
    else this.#stopTimer = this.world.after(BATCH_MS - since, () => this.#flush());
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
    this.#waiting = [];
  }

  #flush(): void {
    this.#stopTimer = null;
    const things = this.#waiting;
    this.#waiting = [];
    this.deliver(things);
    // The time that the delivery itself took does not count as a pause.
    this.#lastAt = this.world.now();
  }
}
