// The other side of the protocol as docs/handset-protocol.md describes it, for tests: reads what a handset sends, signs
// what a cell answers. Never here: what a cell decides.
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { decodeBase64 } from '../../src/handset/protocol/base64';
import { publicKeyBytes, uplinkSignedBytes, downlinkSignedBytes, MAX_COUNTER } from '../../src/handset/protocol/envelope';
import { HANDSET_TEMPLATES, type Downlink, type Fix, type HandsetTemplate, type Said, type Uplink } from '../../src/handset/protocol/messages';
import { readCode } from '../../src/handset/protocol/pairing';
import {
  boolean, checkVersion, oneOf, readObject, required, string, time, uuid, within, WireError, type Fields,
} from '../../src/handset/protocol/read';

/** A secret key from the seed of RFC 8032. */
export function secretKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]), format: 'der', type: 'pkcs8' });
}
export function publicKey(base64: string): KeyObject {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(base64, 'base64')]);
  return createPublicKey({ key: der, format: 'der', type: 'spki' });
}
export function publicBase64(secret: KeyObject): string {
  return createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(12).toString('base64');
}

export interface Opened {
  handset: string;
  counter: number;
  body: string;
}
/** Opens and verifies an envelope of a handset. */
export function openUplink(text: string, key: KeyObject): Opened {
  const fields = readObject(text);
  checkVersion(fields);
  const handset = required(fields, 'handset', uuid);
  const counter = required(fields, 'counter', within(1, MAX_COUNTER));
  const body = required(fields, 'body', string);
  const signature = decodeBase64(string(fields['sig']) ?? '', 64);
  if (!signature || !verify(null, uplinkSignedBytes(handset, counter, body), key, signature)) throw new WireError('wrong_signature');
  return { handset, counter, body };
}

export function sealDownlink(cell: KeyObject, handset: string, downlink: Downlink | string): string {
  const body = typeof downlink === 'string' ? downlink : JSON.stringify(downlink);
  return JSON.stringify({ v: 1, handset, body, sig: sign(null, downlinkSignedBytes(handset, body), cell).toString('base64') });
}

export function readPairRequest(text: string): { code: string; public_key: string; model: string; app_version: string } {
  const fields = readObject(text);
  checkVersion(fields);
  const code = readCode(required(fields, 'code', string));
  if (!code) throw new WireError('bad_pairing_code');
  const key = required(fields, 'public_key', string);
  if (!publicKeyBytes(key)) throw new WireError('bad_key');
  return { code, public_key: key, model: string(fields['model']) ?? '', app_version: string(fields['app_version']) ?? '' };
}

const trigger = oneOf(['button', 'screen', 'missed_check_in']);
const path = oneOf(['wifi', 'cellular', 'internet']);
const day = (value: unknown): string | null => {
  const written = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : null;
  const ms = Date.parse(`${written}T00:00:00Z`);
  return written !== null && ms >= 0 && new Date(ms).toISOString().slice(0, 10) === written ? written : null;
};
const MAX_TEXT_CHARS = 300;
const source = (value: unknown) => ['gnss', 'wifi', 'cell', 'fused', 'unknown'].find((word) => word === value) ?? null;
const object = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
const percent = within(0, 100);

/** Reads a body field by field: what is damaged is dropped and named. */
class Reader {
  flaws: string[] = [];
  constructor(
    private fields: Fields,
    private fallback: string,
  ) {}
  private get(name: string): unknown {
    return this.fields[name] ?? undefined;
  }
  mark(flaw: string): null {
    if (!this.flaws.includes(flaw)) this.flaws.push(flaw);
    return null;
  }
  optional<T>(name: string, read: (value: unknown) => T | null, flaw = name): T | undefined {
    const value = this.get(name);
    if (value === undefined) return undefined;
    return read(value) ?? this.mark(flaw) ?? undefined;
  }
  expected<T>(name: string, read: (value: unknown) => T | null, instead: T, flaw = name): T {
    return read(this.get(name)) ?? this.mark(flaw) ?? instead;
  }
  at(name: string): string {
    return this.expected(name, time, this.fallback);
  }
  text(name: string, most: number): string {
    const text = this.expected(name, string, '');
    if ([...text].length > most) this.mark(name);
    return [...text].slice(0, most).join('');
  }
  /** A text that nothing can stand in for: too long is cut. */
  words(name: string): string {
    const text = required(this.fields, name, (value) => string(value) || null);
    if ([...text].length > MAX_TEXT_CHARS) this.mark(name);
    return [...text].slice(0, MAX_TEXT_CHARS).join('');
  }
  said(): Said<HandsetTemplate> {
    if (this.get('template') === undefined || this.get('template') === null) return { text: this.words('text') };
    const template = required(this.fields, 'template', oneOf(HANDSET_TEMPLATES));
    return (this.get('text') ?? null) === null ? { template } : fail('bad_field');
  }
  note(): string | undefined {
    const note = this.optional('note', (value) => string(value) || null);
    if (note !== undefined && [...note].length > MAX_TEXT_CHARS) this.mark('note');
    return note === undefined ? undefined : [...note].slice(0, MAX_TEXT_CHARS).join('');
  }
  fix(): Fix | undefined {
    const fields = this.optional('fix', object);
    if (!fields) return undefined;
    const inner = new Reader(fields, this.fallback);
    const lat_e7 = within(-900_000_000, 900_000_000)(fields['lat_e7']);
    const lon_e7 = within(-1_800_000_000, 1_800_000_000)(fields['lon_e7']);
    if (lat_e7 === null || lon_e7 === null) return this.mark('fix') ?? undefined;
    const fix = {
      lat_e7, lon_e7,
      accuracy_dm: inner.optional('accuracy_dm', within(1, 200_000_000), 'fix.accuracy_dm'),
      fixed_at: inner.expected('fixed_at', time, this.fallback, 'fix.fixed_at'),
      source: (inner.optional('source', source, 'fix.source') ?? 'unknown') as Fix['source'],
    };
    inner.flaws.forEach((flaw) => this.mark(flaw));
    return fix;
  }
}

function alarmOf(fields: Fields): string {
  return uuid(fields['alarm']) ?? fail('press_unreadable');
}
function fail(code: 'press_unreadable' | 'missing_field' | 'bad_field' | 'unknown_type'): never {
  throw new WireError(code);
}

/** Reads a body as the cell does. */
export function readUplink(body: string, receivedAt: string): { uplink: Uplink; flaws: string[] } {
  const fields = readObject(body);
  const reader = new Reader(fields, receivedAt);
  const uplink = readKind(required(fields, 'type', string), fields, reader);
  return { uplink, flaws: reader.flaws };
}

function readKind(type: string, fields: Fields, reader: Reader): Uplink {
  switch (type) {
    case 'press':
      return {
        type, alarm: alarmOf(fields), pressed_at: reader.at('pressed_at'), trigger: reader.expected('trigger', trigger, 'screen'),
        fix: reader.fix(), battery_pct: reader.optional('battery_pct', percent), repeats: reader.optional('repeats', within(0, 65_535)) ?? 0,
      };
    case 'pressed_again':
      return { type, alarm: alarmOf(fields), pressed_at: reader.at('pressed_at') };
    case 'moved': {
      const alarm = required(fields, 'alarm', uuid);
      const fix = reader.fix() ?? fail(reader.flaws.includes('fix') ? 'bad_field' : 'missing_field');
      return { type, alarm, fix, battery_pct: reader.optional('battery_pct', percent) };
    }
    case 'mistake':
      return { type, alarm: required(fields, 'alarm', uuid), word: reader.text('word', 64) };
    case 'heartbeat':
      return {
        type, sent_at: reader.at('sent_at'), path: reader.optional('path', path), battery_pct: reader.optional('battery_pct', percent),
        button_battery_pct: reader.optional('button_battery_pct', percent), button_linked: reader.optional('button_linked', boolean),
      };
    case 'daily_report':
      return {
        type, button_battery_pct: reader.optional('button_battery_pct', percent), battery_pct: reader.optional('battery_pct', percent),
        button_linked: reader.optional('button_linked', boolean), location_permitted: reader.optional('location_permitted', boolean),
        location_accuracy_m: reader.optional('location_accuracy_m', within(0, 20_000_000)),
        microphone: reader.optional('microphone', oneOf(['granted', 'denied', 'prompt', 'absent'])), app_version: reader.text('app_version', 32),
        last_test: reader.optional('last_test', time), network: reader.text('network', 16),
        do_not_disturb: reader.optional('do_not_disturb', boolean),
      };
    case 'self_test':
      return {
        type, test: required(fields, 'test', uuid), sent_at: reader.at('sent_at'), trigger: reader.expected('trigger', trigger, 'screen'),
      };
    case 'hello':
      return { type };
    case 'timer_set':
      return {
        type, alarm: required(fields, 'alarm', uuid), set_at: reader.at('set_at'), until: required(fields, 'until', time),
        note: reader.note(),
      };
    case 'timer_ended':
      return { type, alarm: required(fields, 'alarm', uuid) };
    case 'trip': {
      const [from, until] = [required(fields, 'from', day), required(fields, 'until', day)];
      if (until < from) fail('bad_field');
      return { type, trip: required(fields, 'trip', uuid), from, until, place: reader.words('place') };
    }
    case 'trip_ended':
      return { type, trip: required(fields, 'trip', uuid) };
    case 'text':
      return { type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid), ...reader.said() };
    case 'answer':
      return {
        type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid), yes: required(fields, 'yes', boolean),
      };
    case 'typing':
      return {
        type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid),
        edit: required(fields, 'edit', within(0, 0xffff_ffff)), text: reader.text('text', MAX_TEXT_CHARS),
      };
    case 'message_seen':
      return { type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid) };
    default:
      return fail('unknown_type');
  }
}
