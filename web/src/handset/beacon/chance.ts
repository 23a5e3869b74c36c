// Chance from a seed: SplitMix64, so that every port draws the same numbers. Never here: entropy.

const MASK = (1n << 64n) - 1n;

export class Chance {
  constructor(private state: bigint) {
    this.state &= MASK;
  }

  next(): bigint {
    this.state = (this.state + 0x9e3779b97f4a7c15n) & MASK;
    let z = this.state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return z ^ (z >> 31n);
  }

  /** 0 to `most`, both included. */
  upTo(most: number): number {
    return Number(this.next() % (BigInt(most) + 1n));
  }

  /** `nominal` plus or minus a quarter, whole milliseconds. */
  around(nominal: number): number {
    return nominal - Math.floor(nominal / 4) + this.upTo(Math.floor(nominal / 2));
  }
}
