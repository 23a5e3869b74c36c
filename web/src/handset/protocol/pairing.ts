// Pairing: a one-time code binds the public key that this handset made to the handset that a case officer registered.
// Never here: sending it, keeping what comes back.
import { publicKeyBytes } from './envelope';
import { readSettings } from './downlink';
import type { Settings } from './messages';
import { checkVersion, readObject, required, time, uuid, VERSION } from './read';

/** Crockford's base 32: no I, L, O or U. */
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{8}$/;
const MAX_TYPED_CHARS = 32;

/** What a person typed as `ABCD-EFGH`: case, hyphens and spaces do not matter, O is 0, I and L are 1. `null` is no code. */
export function readCode(typed: string): string | null {
  if ([...typed].length > MAX_TYPED_CHARS) return null;
  const code = typed.replace(/[- ]/g, '').toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  return ALPHABET.test(code) ? `${code.slice(0, 4)}-${code.slice(4)}` : null;
}

export interface PairAnswer {
  handset: string;
  /** Base64; the only key that is believed from now on. */
  cell_key: string;
  settings: Settings;
  server_time: string;
}

export function encodePairRequest(request: { code: string; public_key: string; model: string; app_version: string }): string {
  const { code, public_key, model, app_version } = request;
  return JSON.stringify({ v: VERSION, code, public_key, model: model.slice(0, 64), app_version: app_version.slice(0, 32) });
}

/** Throws a `WireError` when it is no answer of this version. */
export function decodePairAnswer(text: string): PairAnswer {
  const fields = readObject(text);
  checkVersion(fields);
  const key = (value: unknown): string | null => (typeof value === 'string' && publicKeyBytes(value) ? value : null);
  const settings = required(fields, 'settings', (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null,
  );
  return {
    handset: required(fields, 'handset', uuid),
    cell_key: required(fields, 'cell_key', key),
    settings: readSettings(settings as Record<string, unknown>),
    server_time: required(fields, 'server_time', time),
  };
}
