// Chance that is the same every time: whoever opens the aid twice sees the same figures. Pure.

/** Numbers from 0 up to 1, from a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Numbers around nought with a standard deviation of one. */
export function normal(chance: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
}

/** Waiting times with this mean. */
export const waiting = (chance: () => number, mean: number): number => -Math.log(1 - chance()) * mean;
