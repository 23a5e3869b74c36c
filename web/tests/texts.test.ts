import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FluentBundle, FluentResource } from '@fluent/bundle';
import { describe, expect, test } from 'vitest';
// @ts-expect-error the script is plain JavaScript, run by `npm run lint:texts` as well
import { compare, readLanguage } from '../scripts/texts.mjs';
import { LANGUAGES, LOCALES, preferredLanguage, setLanguage, t } from '../src/lib/i18n/i18n.svelte';
import { problemText } from '../src/lib/problems';

const folder = join(import.meta.dirname, '../messages');

describe('GN-01 the texts', () => {
  test('GN-01 every language has the same keys with the same arguments', () => {
    const first = readLanguage('nl');
    expect(first.problems).toEqual([]);
    for (const language of LANGUAGES) {
      const other = readLanguage(language);
      expect([...other.problems, ...compare(first.messages, other.messages, language)]).toEqual([]);
    }
  });

  test('GN-01 a missing key, a key too many and a different argument are each found', () => {
    const message = (file: string, names: string) => ({ file, arguments: names });
    const nl = new Map([['a', message('x.ftl', 'n')], ['b', message('x.ftl', '')]]);
    const fr = new Map([['a', message('x.ftl', '')], ['c', message('x.ftl', '')]]);
    expect(compare(nl, fr, 'fr')).toEqual(['fr: a takes (), not (n)', 'fr: b is missing', 'fr: c is too many']);
  });

  test('GN-01 every text of every language can be shown', () => {
    for (const language of LANGUAGES) {
      const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
      for (const name of readdirSync(join(folder, language))) {
        bundle.addResource(new FluentResource(readFileSync(join(folder, language, name), 'utf8')));
      }
      const { messages } = readLanguage(language);
      for (const [key, { arguments: names }] of messages) {
        const values = Object.fromEntries(names.split(',').filter(Boolean).map((name: string) => [name, 3]));
        const errors: Error[] = [];
        const pattern = bundle.getMessage(key)?.value;
        expect(pattern && bundle.formatPattern(pattern, values, errors), `${language} ${key}`).toBeTruthy();
        expect(errors, `${language} ${key}`).toEqual([]);
      }
    }
  });

  test('GN-01 the language is the one chosen before, else the first of the browser that we speak, else Dutch', () => {
    expect(preferredLanguage('de', ['fr-BE'])).toBe('de');
    expect(preferredLanguage('xx', ['es', 'fr-BE', 'en'])).toBe('fr');
    expect(preferredLanguage(null, ['es'])).toBe('nl');
  });

  test('GN-01 a change of language changes the texts and the language of the page', async () => {
    await setLanguage('fr');
    expect(t('kind-danger')).toBe('Alarme mobile anti-harcèlement');
    expect(document.documentElement.lang).toBe('fr');
    await setLanguage('en');
    expect(t('age-seconds', { n: 12 })).toBe('12 s ago');
  });
});

test('AL-10 a rule that says no is told in the words of the reader', () => {
  const problem = { status: 409, code: 'alarm.pv_missing', title: 'Conflict', detail: 'x', paragraph: '7.11.2', field: null, trace: null };
  expect(problemText(problem)).toBe("Give the number of the report (1 to 40 characters) or choose 'report to follow'.");
});
