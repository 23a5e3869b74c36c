// Somebody at a desk who works on measures: reads the file, does tasks, gives commands, decides.
import { expect, type Locator, type Page } from '@playwright/test';
import { signIn } from '../console';
import { PASSWORD } from '../territory';
import { text, type Language } from '../texts';
import { fill, type Entry } from './forms';

/** Tasks that read the same on the screen, whatever it is about. */
const SAME: Readonly<Record<string, string>> = {
  'tell-reception-extension': 'tell-reception', 'tell-reception-early-end': 'tell-reception', 'tell-person-early-end': 'tell-person-end',
};

export class Clerk {
  constructor(
    readonly page: Page,
    readonly login: string,
    readonly language: Language,
  ) {}

  static async open(page: Page, login: string, language: Language): Promise<Clerk> {
    await signIn(page, login, PASSWORD, language);
    return new Clerk(page, login, language);
  }

  t(key: string, values: Record<string, string | number> = {}): string {
    return text(this.language, key, values);
  }
  get main(): Locator {
    return this.page.getByRole('main');
  }
  region(name: string): Locator {
    return this.page.getByRole('region', { name, exact: true });
  }
  button(name: string): Locator {
    return this.main.getByRole('button', { name, exact: true });
  }

  /** Opens a page from the menu. */
  async menu(key: string): Promise<void> {
    await this.page.getByRole('navigation', { name: this.t('nav-pages') }).getByRole('link', { name: this.t(key) }).first().click();
  }

  /** Fills the form that is open and hands it in; it goes when it was taken. */
  async handIn(title: string, entries: readonly Entry[]): Promise<void> {
    const form = this.region(this.t(title));
    await expect(form).toBeVisible();
    await fill(form, this.language, entries);
    await form.getByRole('button', { name: this.t('command-give'), exact: true }).click();
    await expect(form, `${title} was taken`).toBeHidden();
  }

  /** A task in the words of the screen: `confirm-hand-over`, `complete-subsidiarity`, `revisit (2)`. */
  taskText(key: string): string {
    const [, part] = /^complete-(.*)$/.exec(key) ?? [];
    if (part !== undefined) return this.t('mtask-complete', { part: this.t(`part-${part}`) });
    const [, kind = key, n] = /^(.*) \((\d+)\)$/.exec(key) ?? [];
    const task = this.t(`mtask-${SAME[kind] ?? kind}`);
    return n === undefined ? task : this.t('mtask-nth', { task, n });
  }

  /** The button that ends a task. */
  protected task(key: string, verb: 'mtask-do' | 'mtask-settle' | 'receipt-confirm'): Locator {
    const words = [this.t(verb), this.taskText(key)].map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return this.main.getByRole('button', { name: new RegExp(`^${words.join('\\s*: ')}$`) });
  }

  /** A task with a form of its own. */
  async doTask(key: string, title: string, entries: readonly Entry[] = []): Promise<void> {
    await this.task(key, 'mtask-do').first().click();
    await this.handIn(title, entries);
  }

  /** A task that is done by saying so, or with the number of what was registered. */
  async settle(key: string, reference = ''): Promise<void> {
    await this.task(key, 'mtask-settle').first().click();
    const form = this.region(this.t('form-settle'));
    const field = form.getByRole('textbox');
    await expect(field).toHaveAccessibleName(new RegExp(this.t('f-reference')));
    await field.fill(reference);
    await form.getByRole('button', { name: this.t('command-give'), exact: true }).click();
    await expect(form, `${key} was settled`).toBeHidden();
  }

  /** What can be entered besides the tasks. */
  async enter(title: string, entries: readonly Entry[]): Promise<void> {
    await this.region(this.t('commands-more')).getByRole('button', { name: this.t(title), exact: true }).click();
    await this.handIn(title, entries);
  }

  /** The timeline says that it happened. */
  async happened(key: string): Promise<void> {
    await expect(this.region(this.t('timeline-title'))).toContainText(this.t(`happened-${key}`));
  }

  /** The page is read again by itself: nobody presses F5 at night. */
  async sees(words: string | RegExp): Promise<void> {
    await expect(this.main).toContainText(words);
  }
}
