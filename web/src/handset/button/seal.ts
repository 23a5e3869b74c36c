// AES-128-CCM with a 4-byte tag and a 13-byte nonce (RFC 3610), from the two modes that a browser has: CBC makes the tag,
// CTR opens. So the button's key, like the phone's own, is an object that nothing can read out. Never here: counters.

export const TAG_BYTES = 4;
export const NONCE_BYTES = 13;
const BLOCK = 16;
/** Flags of the first block of the tag: no associated data, 4 bytes of tag, lengths of 2 bytes. */
const TAG_FLAGS = 0b0000_1001;
/** Flags of a counter block: lengths of 2 bytes. */
const COUNTER_FLAGS = 0b0000_0001;

/** The key of one button. It is kept as it is; its bytes are in no storage. */
export interface BindKey {
  tag: CryptoKey;
  open: CryptoKey;
}

export async function importBindKey(bytes: Uint8Array<ArrayBuffer>): Promise<BindKey> {
  const of = (name: string, use: KeyUsage) => crypto.subtle.importKey('raw', bytes, { name }, false, [use]);
  const [tag, open] = await Promise.all([of('AES-CBC', 'encrypt'), of('AES-CTR', 'decrypt')]);
  return { tag, open };
}

async function tagOf(key: BindKey, nonce: Uint8Array, payload: Uint8Array): Promise<Uint8Array> {
  const blocks = 1 + Math.ceil(payload.length / BLOCK);
  const bytes = new Uint8Array(blocks * BLOCK);
  bytes[0] = TAG_FLAGS;
  bytes.set(nonce, 1);
  new DataView(bytes.buffer).setUint16(1 + NONCE_BYTES, payload.length);
  bytes.set(payload, BLOCK);
  const chained = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(BLOCK) }, key.tag, bytes);
  // The browser adds one block of padding; the block before it is the chain's end.
  return new Uint8Array(chained).subarray((blocks - 1) * BLOCK, (blocks - 1) * BLOCK + TAG_BYTES);
}

/** The payload, or `null` when the seal does not fit. */
export async function open(key: BindKey, nonce: Uint8Array, sealed: Uint8Array, tag: Uint8Array): Promise<Uint8Array | null> {
  const counter = new Uint8Array(BLOCK);
  counter[0] = COUNTER_FLAGS;
  counter.set(nonce, 1);
  const bytes = new Uint8Array(BLOCK + sealed.length);
  bytes.set(tag);
  bytes.set(sealed, BLOCK);
  const opened = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CTR', counter, length: 16 }, key.open, bytes));
  const payload = opened.subarray(BLOCK);
  const expected = await tagOf(key, nonce, payload);
  const difference = expected.reduce((sum, byte, at) => sum | (byte ^ (opened[at] ?? 0)), 0);
  return difference === 0 ? payload : null;
}
