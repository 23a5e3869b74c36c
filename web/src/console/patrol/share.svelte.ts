// Where this team is, said to the screens of its alarm as long as this page is open and the team wants it. Kept in the memory of
// this page only. Never here: who sees it (the server says).
import type { TeamFix } from '../../lib/api/types';

/** Milliseconds between two words, so that a connection that came back knows it soon. */
export const SAY_EVERY_MS = 5_000;
/** A browser that gives a coarse place is better than none: as large as the server takes. */
const WIDEST_M = 100_000;
const PERMISSION_DENIED = 1;

export type Sharing = 'off' | 'waiting' | 'on' | 'denied';
export type Say = (place: TeamFix | null) => void;

/** A place on earth as it goes to the server; `null` for what is none. */
export function teamFix(position: GeolocationPosition): TeamFix | null {
  const { latitude, longitude, accuracy } = position.coords;
  const [lat_e7, lon_e7] = [Math.round(latitude * 1e7), Math.round(longitude * 1e7)];
  // Also false for what is no number.
  if (!(Math.abs(lat_e7) <= 900_000_000 && Math.abs(lon_e7) <= 1_800_000_000)) return null;
  const accuracy_m = accuracy > 0 ? Math.min(WIDEST_M, Math.ceil(accuracy)) : null;
  return { lat_e7, lon_e7, accuracy_m, fixed_at: new Date(position.timestamp).toISOString() };
}

/** Whoever showed it for one alarm shows it for the next: until the page is closed, or the team says no. */
let wanted: 'yes' | 'no' = 'no';
export const wantsToShare = (): boolean => wanted === 'yes';
export const forgetWish = (): void => void (wanted = 'no');

export class Share {
  state = $state<Sharing>('off');
  #watch: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last: TeamFix | null = null;
  #lastSaid = -Infinity;

  constructor(
    private readonly say: Say,
    private readonly geolocation: Geolocation | undefined = navigator.geolocation,
  ) {}

  /** From a tap of the team, or because it wanted it before: only then the browser may ask. */
  start(): void {
    wanted = 'yes';
    if (this.#watch !== null) return;
    if (!this.geolocation) {
      this.state = 'denied';
      return;
    }
    this.state = 'waiting';
    this.#watch = this.geolocation.watchPosition(
      (position) => this.#take(position),
      (error) => this.#failed(error),
      { enableHighAccuracy: true, maximumAge: SAY_EVERY_MS },
    );
    this.#timer = setInterval(() => this.#tell(), SAY_EVERY_MS);
  }

  /** The team says no. */
  refuse(): void {
    wanted = 'no';
    this.stop();
  }

  /** The page goes to another alarm, or away. */
  stop(): void {
    if (this.#watch === null) return;
    this.geolocation?.clearWatch(this.#watch);
    this.#watch = null;
    clearInterval(this.#timer);
    if (this.#last) this.say(null);
    this.#last = null;
    this.#lastSaid = -Infinity;
    this.state = 'off';
  }

  #take(position: GeolocationPosition): void {
    const fix = teamFix(position);
    if (!fix || this.#watch === null) return;
    this.#last = fix;
    this.state = 'on';
    if (performance.now() - this.#lastSaid >= SAY_EVERY_MS / 2) this.#tell();
  }

  #tell(): void {
    if (!this.#last) return;
    this.#lastSaid = performance.now();
    this.say(this.#last);
  }

  #failed(error: GeolocationPositionError): void {
    // A place that is not found now may be found in a moment; a refusal stays one.
    if (error.code !== PERMISSION_DENIED) return;
    this.stop();
    this.state = 'denied';
  }
}
