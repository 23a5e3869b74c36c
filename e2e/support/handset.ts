// The handset page as the person who carries it uses it.
import { expect, type BrowserContextOptions, type Locator, type Page } from '@playwright/test';
import type { Screens } from './screens';
import type { Spot } from './territory';
import { text, type Language } from './texts';

/** What the phone does at 'sent' and at 'someone is there' (docs/vectors/beacon-traces.json). */
export const SENT = [150];
export const SOMEONE_THERE = [80, 120, 80, 120, 80];

export class Handset {
  constructor(
    readonly page: Page,
    private readonly language: Language = 'en',
  ) {}

  /** What a phone somewhere is to a browser. */
  static at(spot: Spot): BrowserContextOptions {
    return { viewport: { width: 390, height: 844 }, permissions: ['geolocation'], geolocation: { ...spot, accuracy: 8 } };
  }

  /** A phone somewhere. */
  static async phone(screens: Screens, spot: Spot): Promise<Handset> {
    return new Handset(await screens.open(Handset.at(spot)));
  }

  /** A phone somewhere, with the page open. */
  static async open(screens: Screens, spot: Spot): Promise<Handset> {
    const handset = await Handset.phone(screens, spot);
    await handset.page.goto('/handset/');
    return handset;
  }

  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }

  /** The clock: it is what is held. */
  get surface(): Locator {
    return this.page.getByRole('button').filter({ has: this.page.getByRole('time') });
  }

  async pair(code: string): Promise<void> {
    await this.page.getByLabel(this.t('handset-pair-code')).fill(code);
    await this.pairByLink();
  }

  /** The code is there already: it came with the address. */
  async pairByLink(): Promise<void> {
    await expect(this.page.getByLabel(this.t('handset-pair-code'))).toHaveValue(/\w/);
    await this.page.getByRole('button', { name: this.t('handset-pair-send') }).click();
    await expect(this.page.getByRole('heading', { name: this.t('handset-details') })).toBeVisible();
    await this.page.getByRole('button', { name: this.t('handset-back') }).click();
    await expect(this.page.getByText(this.t('handset-health-good'), { exact: true })).toBeVisible();
  }

  /** Holds until the phone has felt that the control room holds the alarm, then lets go. */
  async press(): Promise<void> {
    await this.holdDown();
    await this.expectFelt([SENT]);
    await this.page.mouse.up();
  }

  async holdDown(): Promise<void> {
    await this.surface.hover();
    await this.page.mouse.down();
  }

  /** The dots say that it is on its way and not yet held. */
  async expectSending(): Promise<void> {
    await expect(this.surface.getByRole('img')).toHaveAccessibleName('2 of 3');
  }

  async walkTo(spot: Spot): Promise<void> {
    await this.page.context().setGeolocation({ ...spot, accuracy: 8 });
  }

  /** What the hand has felt since the page was opened. */
  async expectFelt(patterns: number[][]): Promise<void> {
    await expect.poll(() => this.page.evaluate(() => window.traces.vibrations), { message: 'vibrations' }).toEqual(patterns);
  }

  /** All that a bystander can read on the phone, without the digits of clocks and ages. */
  async appearance(): Promise<string[]> {
    const words = await this.page.locator('body').innerText();
    return [await this.page.title(), ...words.replace(/\d+/g, '#').split('\n').map((line) => line.trim()).filter((line) => line !== '')];
  }

  private async behindTheDots(): Promise<Locator> {
    await this.page.getByRole('button', { name: this.t('handset-details') }).click();
    return this.page.getByRole('main');
  }

  /** Types a word after a press; gives what the phone then shows. */
  async sayWord(word: string): Promise<string> {
    const main = await this.behindTheDots();
    await main.getByRole('textbox', { name: this.t('handset-word-label') }).fill(word);
    await main.getByRole('button', { name: this.t('handset-word-send') }).click();
    const section = main.getByRole('region', { name: this.t('handset-word') });
    await expect(section.getByRole('status')).toHaveText(this.t('handset-word-answer'));
    const shown = await section.innerText();
    await main.getByRole('button', { name: this.t('handset-back') }).click();
    return shown;
  }

  /** The gesture of the self-test: three short taps. */
  async selfTest(): Promise<void> {
    const main = await this.behindTheDots();
    const tap = main.getByRole('region', { name: this.t('handset-test'), exact: true }).getByRole('button');
    for (const _ of [1, 2, 3]) await tap.click();
  }

  /** The answer to the self-test, with its time; then back to the clock. */
  async expectTestAnswered(): Promise<void> {
    const main = this.page.getByRole('main');
    await expect(main.getByRole('region', { name: this.t('handset-test'), exact: true })).toContainText(/\d\d:\d\d:\d\d/);
    await main.getByRole('button', { name: this.t('handset-back') }).click();
  }

  /** The own page: what was agreed. */
  async agreed(): Promise<Locator> {
    const main = await this.behindTheDots();
    await main.getByRole('navigation', { name: this.t('handset-more') }).getByRole('button', { name: this.t('handset-mine'), exact: true }).click();
    await expect(main.getByRole('region', { name: this.t('handset-mine-agreed') })).toBeVisible();
    return main;
  }

  /** Says that it may stop. Nothing stops by that. */
  async askToStop(words: string): Promise<void> {
    const main = await this.agreed();
    await main.getByRole('button', { name: this.t('handset-mine-stop'), exact: true }).click();
    await main.getByLabel(this.t('handset-mine-words'), { exact: true }).fill(words);
    await main.getByRole('button', { name: this.t('handset-mine-send'), exact: true }).click();
    await expect(main).toContainText(this.t('handset-mine-taken'));
    await expect(main).toContainText(this.t('handset-mine-stop-asked'));
  }
}
