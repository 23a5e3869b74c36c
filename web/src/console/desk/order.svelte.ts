// An order on its way: busy, its problem, and what happens when it is done.
import type { Problem, Result } from '../../lib/api/http';

export class Order {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Gives the order once; a second press while it runs does nothing. */
  async give(ask: () => Promise<Result<unknown>>, done: () => void): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const result = await ask();
    this.busy = false;
    this.problem = result.ok ? null : result.problem;
    if (result.ok) done();
  }
}
