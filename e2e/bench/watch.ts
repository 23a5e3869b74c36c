// What the benchmark sees from inside the page without the page knowing: frames that arrive, words that it sends back.
import type { Page } from '@playwright/test';

interface Watched {
  /** Milliseconds of the page's clock at which the first frame of an alarm arrived. */
  arrived: Record<string, number>;
  /** From there to the page's own word that it is painted. */
  took: Record<string, number>;
  painted: number;
  /** When the whole queue had come and something of it was painted; since the page was asked for. */
  usableAt: number | null;
}
declare global {
  interface Window {
    watched: Watched;
  }
}

/** Must come before the page is opened. */
export async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watched: Watched = { arrived: {}, took: {}, painted: 0, usableAt: null };
    window.watched = watched;
    let complete = false;
    const usable = () => {
      if (complete && watched.usableAt === null) watched.usableAt = performance.now();
    };
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.addEventListener('message', (event) => {
          const at = performance.now();
          const frame = JSON.parse(String(event.data)) as { type: string; alarm?: { id: string } };
          if (frame.type === 'alarm' && frame.alarm) watched.arrived[frame.alarm.id] ??= at;
          if (frame.type === 'complete') {
            complete = true;
            requestAnimationFrame(() => requestAnimationFrame(usable));
          }
        });
      }
      override send(data: string | ArrayBufferLike | Blob | ArrayBufferView): void {
        const said = JSON.parse(String(data)) as { type: string; alarm?: string };
        if (said.type === 'painted' && said.alarm !== undefined) {
          const arrived = watched.arrived[said.alarm];
          if (arrived !== undefined) watched.took[said.alarm] ??= performance.now() - arrived;
          watched.painted += 1;
        }
        super.send(data as string);
      }
    };
  });
}

/** How long an alarm took from the arrival of its frame to its paint. */
export async function milliseconds(page: Page, alarm: string): Promise<number> {
  const took = await page.waitForFunction((id) => window.watched.took[id], alarm, { polling: 20 });
  return (await took.jsonValue()) as number;
}

/** Nearest rank: the smallest value that this share of the values does not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
  return Math.round((sorted[rank - 1] ?? Number.NaN) * 10) / 10;
}

/** Megabytes by which the page is larger after the work than after the warming up. */
export async function growth(warmUp: () => Promise<void>, work: () => Promise<void>, measure: () => Promise<number>): Promise<number> {
  await warmUp();
  const before = await measure();
  await work();
  return Math.round(((await measure()) - before) * 100) / 100;
}
