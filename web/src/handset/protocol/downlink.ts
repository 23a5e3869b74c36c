// Reads a message of the cell, strictly: a handset acts only on what it understands completely.
// Never here: signatures.
import { REFUSALS, type Downlink, type Refusal, type Settings } from './messages';
import { boolean, readObject, required, string, time, uuid, within, WireError, type Fields } from './read';

const refusal = (value: unknown): Refusal | null => REFUSALS.find((code) => code === value) ?? null;

export function readSettings(fields: Fields): Settings {
  return {
    hold_ms: required(fields, 'hold_ms', within(1_000, 4_000)),
    double_press: required(fields, 'double_press', boolean),
    haptics: required(fields, 'haptics', boolean),
    heartbeat_ms: required(fields, 'heartbeat_ms', within(1_000, 86_400_000)),
  };
}

/** Throws a `WireError` when the body is no message of this version or lacks a part. */
export function decodeDownlink(body: string): Downlink {
  const fields = readObject(body);
  const type = required(fields, 'type', string);
  switch (type) {
    case 'held':
    case 'someone_there':
    case 'closed':
    case 'word_received':
      return { type, alarm: required(fields, 'alarm', uuid) };
    case 'test_answered':
      return { type, test: required(fields, 'test', uuid), answered_at: required(fields, 'answered_at', time) };
    case 'heard':
      return { type, server_time: required(fields, 'server_time', time) };
    case 'report_received':
    case 'revoked':
      return { type };
    case 'settings':
      return { type, ...readSettings(fields) };
    case 'refused':
      return { type, code: required(fields, 'code', refusal) };
    default:
      throw new WireError('unknown_type');
  }
}
