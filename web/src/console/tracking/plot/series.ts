// Distance and time to contact over the last minutes: where the lines stand and what is said of them in words. Pure.

/** One moment of a pair, as the guard saw it. */
export interface Moment {
  at: string;
  distance_m: number;
  /** How far off the distance can be either way, from the accuracy and the age of both positions. */
  doubt_m: number;
  /** Metres a second; more than nought is closer. */
  closing_mps: number | null;
  contact_s: number | null;
}
export interface Limits {
  alarm_m: number;
  warning_m: number;
}

export const WIDTH = 480;
export const HEIGHT = 200;
export const LEFT = 54;
export const RIGHT = 10;
export const TOP = 12;
export const BOTTOM = 26;
/** How much time the plot shows, milliseconds. */
export const SPAN_MS = 15 * 60_000;
/** Longest time to contact that is drawn, seconds. */
export const LONGEST_CONTACT_S = 1_800;
/** So long without a position is a gap in the line, milliseconds. */
export const GAP_MS = 120_000;

/** Moments within the span before `now`, oldest first. */
export function recent(moments: readonly Moment[], nowMs: number): Moment[] {
  return moments
    .filter((one) => nowMs - Date.parse(one.at) <= SPAN_MS && Date.parse(one.at) <= nowMs + 5_000)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The greatest distance on the plot: a round number above both the lines and the limits, so that the scale seldom jumps. */
export function topOf(moments: readonly Moment[], limits: Limits): number {
  const most = moments.reduce((found, one) => Math.max(found, one.distance_m + one.doubt_m), limits.warning_m * 1.5);
  const power = 10 ** Math.floor(Math.log10(most));
  return ([1, 2, 3, 5, 10].find((step) => step * power >= most) ?? 10) * power;
}

export interface Scale {
  x(ms: number): number;
  y(value: number): number;
}

/** Time across, the square root of the value up: what is near has room. */
export function scaleOf(nowMs: number, top: number): Scale {
  return {
    x: (ms) => WIDTH - RIGHT - (Math.min(SPAN_MS, Math.max(0, nowMs - ms)) / SPAN_MS) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - Math.sqrt(Math.min(1, Math.max(0, value) / top)) * (HEIGHT - TOP - BOTTOM),
  };
}

/** Moments without a gap between them. */
export function runs(moments: readonly Moment[]): Moment[][] {
  const found: Moment[][] = [];
  for (const one of moments) {
    const run = found.at(-1);
    const before = run?.at(-1);
    if (run && before && Date.parse(one.at) - Date.parse(before.at) <= GAP_MS) run.push(one);
    else found.push([one]);
  }
  return found;
}

const spot = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;

/** The line of a run. */
export function lineOf(run: readonly Moment[], scale: Scale): string {
  return run.map((one) => spot(scale.x(Date.parse(one.at)), scale.y(one.distance_m))).join(' ');
}

/** The band of doubt around it, as a closed polygon. */
export function bandOf(run: readonly Moment[], scale: Scale): string {
  const upper = run.map((one) => spot(scale.x(Date.parse(one.at)), scale.y(one.distance_m + one.doubt_m)));
  const lower = run.toReversed().map((one) => spot(scale.x(Date.parse(one.at)), scale.y(one.distance_m - one.doubt_m)));
  return [...upper, ...lower].join(' ');
}

/** The line of the time to contact; moments without one break it. */
export function contactLines(moments: readonly Moment[], scale: Scale): string[] {
  return runs(moments.filter((one) => one.contact_s !== null && one.contact_s <= LONGEST_CONTACT_S)).map((run) =>
    run.map((one) => spot(scale.x(Date.parse(one.at)), scale.y(one.contact_s ?? 0))).join(' '),
  );
}

/** What the plot says in a glance, for the words below it. */
export interface Summary {
  now: Moment;
  nearest: Moment;
  /** Where the pair stands against its limits: surely inside, perhaps, or not. */
  alarm: 'inside' | 'perhaps' | 'outside';
  warning: 'inside' | 'perhaps' | 'outside';
}

function against(one: Moment, limit: number): Summary['alarm'] {
  if (one.distance_m + one.doubt_m < limit) return 'inside';
  return one.distance_m - one.doubt_m < limit ? 'perhaps' : 'outside';
}

export function summaryOf(moments: readonly Moment[], limits: Limits): Summary | null {
  const now = moments.at(-1);
  if (!now) return null;
  const nearest = moments.reduce((found, one) => (one.distance_m < found.distance_m ? one : found), now);
  return { now, nearest, alarm: against(now, limits.alarm_m), warning: against(now, limits.warning_m) };
}
