// The tracks of a pair while its incident is open: asked every few seconds, only what is new (GN-03).
import type { Problem, Result } from '../../../lib/api/http';
import { followPair } from '../../../lib/api/tracking';
import type { Track, Tracks } from '../../../lib/api/tracking-types';
import { joined } from './pairs';

export const EVERY_MS = 4_000;

export class Follow {
  tracks = $state.raw<Track[]>([]);
  problem = $state.raw<Problem | null>(null);
  /** When the server last answered; `null` before it did. */
  heardAt = $state<string | null>(null);
  readonly #ask: (since: string | null) => Promise<Result<Tracks>>;
  #busy = false;
  #ended = false;

  constructor(incident: string, pair: string, ask: (incident: string, pair: string, since: string | null) => Promise<Result<Tracks>> = followPair) {
    this.#ask = (since) => ask(incident, pair, since);
  }

  /** Asks for what came since the newest position that we have of whoever is heard less. */
  read = async (): Promise<void> => {
    if (this.#busy || this.#ended) return;
    this.#busy = true;
    const newest = this.tracks.map((track) => track.points.at(-1)?.fixed_at ?? null);
    const since = newest.length > 0 && newest.every((at) => at !== null) ? (newest.toSorted()[0] ?? null) : null;
    const answer = await this.#ask(since);
    this.#busy = false;
    if (this.#ended) return;
    if (!answer.ok) {
      this.problem = answer.problem;
      // No right any more: what was shown goes as well.
      if (answer.problem.status === 403 || answer.problem.code === 'track.no_incident') this.tracks = [];
      return;
    }
    this.problem = null;
    this.heardAt = answer.data.until;
    this.tracks = answer.data.tracks.map((track) => {
      const before = this.tracks.find((one) => one.carrier === track.carrier);
      return before && since !== null ? { ...track, battery_pct: track.battery_pct ?? before.battery_pct, points: joined(before.points, track.points) } : track;
    });
  };

  /** Begins; returns how to stop. What was read is let go. */
  start(): () => void {
    void this.read();
    const timer = setInterval(this.read, EVERY_MS);
    return () => {
      clearInterval(timer);
      this.#ended = true;
      this.tracks = [];
    };
  }
}
