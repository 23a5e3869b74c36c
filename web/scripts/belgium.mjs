// Writes src/handset/border/belgium.json: the outline of Belgium that the server uses as well, for a phone without a network.
// Source: the data of crate `country-boundaries` ((c) OpenStreetMap contributors, ODbL 1.0), whose file is the argument:
// `node scripts/belgium.mjs .../country-boundaries-1.2.0/data/boundaries60x30.ser`
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bytes = readFileSync(process.argv[2]);
let at = 0;
const u8 = () => bytes.readUInt8(at++);
const u16 = () => ((at += 2), bytes.readUInt16BE(at - 2));
const u32 = () => ((at += 4), bytes.readUInt32BE(at - 4));
const text = () => {
  const length = u16();
  at += length;
  return bytes.toString('utf8', at - length, at);
};
const many = (count, read) => Array.from({ length: count }, read);
const ring = () => many(u32(), () => [u16(), u16()]);

if (u16() !== 2) throw new Error('another version of the file');
many(u32(), () => [text(), (at += 8)]);
const width = u32();
const cells = many(u32(), () => ({
  whole: many(u8(), text),
  parts: many(u8(), () => ({ id: text(), outer: many(u8(), ring), inner: many(u8(), ring) })),
}));
const height = cells.length / width;
const kept = cells.flatMap((cell, index) => {
  const part = cell.parts.find(({ id }) => id === 'BE');
  const whole = cell.whole.includes('BE');
  if (!part && !whole) return [];
  const flat = (rings) => rings.map((points) => points.flat());
  return [{ x: index % width, y: Math.floor(index / width), whole, outer: flat(part?.outer ?? []), inner: flat(part?.inner ?? []) }];
});
const file = fileURLToPath(new URL('../src/handset/border/belgium.json', import.meta.url));
writeFileSync(file, `${JSON.stringify({ width, height, cells: kept })}\n`);
console.log(`${kept.length} cells`);
