// One JSON object, field by field. `null` is the same as absent, unknown names are passed over, the last of a name counts.
// Never here: the meaning of any field.

/** The largest envelope or pairing message, bytes. */
export const MAX_ENVELOPE_BYTES = 16 * 1024;
export const VERSION = 1;

export type WireCode =
  | 'too_large' | 'not_utf8' | 'not_json' | 'unknown_version' | 'unknown_type' | 'missing_field' | 'bad_field' | 'press_unreadable'
  | 'bad_key' | 'bad_pairing_code' | 'wrong_signature' | 'other_handset';

/** Text that is no message of this protocol. The code is that of docs/handset-protocol.md, section 7.2. */
export class WireError extends Error {
  constructor(
    readonly code: WireCode,
    readonly field: string | null = null,
  ) {
    super(field ? `${code}: ${field}` : code);
  }
}

export type Fields = Record<string, unknown>;

export function readObject(text: string): Fields {
  if (new TextEncoder().encode(text).length > MAX_ENVELOPE_BYTES) throw new WireError('too_large');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new WireError('not_json');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new WireError('not_json');
  return value as Fields;
}

/** Refuses every version but ours, before any other field is looked at. */
export function checkVersion(fields: Fields): void {
  if (required(fields, 'v', wholeNumber) !== VERSION) throw new WireError('unknown_version');
}

/** A field that must be there; `read` answers `null` for what it does not accept. */
export function required<T>(fields: Fields, name: string, read: (value: unknown) => T | null): T {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (value === undefined || value === null) throw new WireError('missing_field', name);
  const read_ = read(value);
  if (read_ === null) throw new WireError('bad_field', name);
  return read_;
}

export const string = (value: unknown): string | null => (typeof value === 'string' ? value : null);
export const boolean = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (value: unknown): T | null =>
    words.find((word) => word === value) ?? null;
/** 1 to `most` characters (Unicode scalar values). */
export const text =
  (most: number) =>
  (value: unknown): string | null =>
    typeof value === 'string' && value !== '' && [...value].length <= most ? value : null;
export const wholeNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
export const within = (least: number, most: number) => (value: unknown): number | null => {
  const number = wholeNumber(value);
  return number !== null && number >= least && number <= most ? number : null;
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
export const uuid = (value: unknown): string | null => (typeof value === 'string' && UUID.test(value) ? value.toLowerCase() : null);

const TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;
/** RFC 3339 from 1970 to 9999, as UTC with three decimals. */
export const time = (value: unknown): string | null => {
  if (typeof value !== 'string' || value.length > 64 || !TIME.test(value)) return null;
  const ms = Date.parse(value.toUpperCase());
  return ms >= 0 && ms <= 253_402_300_799_999 ? new Date(ms).toISOString() : null;
};
