// A magistrate at the decision page, and the reception of victims, whose acts stand under the thumb.
import { expect, type Locator } from '@playwright/test';
import { Clerk } from './clerk';
import { fill, type Entry } from './forms';

export class Magistrate extends Clerk {
  /** Opens what waits by the number of the case. */
  async openWaiting(number: string): Promise<void> {
    await this.page.getByRole('main').getByRole('link').filter({ hasText: number }).first().click();
    await expect(this.page.getByRole('heading', { level: 1 })).toContainText(number);
  }

  /** A receipt, in one press. */
  async confirm(task: string): Promise<void> {
    await this.task(task, 'receipt-confirm').first().click();
    await expect(this.task(task, 'receipt-confirm'), `${task} is gone`).toHaveCount(0);
  }

  /** A task that was done; with the number of what was registered, where the screen asks for one. */
  async done(task: string, number?: string): Promise<void> {
    const button = this.task(task, 'mtask-settle');
    const line = this.main.getByRole('listitem').filter({ hasText: this.taskText(task) }).filter({ has: this.page.getByRole('button') });
    if (number !== undefined) await line.getByLabel(this.t('file-reference')).fill(number);
    await button.click();
    await expect(button, `${task} is gone`).toHaveCount(0);
  }

  /** An act with its form in a dialog. */
  async act(act: string, entries: readonly Entry[], submit = `act-${act}`): Promise<void> {
    await this.button(this.t(`act-${act}`)).click();
    const dialog = this.page.getByRole('dialog', { name: this.t(`act-${act}`) });
    await this.submit(dialog, entries, this.t(submit));
  }

  async submit(dialog: Locator, entries: readonly Entry[], submit: string): Promise<void> {
    await expect(dialog).toBeVisible();
    await fill(dialog, this.language, entries);
    await dialog.getByRole('button', { name: submit, exact: true }).click();
    await expect(dialog, `${submit} was taken`).toBeHidden();
  }
}
