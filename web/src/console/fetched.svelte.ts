// Something that a page reads from the server: nothing yet, a problem, or the data; and how to read it again.
import type { Result } from '../lib/api/http';

export class Fetched<T> {
  result = $state.raw<Result<T> | null>(null);
  readonly #ask: () => Promise<Result<T>>;
  #turn = 0;

  constructor(ask: () => Promise<Result<T>>) {
    this.#ask = ask;
  }

  /** Reads again. What is on the screen stays until the answer is there; a failure does not wipe what we have. */
  read = async (): Promise<void> => {
    this.#turn += 1;
    const turn = this.#turn;
    const result = await this.#ask();
    if (turn === this.#turn && (result.ok || !this.result?.ok || result.problem.status === 403)) this.result = result;
  };

  /** What is on the screen belongs to another question: nothing is better than that. */
  forget(): void {
    this.#turn += 1;
    this.result = null;
  }

  get data(): T | null {
    return this.result?.ok ? this.result.data : null;
  }
}
