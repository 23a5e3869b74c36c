// A handset made from docs/handset-protocol.md alone: what a stranger could build, and what an attacker could.
import { createPublicKey, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { request, type APIRequestContext, type APIResponse } from '@playwright/test';
import type { Spot } from './territory';

const UPLINK = Buffer.from('hoeder-handset-v1\0', 'ascii');
const DOWNLINK = Buffer.from('hoeder-cell-v1\0', 'ascii');
/** What stands before 32 bytes of key in a DER public key (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

export interface Downlink {
  type: string;
  code?: string;
  [field: string]: unknown;
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** A UUID of version 7. */
export function freshId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function fixAt(spot: Spot): object {
  const e7 = (degrees: number) => Math.round(degrees * 1e7);
  return { lat_e7: e7(spot.latitude), lon_e7: e7(spot.longitude), accuracy_dm: 80, fixed_at: new Date().toISOString(), source: 'gnss' };
}

export class StrangeHandset {
  private counter = 0;
  private constructor(
    private readonly http: APIRequestContext,
    readonly id: string,
    private readonly secret: KeyObject,
    private readonly cellKey: KeyObject | null,
  ) {}

  static http(url: string): Promise<APIRequestContext> {
    return request.newContext({ baseURL: url, ignoreHTTPSErrors: true });
  }

  /** A handset that nobody knows, or that says it is one that is known. */
  static async unpaired(url: string, id = freshId()): Promise<StrangeHandset> {
    return new StrangeHandset(await this.http(url), id, generateKeyPairSync('ed25519').privateKey, null);
  }

  /** A handset that is paired as the protocol says. */
  static async paired(url: string, code: string): Promise<StrangeHandset> {
    const http = await this.http(url);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
    const response = await http.post('/handset/v1/pair', {
      data: { v: 1, code, public_key: raw.toString('base64'), model: 'From the protocol', app_version: '0.1.0' },
    });
    if (response.status() !== 200) throw new Error(`pairing: ${response.status()} ${await response.text()}`);
    const answer = (await response.json()) as { handset: string; cell_key: string };
    const cell = Buffer.concat([SPKI, Buffer.from(answer.cell_key, 'base64')]);
    return new StrangeHandset(http, answer.handset, privateKey, createPublicKey({ key: cell, format: 'der', type: 'spki' }));
  }

  /** The envelope of a message with the next counter, or a given one. */
  seal(message: object, counter = ++this.counter): object {
    const body = JSON.stringify(message);
    const number = Buffer.alloc(8);
    number.writeBigUInt64BE(BigInt(counter));
    const bytes = Buffer.concat([UPLINK, uuidBytes(this.id), number, Buffer.from(body, 'utf8')]);
    return { v: 1, handset: this.id, counter, body, sig: sign(null, bytes, this.secret).toString('base64') };
  }

  post(envelope: object | string | Buffer): Promise<APIResponse> {
    const data = typeof envelope === 'string' || Buffer.isBuffer(envelope) ? envelope : JSON.stringify(envelope);
    return this.http.post('/handset/v1/messages', { data, headers: { 'content-type': 'application/json' } });
  }

  /** Sends a message and reads the answer; with a cell key, believes it only when it is signed. */
  async send(message: object, counter?: number): Promise<Downlink> {
    const response = await this.post(counter === undefined ? this.seal(message) : this.seal(message, counter));
    const text = await response.text();
    if (response.status() !== 200) throw new Error(`${response.status()} ${text}`);
    const envelope = JSON.parse(text) as { handset: string; body: string; sig: string };
    if (this.cellKey) {
      const bytes = Buffer.concat([DOWNLINK, uuidBytes(this.id), Buffer.from(envelope.body, 'utf8')]);
      const believed = envelope.handset === this.id && verify(null, bytes, this.cellKey, Buffer.from(envelope.sig, 'base64'));
      if (!believed) throw new Error('the answer is not signed by the cell');
    }
    return JSON.parse(envelope.body) as Downlink;
  }

  press(spot: Spot, alarm = freshId()): Promise<Downlink> {
    return this.send({ type: 'press', alarm, pressed_at: new Date().toISOString(), trigger: 'button', fix: fixAt(spot), battery_pct: 64, repeats: 0 });
  }

  close(): Promise<void> {
    return this.http.dispose();
  }
}
