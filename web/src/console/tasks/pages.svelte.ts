// Rows that come page by page, newest first, by the number of the last one.
import type { Result } from '../../lib/api/http';

const PAGE = 100;

export class Pages<T extends { seq: number }> {
  result = $state.raw<Result<T[]> | null>(null);
  more = $state<'yes' | 'no'>('no');
  readonly #ask: (before: number | null) => Promise<Result<T[]>>;

  constructor(ask: (before: number | null) => Promise<Result<T[]>>) {
    this.#ask = ask;
  }

  first = async (): Promise<void> => {
    this.#take(await this.#ask(null), []);
  };

  next = async (): Promise<void> => {
    const known = this.result?.ok ? this.result.data : [];
    this.#take(await this.#ask(known.at(-1)?.seq ?? null), known);
  };

  #take(answer: Result<T[]>, known: T[]): void {
    if (answer.ok) {
      this.more = answer.data.length >= PAGE ? 'yes' : 'no';
      this.result = { ok: true, data: [...known, ...answer.data] };
    } else this.result = answer;
  }
}
