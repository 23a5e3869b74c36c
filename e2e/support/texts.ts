// The texts of the screens, read from the same files, so that a test never repeats a sentence.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const LANGUAGES = ['nl', 'fr', 'de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const OWN_NAMES: Record<Language, string> = { nl: 'Nederlands', fr: 'Français', de: 'Deutsch', en: 'English' };

function read(language: Language): Map<string, string> {
  const folder = fileURLToPath(new URL(`../../web/messages/${language}/`, import.meta.url));
  const texts = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ftl'))) {
    for (const line of readFileSync(folder + file, 'utf8').split('\n')) {
      const [, key, text] = /^([a-z][a-z0-9-]*) = (.*)$/.exec(line) ?? [];
      if (key !== undefined && text !== undefined) texts.set(key, text);
    }
  }
  return texts;
}

const cache = new Map<Language, Map<string, string>>();

export function textsOf(language: Language): ReadonlyMap<string, string> {
  const known = cache.get(language) ?? read(language);
  cache.set(language, known);
  return known;
}

/** A text, with its values put in. */
export function text(language: Language, key: string, values: Record<string, string | number> = {}): string {
  const found = textsOf(language).get(key);
  if (found === undefined) throw new Error(`no text ${key} in ${language}`);
  return found.replace(/\{ \$(\w+) \}/g, (_, name: string) => String(values[name] ?? ''));
}
