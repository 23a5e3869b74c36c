// Where the phone is: asked as often as the machine wants, and only once the person has allowed it, so that no question
// of the browser ever appears during an alarm (AL-02). Never here: sending it.
import type { Fix } from '../protocol/messages';

export type Allowed = 'unknown' | 'prompt' | 'granted' | 'denied';
export interface PlacesHeard {
  fixed: (fix: Fix) => void;
  lost: () => void;
  allowed: (state: Allowed) => void;
}

/** An error after which no fix comes for this long means that the position is lost. An empty error before a fix is nothing. */
const LOST_AFTER_MS = 5_000;
const PERMISSION_DENIED = 1;
const TIMEOUT = 3;
/** At this pace or faster the position is followed, else looked up now and then. */
const FOLLOW_UP_TO_S = 60;

export function fixOf(position: GeolocationPosition): Fix | null {
  const { latitude, longitude, accuracy } = position.coords;
  const lat_e7 = Math.round(latitude * 1e7);
  const lon_e7 = Math.round(longitude * 1e7);
  const onEarth = Math.abs(lat_e7) <= 900_000_000 && Math.abs(lon_e7) <= 1_800_000_000;
  if (!onEarth) return null;
  const accuracy_dm = accuracy > 0 ? Math.min(200_000_000, Math.max(1, Math.ceil(accuracy * 10))) : undefined;
  const at = Number.isFinite(position.timestamp) && position.timestamp > 0 ? position.timestamp : Date.now();
  return { lat_e7, lon_e7, accuracy_dm, fixed_at: new Date(Math.round(at)).toISOString(), source: 'unknown' };
}

export class Places {
  private allowed: Allowed = 'unknown';
  private everyS: number | null = null;
  private watch: number | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private losing: ReturnType<typeof setTimeout> | undefined;
  private status: PermissionStatus | null = null;

  constructor(
    private readonly heard: PlacesHeard,
    private readonly geolocation: Geolocation | undefined = navigator.geolocation,
  ) {}

  async start(): Promise<void> {
    if (!this.geolocation) {
      this.set('denied');
      return;
    }
    this.status = (await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)) ?? null;
    if (!this.status) return;
    this.status.onchange = () => this.set(this.status?.state ?? 'unknown');
    this.set(this.status.state);
  }
  /** The person pressed 'allow': now the browser may ask. */
  ask(): void {
    this.geolocation?.getCurrentPosition(
      (position) => {
        this.set('granted');
        this.take(position);
      },
      (error) => this.failed(error),
      { enableHighAccuracy: true, timeout: 30_000, maximumAge: 60_000 },
    );
  }
  /** How often from now on, seconds; `null` for not at all. */
  every(seconds: number | null): void {
    this.everyS = seconds;
    this.restart();
  }
  stop(): void {
    if (this.status) this.status.onchange = null;
    this.every(null);
  }

  private set(state: Allowed): void {
    if (this.allowed === state) return;
    this.allowed = state;
    this.heard.allowed(state);
    this.restart();
  }
  private restart(): void {
    if (this.watch !== null) this.geolocation?.clearWatch(this.watch);
    this.watch = null;
    clearInterval(this.timer);
    clearTimeout(this.losing);
    this.losing = undefined;
    const seconds = this.everyS;
    if (seconds === null || this.allowed !== 'granted' || !this.geolocation) return;
    if (seconds <= FOLLOW_UP_TO_S) this.follow(this.geolocation, seconds);
    else this.lookNowAndThen(this.geolocation, seconds);
  }
  private lookNowAndThen(geolocation: Geolocation, seconds: number): void {
    const options = { enableHighAccuracy: true, timeout: 60_000, maximumAge: 60_000 };
    const look = () => geolocation.getCurrentPosition((at) => this.take(at), (error) => this.failed(error), options);
    this.timer = setInterval(look, seconds * 1000);
    look();
  }
  private follow(geolocation: Geolocation, seconds: number): void {
    this.watch = geolocation.watchPosition((at) => this.take(at), (error) => this.failed(error), { enableHighAccuracy: true, maximumAge: 0 });
    // Who stands still gives the watch nothing to say: ask as well, and do not mind when there is nothing newer.
    const options = { enableHighAccuracy: true, timeout: 15_000, maximumAge: 1000 };
    let asking = false;
    const look = () => {
      if (asking) return;
      asking = true;
      geolocation.getCurrentPosition(
        (at) => {
          asking = false;
          this.take(at);
        },
        (error) => {
          asking = false;
          if (error?.code !== TIMEOUT) this.failed(error);
        },
        options,
      );
    };
    this.timer = setInterval(look, seconds * 1000);
  }
  /** Every fix goes on: the machine keeps the newest and the rhythm. */
  private take(position: GeolocationPosition): void {
    clearTimeout(this.losing);
    this.losing = undefined;
    const fix = fixOf(position);
    if (fix) this.heard.fixed(fix);
  }
  private failed(error: GeolocationPositionError | null | undefined): void {
    if (error?.code === PERMISSION_DENIED) {
      this.set('denied');
      return;
    }
    if (this.allowed !== 'granted') return;
    this.losing ??= setTimeout(() => {
      this.losing = undefined;
      this.heard.lost();
    }, LOST_AFTER_MS);
  }
}
