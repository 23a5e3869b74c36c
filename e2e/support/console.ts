// The console as its users see it: by roles and names, in English unless a test says otherwise.
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from './territory';
import { text } from './texts';

export const DANGER = text('en', 'kind-danger');
export const UNIDENTIFIED = text('en', 'kind-unidentified');
export const MILESTONES = ['pressed', 'received', 'held', 'shown', 'taken', 'dispatched', 'on-scene', 'closed'] as const;
export type Hop = (typeof MILESTONES)[number];

const en = (key: string, values: Record<string, string | number> = {}) => text('en', key, values);

export async function signIn(page: Page, login: string, password = PASSWORD): Promise<void> {
  await page.goto('/');
  await fillDoor(page, login, password);
  await expect(page.getByRole('navigation', { name: en('nav-pages') })).toBeVisible();
}

export async function fillDoor(page: Page, login: string, password: string): Promise<void> {
  await page.getByLabel(en('login'), { exact: true }).fill(login);
  await page.getByLabel(en('password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: en('sign-in'), exact: true }).click();
}

/** Presses a key until its dialog stands: a key that comes while another dialog is going is that dialog's. */
export async function opens(page: Page, key: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.keyboard.press(key);
    await expect(dialog).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
}

export function strip(page: Page): Locator {
  return page.getByRole('list', { name: en('strip') });
}

/** The alarm desk of the control room and of a zone. */
export class Desk {
  readonly queue: Locator;
  readonly card: Locator;
  readonly place: Locator;
  readonly timeline: Locator;

  constructor(readonly page: Page) {
    const region = (key: string) => page.getByRole('region', { name: en(key), exact: true });
    this.queue = region('queue');
    this.card = region('card');
    this.place = page.locator('#place');
    this.timeline = region('timeline');
  }

  /** Signs in, waits until the desk says that it listens, and goes on duty: only then the room counts on it. */
  static async open(page: Page, login: string, password = PASSWORD): Promise<Desk> {
    await signIn(page, login, password);
    // A zone begins at its own page.
    await page.getByRole('link', { name: en('nav-desk'), exact: true }).click();
    const desk = new Desk(page);
    await expect(desk.queue).toBeVisible();
    await expect(strip(page)).toContainText(en('strip-live'));
    await page.getByRole('button', { name: en('duty-start') }).click();
    await page.getByRole('button', { name: en('duty-heard') }).click();
    await expect(strip(page)).toContainText(en('duty-on'));
    return desk;
  }

  /** The alarm of somebody in the list. */
  row(who: string | RegExp): Locator {
    return this.queue.getByRole('listitem').filter({ hasText: who }).getByRole('button');
  }

  section(name: 'ringing' | 'mine' | 'others' | 'closed'): Locator {
    return this.queue.getByRole('list', { name: new RegExp(`^${en(`section-${name}`)}`) });
  }

  /** The time of a step, once it is on the timeline. */
  hop(hop: Hop): Locator {
    return this.timeline.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: new RegExp(`^${en(`milestone-${hop}`)}`) }) });
  }

  async expectHops(...hops: Hop[]): Promise<void> {
    for (const hop of hops) await expect(this.hop(hop), hop).toContainText(/\d\d:\d\d:\d\d/);
  }

  /** Takes the alarm that is on the card, by the keyboard. */
  async take(): Promise<void> {
    await this.page.keyboard.press('Enter');
    await this.expectStage('stage-taken');
  }

  async send(unit: string): Promise<void> {
    await opens(this.page, 'd');
    const dialog = this.page.getByRole('dialog', { name: en('act-dispatch') });
    await dialog.getByLabel(en('unit'), { exact: true }).fill(unit);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await this.expectStage('stage-dispatched');
  }

  async arrive(unit: string): Promise<void> {
    await opens(this.page, 's');
    const dialog = this.page.getByRole('dialog', { name: en('act-on-scene') });
    await expect(dialog.getByLabel(en('unit'), { exact: true })).toHaveValue(unit);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await this.expectStage('stage-on-scene');
  }

  /** Ends the alarm with an outcome and the number of its report. */
  async close(outcome: string, pv: string, note: string): Promise<void> {
    await opens(this.page, 'c');
    const dialog = this.page.getByRole('dialog', { name: en('act-close') });
    await dialog.getByRole('radio', { name: en(outcome) }).check();
    await dialog.getByRole('textbox', { name: en('pv-number') }).fill(pv);
    await dialog.getByRole('textbox', { name: en('close-note') }).fill(note);
    await dialog.getByRole('button', { name: en('close-do') }).click();
    await expect(dialog).toBeHidden();
  }

  async expectStage(stage: string): Promise<void> {
    await expect(this.card.getByText(en(stage), { exact: true }).first()).toBeVisible();
  }

  /** How many positions the map really holds. */
  async drawn(): Promise<number> {
    return Number(await this.place.locator('[data-drawn]').getAttribute('data-drawn'));
  }

  async expectStore(state: 'store-up' | 'store-spooling' | 'store-down'): Promise<void> {
    await expect(strip(this.page).getByRole('listitem').filter({ hasText: en('strip-store') })).toContainText(en(state));
  }

  async expectNoAlarm(): Promise<void> {
    await expect(this.queue).toContainText(en('queue-empty'));
    await expect(this.queue.getByRole('listitem')).toHaveCount(0);
  }
}
