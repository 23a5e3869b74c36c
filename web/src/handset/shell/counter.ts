// The counter of envelopes: each number once, for all paths. Numbers are reserved in blocks that are on storage as used
// before the first leaves, so a restart begins at the next block; gaps do not matter.

/** Numbers in a block. */
export const BLOCK = 256;

export class Counter {
  private free: { next: number; end: number }[] = [];
  private last = 0;
  private refill: Promise<void> | null = null;

  constructor(private readonly reserve: (count: number) => Promise<number>) {}

  private left(): number {
    return this.free.reduce((sum, { next, end }) => sum + end - next, 0);
  }
  private fill(): Promise<void> {
    this.refill ??= this.reserve(BLOCK)
      .then((first) => void this.free.push({ next: first, end: first + BLOCK }))
      .finally(() => (this.refill = null));
    return this.refill;
  }

  /** The next number. When storage fails for longer than the numbers last, counting goes on in memory: a number that is
   * refused costs one attempt, a press that is not sent costs more. */
  async next(): Promise<number> {
    if (this.left() === 0) await this.fill().catch(() => {});
    const block = this.free[0];
    if (!block) return (this.last += 1);
    const number = block.next;
    block.next += 1;
    if (block.next >= block.end) this.free.shift();
    if (this.left() < BLOCK / 2) void this.fill().catch(() => {});
    this.last = Math.max(this.last, number);
    return number;
  }

  /** The cell has seen later numbers, or this one: begin a new block. */
  async renew(): Promise<void> {
    this.free = [];
    await this.fill().catch(() => {});
  }
}
