// The phone around the page: does it come up without a network, may it say something while out of sight, does the screen
// stay on, does the page look like something else. Never here: rules of alarm or health.
import { t } from '../../lib/i18n/i18n.svelte';
import { Install, type Offline } from './install';
import { askNotices, notify, noticing, withdraw, type Noticing } from './notices';
import { abilities, type Abilities } from './platform';
import { BEAT_EVERY_MS, remembered, Sleep, type Slept } from './sleep';
import { Awake } from './wake';

const COVER = 'h.cover';
const CHECKED = 'h.checked';
const WRITES = 'h.writes';
const ALIVE = 'h.alive';
/** So soon after the start nobody has begun anything. */
const FRESH_FOR_MS = 10_000;

const kept = (name: string): boolean => remembered(name).read() === '1';
const keep = (name: string, on: boolean): void => remembered(name).write(on ? '1' : '0');

/** What a browser offers when the page can be put among the apps. */
interface InstallPrompt extends Event {
  prompt(): Promise<unknown>;
}

export interface PhoneAsks {
  /** Would a restart of the page do no harm now? */
  canRestart: () => boolean;
}

export class Phone {
  readonly can: Abilities = abilities();
  offline = $state<Offline>('none');
  /** A newer version waits for a moment that does no harm. */
  newer = $state(false);
  notices = $state<Noticing>(noticing());
  /** The person wants the page to look like something else. */
  coverWanted = $state(kept(COVER));
  /** The person went through the questions on who else gets into this phone (FL-36). */
  checked = $state(kept(CHECKED));
  /** The person cannot speak or hear: during an alarm the page opens where one writes. */
  writesFirst = $state(kept(WRITES));
  /** When the page last slept or was shut, until the person has read it. */
  slept = $state.raw<Slept | null>(null);
  /** The browser offers to put the page among the apps. */
  installable = $state(false);

  private readonly install = new Install({
    offline: (state) => (this.offline = state),
    newer: () => {
      this.newer = true;
      this.renew();
    },
  });
  private readonly awake = new Awake();
  private prompt: InstallPrompt | null = null;
  private readonly startedAt = Date.now();
  private beats: ReturnType<typeof setInterval> | undefined;
  private alarmed = false;
  private asked = false;

  constructor(private readonly asks: PhoneAsks) {}

  start(): void {
    if (import.meta.env.PROD) void this.install.start();
    window.addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault();
      this.prompt = event as InstallPrompt;
      this.installable = true;
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') {
        this.awake.again();
        this.notices = noticing();
        void withdraw();
      } else {
        this.renew();
      }
    });
  }
  /** From now on the page counts, and is missed when it sleeps. */
  watchSleep(): void {
    if (this.beats) return;
    const sleep = new Sleep(remembered(ALIVE));
    const beat = () => (this.slept = sleep.beat() ?? this.slept);
    this.beats = setInterval(beat, BEAT_EVERY_MS);
    beat();
  }
  sleptRead(): void {
    this.slept = null;
  }
  async putAmongApps(): Promise<void> {
    this.installable = false;
    await this.prompt?.prompt().catch(() => {});
    this.prompt = null;
  }
  /** An alarm runs, or no longer. */
  alarm(runs: boolean): void {
    if (this.alarmed === runs) return;
    this.alarmed = runs;
    void this.awake.want(runs);
    if (runs) void withdraw();
    else this.renew();
  }
  /** Something is wrong and the page may be out of sight: a neutral note, never during an alarm (AL-02, FL-36). */
  worry(): void {
    if (!this.alarmed) void notify(t('handset-cover-title'), t('handset-note-look'));
  }
  async allowNotices(): Promise<void> {
    this.notices = await askNotices();
  }
  cover(wanted: boolean): void {
    this.coverWanted = wanted;
    keep(COVER, wanted);
  }
  writeFirst(wanted: boolean): void {
    this.writesFirst = wanted;
    keep(WRITES, wanted);
  }
  haveChecked(done: boolean): void {
    this.checked = done;
    keep(CHECKED, done);
  }
  /** The person wants the new version; it comes at the first moment that does no harm. */
  update(): void {
    this.asked = true;
    this.renew();
  }

  /** Quietly: out of sight, just begun, or asked for; never during an alarm. */
  private renew(): void {
    const quiet = this.asked || document.visibilityState === 'hidden' || Date.now() - this.startedAt < FRESH_FOR_MS;
    if (this.newer && quiet && !this.alarmed && this.asks.canRestart()) this.install.takeOver();
  }
}
