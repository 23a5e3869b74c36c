// Checks the message files: the same keys with the same arguments in nl, fr, de and en, every key used, none absent.
// `--write` also writes src/lib/i18n/keys.ts, the type of all keys.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FluentParser, Visitor } from '@fluent/syntax';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const languages = ['nl', 'fr', 'de', 'en'];
const keysFile = join(root, 'src/lib/i18n/keys.ts');

/** The arguments that a message uses. */
class Arguments extends Visitor {
  names = new Set();
  visitVariableReference(node) {
    this.names.add(node.id.name);
  }
}

/** All messages of one language: key -> { file, arguments }. */
export function readLanguage(language, folder = join(root, 'messages')) {
  const problems = [];
  const messages = new Map();
  for (const name of readdirSync(join(folder, language)).sort()) {
    if (!name.endsWith('.ftl')) continue;
    const text = readFileSync(join(folder, language, name), 'utf8');
    for (const entry of new FluentParser().parse(text).body) {
      if (entry.type === 'Junk') problems.push(`${language}/${name}: cannot read "${entry.content.split('\n')[0]}"`);
      if (entry.type !== 'Message') continue;
      const key = entry.id.name;
      if (messages.has(key)) problems.push(`${language}/${name}: ${key} is there twice`);
      if (!entry.value) problems.push(`${language}/${name}: ${key} has no text`);
      const found = new Arguments();
      found.visit(entry);
      messages.set(key, { file: name, arguments: [...found.names].sort().join(',') });
    }
  }
  return { messages, problems };
}

/** Differences between a language and the first one. */
export function compare(first, other, language) {
  const problems = [];
  for (const [key, message] of first) {
    const theirs = other.get(key);
    if (!theirs) problems.push(`${language}: ${key} is missing`);
    else if (theirs.file !== message.file) problems.push(`${language}: ${key} stands in ${theirs.file}, not in ${message.file}`);
    else if (theirs.arguments !== message.arguments)
      problems.push(`${language}: ${key} takes (${theirs.arguments}), not (${message.arguments})`);
  }
  for (const key of other.keys()) if (!first.has(key)) problems.push(`${language}: ${key} is too many`);
  return problems;
}

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => file !== keysFile);
}

/** Keys that no code names, and keys that code names and no file has. Keys are always written out, never put together. */
function usage(keys) {
  const problems = [];
  const literals = new Set();
  for (const file of sources(join(root, 'src'))) {
    const text = readFileSync(file, 'utf8');
    for (const found of text.matchAll(/['"]([a-z][a-z0-9]*(?:-[a-z0-9]+)*)['"]/g)) literals.add(found[1]);
    for (const found of text.matchAll(/\bt\(\s*(['"`])(.*?)\1/g)) {
      if (found[1] === '`') problems.push(`${relative(root, file)}: a key put together from parts: ${found[2]}`);
      else if (!keys.has(found[2])) problems.push(`${relative(root, file)}: ${found[2]} is used and absent`);
    }
  }
  for (const key of keys.keys()) if (!literals.has(key)) problems.push(`${key} is not used`);
  return problems;
}

function keysSource(keys) {
  const lines = ['// Written by `npm run texts` from messages/nl; checked by `npm run lint:texts`.', 'export type MessageKey ='];
  let line = ' ';
  for (const key of [...keys.keys()].sort()) {
    const part = ` | '${key}'`;
    if (line.length + part.length > 110) {
      lines.push(line);
      line = ' ';
    }
    line += part;
  }
  return [...lines, `${line};`, ''].join('\n');
}

function main() {
  const read = Object.fromEntries(languages.map((language) => [language, readLanguage(language)]));
  const keys = read.nl.messages;
  if (process.argv.includes('--write')) writeFileSync(keysFile, keysSource(keys));
  const problems = languages.flatMap((language) => read[language].problems);
  for (const language of languages.slice(1)) problems.push(...compare(keys, read[language].messages, language));
  problems.push(...usage(keys));
  if (readFileSync(keysFile, 'utf8') !== keysSource(keys)) problems.push('src/lib/i18n/keys.ts is old: run `npm run texts`');
  for (const problem of problems) console.error(problem);
  console.log(`${keys.size} texts in ${languages.length} languages, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
