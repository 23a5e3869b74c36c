// How many rows of a scrolling list stand outside of its window. Looks at few rows, however long the list is. Pure.

export interface Span {
  top: number;
  bottom: number;
}
/** So much of a row may be cut off before it counts as hidden, pixels. */
const SLACK = 12;

/** The first index for which `from` holds, in a list in which it holds for all after it. */
function firstWhere(count: number, from: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (from(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Rows above and below the window. The rows stand in the order of the page. */
export function hiddenIn(count: number, at: (index: number) => Span, scrolled: number, height: number): { above: number; below: number } {
  const firstSeen = firstWhere(count, (index) => at(index).top >= scrolled - SLACK);
  const firstBelow = firstWhere(count, (index) => at(index).bottom > scrolled + height + SLACK);
  return { above: firstSeen, below: count - firstBelow };
}
