// The console as its users see it: by roles and names, in English unless a test says otherwise.
import { expect, type Locator, type Page } from '@playwright/test';
import { PASSWORD } from './territory';
import { text, type Language } from './texts';

export const DANGER = text('en', 'kind-danger');
export const UNIDENTIFIED = text('en', 'kind-unidentified');
export const MILESTONES = ['pressed', 'received', 'held', 'shown', 'taken', 'dispatched', 'on-scene', 'closed'] as const;
export type Hop = (typeof MILESTONES)[number];

export async function signIn(page: Page, login: string, password = PASSWORD, language: Language = 'en'): Promise<void> {
  await page.goto('/');
  await fillDoor(page, login, password, language);
  await expect(page.getByRole('navigation', { name: text(language, 'nav-pages') })).toBeVisible();
}

export async function fillDoor(page: Page, login: string, password: string, language: Language = 'en'): Promise<void> {
  await page.getByLabel(text(language, 'login'), { exact: true }).fill(login);
  await page.getByLabel(text(language, 'password'), { exact: true }).fill(password);
  await page.getByRole('button', { name: text(language, 'sign-in'), exact: true }).click();
}

/** Presses a key until its dialog stands: a key that comes while another dialog is going is that dialog's. */
export async function opens(page: Page, key: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await expect(async () => {
    if (!(await dialog.isVisible())) await page.keyboard.press(key);
    await expect(dialog).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
}

export function strip(page: Page, language: Language = 'en'): Locator {
  return page.getByRole('list', { name: text(language, 'strip') });
}

/** The alarm desk of the control room and of a zone. */
export class Desk {
  readonly queue: Locator;
  readonly card: Locator;
  readonly place: Locator;
  readonly timeline: Locator;

  constructor(
    readonly page: Page,
    private readonly language: Language = 'en',
  ) {
    const region = (key: string) => page.getByRole('region', { name: this.t(key), exact: true });
    this.queue = region('queue');
    this.card = region('card');
    this.place = page.locator('#place');
    this.timeline = region('timeline');
  }

  /** Signs in, waits until the desk says that it listens, and goes on duty: only then the room counts on it. */
  static async open(page: Page, login: string, password = PASSWORD, language: Language = 'en'): Promise<Desk> {
    await signIn(page, login, password, language);
    const desk = new Desk(page, language);
    // A zone begins at its own page.
    await page.getByRole('link', { name: desk.t('nav-desk'), exact: true }).click();
    await expect(desk.queue).toBeVisible();
    await expect(strip(page, language)).toContainText(desk.t('strip-live'));
    await page.getByRole('button', { name: desk.t('duty-start') }).click();
    await page.getByRole('button', { name: desk.t('duty-heard') }).click();
    await expect(strip(page, language)).toContainText(desk.t('duty-on'));
    return desk;
  }

  private t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** The alarm of somebody in the list. */
  row(who: string | RegExp): Locator {
    return this.queue.getByRole('listitem').filter({ hasText: who }).getByRole('button');
  }

  section(name: 'ringing' | 'mine' | 'others' | 'closed'): Locator {
    return this.queue.getByRole('list', { name: new RegExp(`^${this.t(`section-${name}`)}`) });
  }

  /** The time of a step, once it is on the timeline. */
  hop(hop: Hop): Locator {
    return this.timeline.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name: new RegExp(`^${this.t(`milestone-${hop}`)}`) }) });
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
    const dialog = this.page.getByRole('dialog', { name: this.t('act-dispatch') });
    await dialog.getByLabel(this.t('unit'), { exact: true }).fill(unit);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await this.expectStage('stage-dispatched');
  }

  async arrive(unit: string): Promise<void> {
    await opens(this.page, 's');
    const dialog = this.page.getByRole('dialog', { name: this.t('act-on-scene') });
    await expect(dialog.getByLabel(this.t('unit'), { exact: true })).toHaveValue(unit);
    await this.page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await this.expectStage('stage-on-scene');
  }

  /** Ends the alarm with an outcome and the number of its report. */
  async close(outcome: string, pv: string, note: string): Promise<void> {
    await opens(this.page, 'c');
    const dialog = this.page.getByRole('dialog', { name: this.t('act-close') });
    await dialog.getByRole('radio', { name: this.t(outcome) }).check();
    await dialog.getByRole('textbox', { name: this.t('pv-number') }).fill(pv);
    await dialog.getByRole('textbox', { name: this.t('close-note') }).fill(note);
    await dialog.getByRole('button', { name: this.t('close-do') }).click();
    await expect(dialog).toBeHidden();
  }

  async expectStage(stage: string): Promise<void> {
    await expect(this.card.getByText(this.t(stage), { exact: true }).first()).toBeVisible();
  }

  /** How many positions the map really holds. */
  async drawn(): Promise<number> {
    return Number(await this.place.locator('[data-drawn]').getAttribute('data-drawn'));
  }

  async expectStore(state: 'store-up' | 'store-spooling' | 'store-down'): Promise<void> {
    await expect(strip(this.page, this.language).getByRole('listitem').filter({ hasText: this.t('strip-store') })).toContainText(this.t(state));
  }

  async expectNoAlarm(): Promise<void> {
    await expect(this.queue).toContainText(this.t('queue-empty'));
    await expect(this.queue.getByRole('listitem')).toHaveCount(0);
  }
}
