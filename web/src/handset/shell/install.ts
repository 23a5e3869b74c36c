// Keeps the page on the phone: registers the service worker, looks for a new version now and then, and lets it take over
// only when the page says that it does no harm - never during an alarm. Never here: what harm is.

const SCRIPT = '/handset/sw.js';
const LOOK_EVERY_MS = 3_600_000;

export type Offline = 'none' | 'preparing' | 'ready';
export interface InstallHeard {
  offline: (state: Offline) => void;
  /** A newer version waits. */
  newer: () => void;
}

export class Install {
  private waiting: ServiceWorker | null = null;
  private reloading = false;

  constructor(
    private readonly heard: InstallHeard,
    private readonly container: ServiceWorkerContainer | undefined = navigator.serviceWorker,
    private readonly reload: () => void = () => location.reload(),
  ) {}

  async start(): Promise<void> {
    const { container } = this;
    if (!container) return;
    try {
      // The first version takes the page without a reload; a later one only when it was told to.
      const registration = await container.register(SCRIPT, { scope: '/handset/', updateViaCache: 'none' });
      this.heard.offline(registration.active ? 'ready' : 'preparing');
      this.found(registration.waiting);
      registration.addEventListener('updatefound', () => this.follow(registration.installing));
      this.follow(registration.installing);
      setInterval(() => void registration.update().catch(() => {}), LOOK_EVERY_MS);
    } catch {
      this.heard.offline('none');
    }
  }
  /** The newer version takes over and the page begins anew with it. */
  takeOver(): void {
    const { waiting, container } = this;
    if (!waiting || !container || this.reloading) return;
    this.reloading = true;
    container.addEventListener('controllerchange', () => this.reload(), { once: true });
    waiting.postMessage('take-over');
  }

  private follow(worker: ServiceWorker | null): void {
    if (!worker) return;
    const look = () => {
      if (worker.state === 'installed' && this.container?.controller) this.found(worker);
      if (worker.state === 'activated') this.heard.offline('ready');
    };
    worker.addEventListener('statechange', look);
    look();
  }
  private found(worker: ServiceWorker | null): void {
    if (!worker) return;
    this.waiting = worker;
    this.heard.newer();
  }
}
