// Where the lines and points of the answer times stand (T-ARC-1, T-ARC-2). Pure.
import type { Share, Target } from '../../lib/api/office';

export const WIDTH = 320;
export const HEIGHT = 170;
export const LEFT = 46;
export const RIGHT = 8;
export const TOP = 10;
export const BOTTOM = 24;
/** The limits that are counted, seconds (T-ARC-1). */
export const LIMITS_S: readonly number[] = [10, 15, 20, 30, 40, 60, 90, 180];

const LONGEST_S = 180;

/** Seconds across: by their root, so that the first seconds, in which it is decided, have room. */
export function across(seconds: number): number {
  const part = Math.sqrt(Math.min(LONGEST_S, Math.max(0, seconds)) / LONGEST_S);
  return LEFT + part * (WIDTH - LEFT - RIGHT);
}

/** A share of 0 to 1 from bottom to top. */
export function up(share: number): number {
  const part = Math.min(1, Math.max(0, share));
  return HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM);
}

/** The line through the shares that were counted, from nothing at nought seconds. */
export function line(shares: readonly Share[]): string {
  const points = shares.toSorted((a, b) => a.within_s - b.within_s).map((one) => `${across(one.within_s).toFixed(1)},${up(one.share).toFixed(1)}`);
  return [`${across(0).toFixed(1)},${up(0).toFixed(1)}`, ...points].join(' ');
}

/** The targets that belong to a line: those whose wait begins there and ends when somebody took the alarm. */
export function targetsFrom(targets: readonly Target[], from: Target['from']): Target[] {
  return targets.filter((target) => target.from === from && target.to === 'taken');
}

/** A diamond around a target point. */
export function diamond(target: Target, size = 6): string {
  const x = across(target.within_s);
  const y = up(target.share_wanted);
  return `${x},${y - size} ${x + size},${y} ${x},${y + size} ${x - size},${y}`;
}
