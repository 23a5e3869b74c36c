// Playback of an incident: a clock of its own over what was recorded. Positions are shown as they were known; gaps stay gaps.

/** One recorded position of one of the two. */
export interface TrackPoint {
  lat: number;
  lon: number;
  accuracy_m: number | null;
  fixed_at: string;
  received_at: string;
}
export const SPEEDS: readonly number[] = [1, 2, 5, 10, 20, 60];
/** How far the arrows and the page keys go, milliseconds. */
export const STEP_MS = 10_000;
export const LEAP_MS = 60_000;

const fixed = (point: TrackPoint): number => Date.parse(point.fixed_at);

/** The last point that was fixed by then, and the way up to it; binary search, for a night has thousands. */
export function upTo(track: readonly TrackPoint[], atMs: number): TrackPoint[] {
  let [low, high] = [0, track.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const point = track[middle];
    if (point && fixed(point) <= atMs) low = middle + 1;
    else high = middle;
  }
  return track.slice(Math.max(0, low - TAIL), low);
}
/** Points of the way that are drawn behind the newest one. */
export const TAIL = 60;

/** From the first to the last moment of both. `null` when there is none. */
export function spanOf(tracks: readonly (readonly TrackPoint[])[], marks: readonly string[]): { from: number; until: number } | null {
  const ends = [...tracks.flatMap((track) => [track[0], track.at(-1)].flatMap((point) => (point ? [fixed(point)] : []))), ...marks.map((at) => Date.parse(at))];
  if (ends.length === 0) return null;
  return { from: Math.min(...ends), until: Math.max(...ends) };
}

export class Player {
  at = $state(0);
  playing = $state(false);
  speed = $state(10);
  readonly from: number;
  readonly until: number;
  readonly #clock: () => number;
  #last = 0;

  constructor(span: { from: number; until: number }, clock: () => number = () => performance.now()) {
    this.from = span.from;
    this.until = span.until;
    this.at = span.from;
    this.#clock = clock;
  }

  toggle(): void {
    if (!this.playing && this.at >= this.until) this.at = this.from;
    this.playing = !this.playing;
    this.#last = this.#clock();
  }

  /** One picture further. Stops at the end. */
  step(): void {
    if (!this.playing) return;
    const now = this.#clock();
    this.seek(this.at + (now - this.#last) * this.speed);
    this.#last = now;
    if (this.at >= this.until) this.playing = false;
  }

  seek(ms: number): void {
    this.at = Math.min(this.until, Math.max(this.from, Math.round(ms)));
  }

  faster(): void {
    this.speed = SPEEDS.find((speed) => speed > this.speed) ?? this.speed;
  }
  slower(): void {
    this.speed = SPEEDS.findLast((speed) => speed < this.speed) ?? this.speed;
  }

  /** What a key does; `no` when it is none of ours. */
  key(key: string): 'yes' | 'no' {
    const jumps: Record<string, number> = {
      ArrowLeft: this.at - STEP_MS, ArrowRight: this.at + STEP_MS, PageDown: this.at - LEAP_MS, PageUp: this.at + LEAP_MS, Home: this.from, End: this.until,
    };
    const to = jumps[key];
    if (to !== undefined) this.seek(to);
    else if (key === ' ') this.toggle();
    else if (key === '+') this.faster();
    else if (key === '-') this.slower();
    else return 'no';
    return 'yes';
  }
}
