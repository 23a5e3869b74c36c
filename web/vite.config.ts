/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig } from 'vite';
import { keptFiles, WORKER } from './scripts/kept-files.ts';

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const pages = { console: page('index.html'), handset: page('handset/index.html'), [WORKER]: page('src/handset/worker/sw.ts') };

// Where `npm run dev` finds a running `hoeder serve`.
const server = process.env['HOEDER_DEV_SERVER'] ?? 'https://localhost:8443';

export default defineConfig({
  plugins: [svelte(), svelteTesting(), keptFiles(page('public'))],
  // MapLibre's worker is a module of its own; without this the map stays grey.
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // MapLibre is 1 MB and is loaded only when a map is shown.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: pages,
      // The service worker stands beside the page that it serves, under a name that never changes.
      output: { entryFileNames: ({ name }) => (name === WORKER ? 'handset/sw.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: {
    // `/handset/v1` is the protocol; `/handset/` itself is a page of ours.
    proxy: Object.fromEntries(['/api', '/handset/v1', '/tiles'].map((path) => [path, { target: server, secure: false, ws: true }])),
  },
  test: { environment: 'jsdom', include: ['tests/**/*.test.ts'], setupFiles: ['tests/setup.ts'] },
});
