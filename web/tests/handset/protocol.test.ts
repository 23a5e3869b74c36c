// @vitest-environment node
// The protocol module says and hears exactly what docs/handset-protocol.md describes: docs/vectors/handset-v1.json.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeDownlink } from '../../src/handset/protocol/downlink';
import {
  downlinkSignedBytes, importPublicKey, makeKeyPair, openDownlink, sealBody, uplinkSignedBytes,
} from '../../src/handset/protocol/envelope';
import { decodePairAnswer, encodePairRequest, readCode } from '../../src/handset/protocol/pairing';
import { WireError } from '../../src/handset/protocol/read';
import { encodeUplink } from '../../src/handset/protocol/uplink';
import { openUplink, publicKey, readPairRequest, readUplink } from './cell';

interface Signed {
  name: string;
  counter: number;
  body: string;
  signed_hex: string;
  envelope: string;
}
const vectors = JSON.parse(readFileSync(new URL('../../../docs/vectors/handset-v1.json', import.meta.url), 'utf8')) as {
  handset: { id: string; seed_hex: string; public_key: string };
  cell: { public_key: string };
  received_at: string;
  uplinks: Signed[];
  downlinks: Signed[];
  pairing: { code: string; typed: string[]; request: string; answer: string };
  flawed: { name: string; body: string; read_as: string; flaws: string[] }[];
  invalid: { name: string; kind: 'uplink' | 'downlink' | 'pair_request' | 'pair_answer'; input?: string; spaces?: number; error: string }[];
};
const { handset } = vectors;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

async function vectorKey(): Promise<CryptoKey> {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(handset.seed_hex, 'hex')]);
  return crypto.subtle.importKey('pkcs8', der, 'Ed25519', false, ['sign']);
}
async function cellKey(): Promise<CryptoKey> {
  const key = await importPublicKey(vectors.cell.public_key);
  if (!key) throw new Error('the key of the vectors must be readable');
  return key;
}

describe('uplinks', () => {
  for (const vector of vectors.uplinks) {
    test(`${vector.name}: the same body, the same signed bytes, the same envelope (FL-10, AL-18)`, async () => {
      const { uplink, flaws } = readUplink(vector.body, vectors.received_at);
      expect(flaws).toEqual([]);
      expect(encodeUplink(uplink)).toBe(vector.body);
      expect(hex(uplinkSignedBytes(handset.id, vector.counter, vector.body))).toBe(vector.signed_hex);
      expect(await sealBody(await vectorKey(), handset.id, vector.counter, vector.body)).toBe(vector.envelope);
    });
  }
});

describe('downlinks', () => {
  for (const vector of vectors.downlinks) {
    test(`${vector.name}: believed and understood`, async () => {
      expect(hex(downlinkSignedBytes(handset.id, vector.body))).toBe(vector.signed_hex);
      const downlink = await openDownlink(vector.envelope, await cellKey(), handset.id);
      expect(downlink).toEqual(decodeDownlink(vector.body));
      expect(JSON.stringify(downlink)).toBe(vector.body);
    });
  }
});

describe('damaged parts', () => {
  for (const vector of vectors.flawed) {
    test(`${vector.name}: the press goes through, the flaw is named (FL-20)`, () => {
      const { uplink, flaws } = readUplink(vector.body, vectors.received_at);
      expect(flaws).toEqual(vector.flaws);
      expect(encodeUplink(uplink)).toBe(vector.read_as);
    });
  }
});

describe('invalid input', () => {
  const read: Record<'uplink' | 'downlink' | 'pair_request' | 'pair_answer', (text: string) => unknown> = {
    uplink: (text: string) => readUplink(openUplink(text, publicKey(handset.public_key)).body, vectors.received_at),
    downlink: async (text: string) => openDownlink(text, await cellKey(), handset.id),
    pair_request: readPairRequest,
    pair_answer: decodePairAnswer,
  };
  for (const vector of vectors.invalid) {
    test(`${vector.kind} ${vector.name}: ${vector.error}`, async () => {
      const text = vector.input ?? ' '.repeat(vector.spaces ?? 0);
      const outcome = await Promise.resolve()
        .then(() => read[vector.kind](text))
        .then(() => 'read', (error: unknown) => (error instanceof WireError ? error.code : error));
      expect(outcome).toBe(vector.error);
    });
  }
});

describe('pairing', () => {
  test('a code is read however it is typed', () => {
    for (const typed of vectors.pairing.typed) expect(readCode(typed)).toBe(vectors.pairing.code);
    expect(readCode(' o1 23-4567')).toBe('0123-4567');
    for (const typed of ['', 'ABCD-EFG', 'ABCD-EFGHJ', 'ABCD-EFGU', 'ABCD_EFGH', 'ÀBCD-EFGH', 'A'.repeat(5000)]) expect(readCode(typed)).toBeNull();
  });
  test('request and answer are those of the vectors', () => {
    expect(encodePairRequest(readPairRequest(vectors.pairing.request))).toBe(vectors.pairing.request);
    const answer = decodePairAnswer(vectors.pairing.answer);
    expect(answer.handset).toBe(handset.id);
    expect(answer.cell_key).toBe(vectors.cell.public_key);
  });
  // Proves FL-10: what this browser signs, the cell can check, and the secret half cannot be read out.
  test('a new key signs what the cell accepts, and its secret half never leaves the browser (FL-10)', async () => {
    const { secret, publicKey: mine } = await makeKeyPair();
    const envelope = await sealBody(secret, handset.id, 7, '{"type":"hello"}');
    expect(openUplink(envelope, publicKey(mine))).toEqual({ handset: handset.id, counter: 7, body: '{"type":"hello"}' });
    expect(secret.extractable).toBe(false);
    await expect(crypto.subtle.exportKey('pkcs8', secret)).rejects.toThrow();
  });
});
