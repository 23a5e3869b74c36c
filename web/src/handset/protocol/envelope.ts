// Signed envelopes, both ways (FL-10), with Ed25519 by WebCrypto. The secret key is made so that it can never be read out.
// Never here: where keys and counters are kept, transport.
import { decodeBase64, encodeBase64 } from './base64';
import { decodeDownlink } from './downlink';
import type { Downlink } from './messages';
import { checkVersion, readObject, required, string, uuid, VERSION, WireError } from './read';

const UPLINK_CONTEXT = 'hoeder-handset-v1\0';
const DOWNLINK_CONTEXT = 'hoeder-cell-v1\0';
export const MAX_COUNTER = Number.MAX_SAFE_INTEGER;

/** The 8 points of small order: for such a key anybody can sign. Without the sign bit, hexadecimal. */
const SMALL_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
];

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The 32 bytes of a usable public key from base64, else `null`. */
export function publicKeyBytes(text: string): Uint8Array<ArrayBuffer> | null {
  const bytes = decodeBase64(text, 32);
  if (!bytes) return null;
  const unsigned = Uint8Array.from(bytes);
  unsigned[31] = (unsigned[31] ?? 0) & 0x7f;
  return SMALL_ORDER.includes(hex(unsigned)) ? null : bytes;
}

export async function importPublicKey(text: string): Promise<CryptoKey | null> {
  const bytes = publicKeyBytes(text);
  if (!bytes) return null;
  return crypto.subtle.importKey('raw', bytes, 'Ed25519', true, ['verify']).catch(() => null);
}

/** A new key pair whose secret half never leaves the browser. */
export async function makeKeyPair(): Promise<{ secret: CryptoKey; publicKey: string }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])) as CryptoKeyPair;
  const raw = await crypto.subtle.exportKey('raw', pair.publicKey);
  return { secret: pair.privateKey, publicKey: encodeBase64(new Uint8Array(raw)) };
}

function signedBytes(context: string, handset: string, counter: number | null, body: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const head = encoder.encode(context);
  const tail = encoder.encode(body);
  const bytes = new Uint8Array(head.length + 16 + (counter === null ? 0 : 8) + tail.length);
  bytes.set(head);
  const id = handset.replaceAll('-', '');
  for (let at = 0; at < 16; at += 1) bytes[head.length + at] = Number.parseInt(id.slice(2 * at, 2 * at + 2), 16);
  if (counter !== null) new DataView(bytes.buffer).setBigUint64(head.length + 16, BigInt(counter));
  bytes.set(tail, bytes.length - tail.length);
  return bytes;
}
export const uplinkSignedBytes = (handset: string, counter: number, body: string): Uint8Array<ArrayBuffer> =>
  signedBytes(UPLINK_CONTEXT, handset, counter, body);
export const downlinkSignedBytes = (handset: string, body: string): Uint8Array<ArrayBuffer> =>
  signedBytes(DOWNLINK_CONTEXT, handset, null, body);

/** Signs and wraps a body. `counter` is never used twice with one key. */
export async function sealBody(secret: CryptoKey, handset: string, counter: number, body: string): Promise<string> {
  const signature = await crypto.subtle.sign('Ed25519', secret, uplinkSignedBytes(handset, counter, body));
  return JSON.stringify({ v: VERSION, handset, counter, body, sig: encodeBase64(new Uint8Array(signature)) });
}

/** Opens and checks an envelope of the cell; gives its body. Throws a `WireError`: an answer that is not believed is no answer. */
export async function openBody(text: string, cell: CryptoKey, own: string): Promise<string> {
  const fields = readObject(text);
  checkVersion(fields);
  const handset = required(fields, 'handset', uuid);
  const body = required(fields, 'body', string);
  const signature = decodeBase64(string(fields['sig']) ?? '', 64);
  const genuine = signature !== null && (await crypto.subtle.verify('Ed25519', cell, signature, downlinkSignedBytes(handset, body)));
  if (!genuine) throw new WireError('wrong_signature');
  if (handset !== own) throw new WireError('other_handset');
  return body;
}

/** Opens, checks and reads a message of the cell. Throws as `openBody` does, and when the body is none that we know. */
export async function openDownlink(text: string, cell: CryptoKey, own: string): Promise<Downlink> {
  return decodeDownlink(await openBody(text, cell, own));
}
