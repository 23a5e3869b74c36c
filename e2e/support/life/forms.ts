// The fields of a form by their labels, as somebody fills them in who reads the screen.
import { expect, type Locator } from '@playwright/test';
import { text, type Language } from '../texts';

/** One answer on a form. */
export type Entry = (form: Locator, language: Language) => Promise<void>;

/** Types into a field. */
export const say = (label: string, value: string): Entry => async (form, language) => {
  await form.getByLabel(text(language, label), { exact: true }).fill(value);
};

/** Types into a field that may stay empty. */
export const sayMore = (label: string, value: string): Entry => async (form, language) => {
  await form.getByLabel(text(language, 'field-optional', { label: text(language, label) }), { exact: true }).fill(value);
};

/** Picks one of a few. `legend` may be a text that is no key: a question of the checklist. */
export const pick = (legend: string, option: string): Entry => async (form, language) => {
  await pickWritten(text(language, legend), text(language, option))(form, language);
};

export const pickWritten = (legend: string, option: string): Entry => async (form) => {
  await form.getByRole('group', { name: legend, exact: true }).getByRole('radio', { name: option, exact: true }).check();
};

/** Ticks one of many. */
export const tick = (legend: string, option: string): Entry => async (form, language) => {
  await form.getByRole('group', { name: text(language, legend), exact: true }).getByRole('checkbox', { name: option, exact: true }).check();
};

/** Picks one of a list by what it says. */
export const choose = (label: string, option: string | RegExp): Entry => async (form, language) => {
  const list = form.getByLabel(text(language, label), { exact: true });
  const found = list.locator('option').filter({ hasText: option }).first();
  await expect(found, `${label}: ${option.toString()}`).toBeAttached();
  await list.selectOption({ value: (await found.getAttribute('value')) ?? '' });
};

/** The number of a report and its kind. */
export const report = (number: string, kind: 'initial' | 'subsequent'): Entry => async (form, language) => {
  await say('f-pv-number', number)(form, language);
  await pick('f-pv-kind', `f-pv-${kind}`)(form, language);
};

export async function fill(form: Locator, language: Language, entries: readonly Entry[]): Promise<void> {
  for (const entry of entries) await entry(form, language);
}
