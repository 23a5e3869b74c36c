// The texts of the screens in four languages (GN-01), from the message files that the server uses as well.
// Only what a page needs is loaded: `startTexts(['common', 'handset'])`.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';
import type { MessageKey } from './keys';

export type Language = 'nl' | 'fr' | 'de' | 'en';
export const LANGUAGES: readonly Language[] = ['nl', 'fr', 'de', 'en'];
/** Each language by its own name; never translated. */
export const LANGUAGE_NAMES: Record<Language, string> = { nl: 'Nederlands', fr: 'Français', de: 'Deutsch', en: 'English' };
/** The locale for numbers, dates and times. */
export const LOCALES: Record<Language, string> = { nl: 'nl-BE', fr: 'fr-BE', de: 'de-BE', en: 'en-GB' };

const KEPT_AS = 'hoeder.language';
const files = import.meta.glob<string>('../../../messages/*/*.ftl', { query: '?raw', import: 'default' });

let groups: readonly string[] | null = null;
let current = $state.raw<{ language: Language; bundle: FluentBundle } | null>(null);

function isLanguage(value: string | null | undefined): value is Language {
  return LANGUAGES.some((language) => language === value);
}

/** The language that the person chose before, else the first one of the browser that we speak, else Dutch. */
export function preferredLanguage(kept: string | null, browser: readonly string[]): Language {
  if (isLanguage(kept)) return kept;
  for (const tag of browser) {
    const primary = tag.split('-')[0];
    if (isLanguage(primary)) return primary;
  }
  return 'nl';
}

function keptLanguage(): string | null {
  try {
    return localStorage.getItem(KEPT_AS);
  } catch {
    return null;
  }
}

async function load(language: Language): Promise<FluentBundle> {
  const bundle = new FluentBundle(LOCALES[language], { useIsolating: false });
  const wanted = Object.entries(files).filter(([path]) => {
    const [folder, file] = path.split('/').slice(-2);
    const group = file?.replace('.ftl', '');
    return folder === language && group !== undefined && (!groups || groups.includes(group));
  });
  for (const text of await Promise.all(wanted.map(([, read]) => read()))) bundle.addResource(new FluentResource(text));
  return bundle;
}

/** Loads the texts in the preferred language. `only` names the message files; all when left out. */
export async function startTexts(only: readonly string[] | null = null): Promise<void> {
  groups = only;
  await setLanguage(preferredLanguage(keptLanguage(), navigator.languages));
}

/** Loads more message files, for a page that is opened later. */
export async function moreTexts(more: readonly string[]): Promise<void> {
  if (!groups || more.every((group) => groups?.includes(group))) return;
  groups = [...new Set([...groups, ...more])];
  const now = language();
  const bundle = await load(now);
  // Somebody may have changed the language meanwhile: that one loads all of them itself.
  if (language() === now) current = { language: now, bundle };
}

/** Changes the language of the page and remembers it on this machine. */
export async function setLanguage(language: Language): Promise<void> {
  const bundle = await load(language);
  current = { language, bundle };
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEPT_AS, language);
  } catch {
    // A browser that keeps nothing shows its own language next time.
  }
}

/** The language now. */
export function language(): Language {
  return current?.language ?? 'nl';
}

/** A text in the language now. A key that is absent shows itself, which no test lets pass. */
export function t(key: MessageKey, values: Record<string, FluentVariable> | null = null): string {
  const message = current?.bundle.getMessage(key);
  if (!current || !message?.value) return key;
  return current.bundle.formatPattern(message.value, values, []);
}
