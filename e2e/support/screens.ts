// Browser screens that are watched: no error on the console, no page error, no violation of the policy, no request to strangers.
import type { Browser, BrowserContext, BrowserContextOptions, Page } from '@playwright/test';

/** Said by the browser itself, and no fault of ours. */
const HARMLESS: readonly RegExp[] = [
  // Asking who is signed in is answered with 401 at the door.
  /status of 401 .*\/api\/v1\/session$/,
  /GPU stall due to ReadPixels/,
  /Automatic fallback to software WebGL/,
];

/** What a page leaves behind for the tests; put there before any script of ours runs. */
export interface Traces {
  /** Frequencies of tones that were really started, hertz. */
  tones: number[];
  /** Patterns that the phone was asked to vibrate. */
  vibrations: number[][];
}
declare global {
  interface Window {
    traces: Traces;
  }
}

function leaveTraces(): void {
  const traces: Traces = { tones: [], vibrations: [] };
  window.traces = traces;
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`content security policy: ${event.effectiveDirective} ${event.blockedURI}`);
  });
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (when?: number) {
    traces.tones.push(this.frequency.value);
    start.call(this, when);
  };
  navigator.vibrate = (pattern) => {
    traces.vibrations.push(typeof pattern === 'number' ? [pattern] : [...(pattern as number[])]);
    return true;
  };
}

export class Screens {
  private readonly contexts: BrowserContext[] = [];
  private readonly problems: string[] = [];
  private readonly tolerated: RegExp[] = [...HARMLESS];

  constructor(
    private readonly browser: Browser,
    private readonly origin: () => string,
    private readonly options: BrowserContextOptions,
  ) {}

  /** A new person at a new machine. */
  async open(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ ...this.options, baseURL: this.origin(), ...options });
    this.contexts.push(context);
    await context.addInitScript(leaveTraces);
    context.on('page', (page) => this.watch(page));
    return context.newPage();
  }

  /** What this test provokes on purpose. */
  expectTrouble(...patterns: RegExp[]): void {
    this.tolerated.push(...patterns);
  }

  /** Everything that went wrong on any screen and was not provoked. */
  trouble(): string[] {
    return this.problems.filter((problem) => !this.tolerated.some((pattern) => pattern.test(problem)));
  }

  async close(): Promise<void> {
    await Promise.all(this.contexts.map((context) => context.close()));
  }

  private watch(page: Page): void {
    page.on('console', (message) => {
      if (message.type() === 'error') this.problems.push(`${message.text()} ${message.location().url}`.trim());
    });
    page.on('pageerror', (error) => this.problems.push(`page error: ${error.message}`));
    page.on('request', (request) => {
      const url = new URL(request.url());
      const ours = url.origin === this.origin() || ['data:', 'blob:', 'about:'].includes(url.protocol);
      if (!ours) this.problems.push(`request to a stranger: ${url.origin}`);
    });
  }
}
