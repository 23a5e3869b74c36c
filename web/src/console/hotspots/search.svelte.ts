// A search that follows the typing: it waits a moment, asks once, and an old answer never overtakes a newer one.
import type { Result } from '../../lib/api/http';
import { lookUpHotspots, type Found, type LookUp } from '../../lib/api/office';
import { queryOf } from './query';

/** Milliseconds without a key before it asks. */
export const PAUSE_MS = 150;

export class Search {
  result = $state.raw<Result<Found> | null>(null);
  busy = $state(false);
  readonly #ask: (what: LookUp) => Promise<Result<Found>>;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ask: (what: LookUp) => Promise<Result<Found>> = lookUpHotspots) {
    this.#ask = ask;
  }

  /** Something was typed. */
  typed(text: string): void {
    clearTimeout(this.#timer);
    this.#turn += 1;
    const what = queryOf(text);
    if (!what) {
      this.result = null;
      this.busy = false;
      return;
    }
    this.busy = true;
    this.#timer = setTimeout(() => void this.#run(what), PAUSE_MS);
  }

  /** Enter: now. */
  now(text: string): void {
    clearTimeout(this.#timer);
    const what = queryOf(text);
    if (what) void this.#run(what);
  }

  async #run(what: LookUp): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = true;
    const result = await this.#ask(what);
    if (turn !== this.#turn) return;
    this.result = result;
    this.busy = false;
  }
}
