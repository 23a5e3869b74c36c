// The guides quote the screens: every word in bold stands on a screen of that language.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const GUIDES = `${resolve('../docs/guide')}/`;
const MESSAGES = `${resolve('messages')}/`;
const LANGUAGES = ['en', 'nl', 'fr', 'de'] as const;

function texts(language: string): Set<string> {
  const found = new Set<string>();
  for (const file of readdirSync(MESSAGES + language)) {
    for (const line of readFileSync(`${MESSAGES}${language}/${file}`, 'utf8').split('\n')) {
      const [, text] = /^[a-z][a-z0-9-]* = (.*)$/.exec(line) ?? [];
      if (text !== undefined) found.add(text.trim().replace(/\s*:$/, ''));
    }
  }
  return found;
}

/** A whole sentence in bold is said by the guide itself. */
const ownWords = /^\*\*.*$/gm;
const bold = (text: string) => [...text.replace(ownWords, '').matchAll(/\*\*([^*]+)\*\*/g)].map((match) => match[1] ?? '');

describe.each(LANGUAGES)('the guides in %s', (language) => {
  const known = texts(language);
  const files = readdirSync(GUIDES + language).filter((name) => name.endsWith('.md'));

  it('are there for every role', () => {
    expect(files).toEqual(readdirSync(`${GUIDES}en`).filter((name) => name.endsWith('.md')));
  });

  it.each(files)('%s quotes only what stands on the screens', (file) => {
    const quoted = bold(readFileSync(`${GUIDES}${language}/${file}`, 'utf8'));
    expect(quoted.length).toBeGreaterThan(3);
    expect(quoted.filter((words) => !known.has(words))).toEqual([]);
  });
});
