// @vitest-environment node
// Whether a place is in Belgium is answered without a network.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Fix } from '../../src/handset/protocol/messages';
import { fixInBelgium, inBelgium } from '../../src/handset/border/border';

// Proves AL-14
test('places in Belgium, its enclaves and its border towns are told from those abroad (AL-14)', () => {
  const inside: [string, number, number][] = [
    ['Brussels', 50.8466, 4.3528], ['Gent', 51.0543, 3.7174], ['Eupen', 50.6279, 6.0364], ['Arlon', 49.6833, 5.8167], ['De Panne', 51.0979, 2.5934],
    ['Baarle-Hertog', 51.4373, 4.9285], ['Menen', 50.7952, 3.1216], ['Athus', 49.5636, 5.8353], ['Essen', 51.4669, 4.4681],
  ];
  const outside: [string, number, number][] = [
    ['Breda', 51.5866, 4.7759], ['Maastricht', 50.8514, 5.691], ['Aachen', 50.7753, 6.0839], ['Lille', 50.6292, 3.0573], ['Luxembourg', 49.6116, 6.1319],
    ['Sluis', 51.3083, 3.3861], ['London', 51.5074, -0.1278], ['Sydney', -33.8688, 151.2093], ['pole', 90, 0], ['date line', 0, 180],
  ];
  for (const [name, lat, lon] of inside) expect(inBelgium(lat, lon), name).toBe(true);
  for (const [name, lat, lon] of outside) expect(inBelgium(lat, lon), name).toBe(false);
});

test('the answers are those of the reference in the traces (AL-14)', () => {
  const traces = JSON.parse(readFileSync(new URL('../../../docs/vectors/beacon-traces.json', import.meta.url), 'utf8')) as {
    scenarios: { steps: { input: { give: string; fix?: Fix; in_belgium?: boolean } }[] }[];
  };
  const fixes = traces.scenarios.flatMap(({ steps }) => steps.map(({ input }) => input)).filter((input) => input.give === 'fixed');
  expect(fixes.length).toBeGreaterThan(3);
  for (const { fix, in_belgium } of fixes) if (fix) expect(fixInBelgium(fix)).toBe(in_belgium);
});
