// Keeps the screen on while an alarm runs, where the browser lets us: with the screen off nothing leaves this page.
// Never here: when an alarm runs.

interface Sentinel extends EventTarget {
  release(): Promise<void>;
}
interface WakeLock {
  request(type: 'screen'): Promise<Sentinel>;
}

export class Awake {
  private wanted = false;
  private sentinel: Sentinel | null = null;
  private asking = false;

  constructor(
    private readonly lock: WakeLock | undefined = (navigator as Navigator & { wakeLock?: WakeLock }).wakeLock,
    private readonly visible: () => boolean = () => document.visibilityState === 'visible',
  ) {}

  /** Is the screen to stay on? Every call looks again: a browser lets go whenever the page was out of sight. */
  async want(wanted: boolean): Promise<void> {
    this.wanted = wanted;
    if (!wanted) {
      const { sentinel } = this;
      this.sentinel = null;
      await sentinel?.release().catch(() => {});
      return;
    }
    if (this.sentinel || this.asking || !this.lock || !this.visible()) return;
    this.asking = true;
    const sentinel = await this.lock.request('screen').catch(() => null);
    this.asking = false;
    if (!sentinel) return;
    sentinel.addEventListener('release', () => {
      if (this.sentinel === sentinel) this.sentinel = null;
    });
    this.sentinel = sentinel;
    if (!this.wanted) await this.want(false);
  }
  /** The page came into sight again. */
  again(): void {
    void this.want(this.wanted);
  }
}
