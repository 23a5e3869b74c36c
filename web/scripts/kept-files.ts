// Writes into the service worker which files the handset page can need, and the version that they make together: a build
// with other files is another version, and nothing of two builds is ever mixed. Runs at the end of `vite build`.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin, Rollup } from 'vite';

/** Name of the service worker among the entries. */
export const WORKER = 'sw';
const SCRIPT = 'handset/sw.js';
const DOCUMENT = 'handset/index.html';
/** Where the list goes. */
const SLOT = '__KEPT_FILES__';

type Bundle = Rollup.OutputBundle;

const textOf = (file: Bundle[string]): string | Uint8Array => (file.type === 'chunk' ? file.code : file.source);

/** Texts of the console, which the list of all texts names as well. */
const ofConsole = (file: Bundle[string]): boolean =>
  file.type === 'chunk' && file.moduleIds.length > 0 && file.moduleIds.every((id) => /\/messages\/\w+\/(?!handset\.ftl)/.test(id));

/** Every file of the build that the page or one of its files names, and the page itself. */
export function filesOf(bundle: Bundle): string[] {
  const kept = new Set<string>();
  const wanted = [DOCUMENT];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const file = bundle[name];
    if (!file || kept.has(name) || ofConsole(file)) continue;
    kept.add(name);
    const text = Buffer.from(textOf(file)).toString('utf8');
    for (const other of Object.keys(bundle)) {
      const short = other.split('/').at(-1) ?? other;
      if (other !== SCRIPT && !other.endsWith('.html') && !kept.has(other) && text.includes(short)) wanted.push(other);
    }
  }
  return [...kept].sort();
}

export function keptFiles(publicFolder: string): Plugin {
  return {
    name: 'hoeder-kept-files',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const worker = bundle[SCRIPT];
        if (worker?.type !== 'chunk' || !worker.code.includes(SLOT)) this.error('the service worker has no place for its list');
        if (worker.imports.length > 0) this.error('the service worker must stand alone');
        const built = filesOf(bundle);
        if (built.length < 3) this.error('the handset page is not in the build');
        const beside = readdirSync(join(publicFolder, 'handset')).sort();
        const version = createHash('sha256');
        for (const name of built) {
          const file = bundle[name];
          if (file) version.update(name).update(textOf(file));
        }
        for (const name of beside) version.update(name).update(readFileSync(join(publicFolder, 'handset', name)));
        version.update(worker.code);
        const files = [...built.map((name) => (name === DOCUMENT ? '/handset/' : `/${name}`)), ...beside.map((name) => `/handset/${name}`)];
        worker.code = worker.code.replaceAll(SLOT, JSON.stringify({ version: version.digest('hex').slice(0, 16), files }));
      },
    },
  };
}
