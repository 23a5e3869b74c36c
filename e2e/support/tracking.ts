// The desk of the monitoring centre as its users see it, in English; and the ways that devices go.
import { expect, type Locator, type Page } from '@playwright/test';
import { opens, signIn, strip } from './console';
import type { Band, TrackerPhone } from './devices';
import { eastOf } from './devices';
import { IN_LEIEDAL } from './territory';
import { text } from './texts';

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);
const STEP_MS = 20_000;

export type Queue = 'danger' | 'tracking' | 'technical';

export class TrackingDesk {
  readonly incident: Locator;

  constructor(readonly page: Page) {
    this.incident = page.getByRole('region', { name: en('track-incident'), exact: true });
  }

  /** Signs in: the centre begins at its desk. */
  static async open(page: Page, login: string): Promise<TrackingDesk> {
    await signIn(page, login);
    await expect(page.getByRole('heading', { level: 1, name: en('nav-tracking') })).toBeAttached();
    await expect(strip(page)).toContainText(en('strip-live'));
    return new TrackingDesk(page);
  }

  queue(queue: Queue): Locator {
    return this.page.getByRole('region', { name: new RegExp(`^${en(`track-queue-${queue}`)}`) });
  }

  rows(queue: Queue): Locator {
    return this.queue(queue).getByRole('listitem').getByRole('button');
  }

  panel(key: string): Locator {
    return this.incident.getByRole('region', { name: new RegExp(`^${en(key)}`) });
  }

  /** An alert of the incident on the screen. */
  alert(key: string): Locator {
    return this.panel('track-alerts').locator('.alerts > li').filter({ has: this.page.locator('strong', { hasText: en(key) }) });
  }

  /** Takes the incident that calls, by the keyboard. */
  async take(): Promise<void> {
    await this.page.keyboard.press('Enter');
    await expect(this.incident.getByText(en('track-stage-owned'), { exact: true })).toBeVisible();
  }

  /** Opens the dialog of an act by its key. */
  async ask(key: string, act: string): Promise<Locator> {
    await opens(this.page, key);
    return this.page.getByRole('dialog', { name: en(act) });
  }
}

export interface Way {
  /** When it begins: milliseconds since 1970. */
  from: number;
  /** Metres to the east of the protected person, one for each 20 s. */
  metres: readonly number[];
}

/** The band goes its way while the other stays at home; gives when the next way can begin. */
export async function walk({ band, phone }: { band: Band; phone: TrackerPhone }, { from, metres }: Way): Promise<number> {
  let at = from;
  let before = metres[0] ?? 0;
  for (const away of metres) {
    await phone.report(at, IN_LEIEDAL);
    await band.report({ at, spot: eastOf(IN_LEIEDAL, away), speed: ((away - before) * 1000) / STEP_MS });
    before = away;
    at += STEP_MS;
  }
  return at;
}

/** From a distance to another in so many steps of 20 s. */
export function way(from: number, to: number, steps: number): number[] {
  return Array.from({ length: steps + 1 }, (_, nth) => from + ((to - from) * nth) / steps);
}
