// Reads a message of the cell, strictly: a handset acts only on what it understands completely.
// Never here: signatures.
import {
  DESK_TEMPLATES, REFUSALS, SUPERVISION_CLASSES, type Downlink, type Refusal, type Said, type DeskTemplate, type Settings,
} from './messages';
import { boolean, oneOf, readObject, required, string, text, time, uuid, within, WireError, type Fields } from './read';

/** The longest text of a message, characters. */
const MAX_TEXT_CHARS = 300;

const refusal: (value: unknown) => Refusal | null = oneOf(REFUSALS);

export function readSettings(fields: Fields): Settings {
  return {
    hold_ms: required(fields, 'hold_ms', within(1_000, 4_000)),
    double_press: required(fields, 'double_press', boolean),
    haptics: required(fields, 'haptics', boolean),
    class: required(fields, 'class', oneOf(SUPERVISION_CLASSES)),
    paths: required(fields, 'paths', oneOf(['one', 'two'])),
    discreet: required(fields, 'discreet', boolean),
  };
}

/** Also nothing: everything was erased. */
const line = (value: unknown): string | null => (value === '' ? '' : text(MAX_TEXT_CHARS)(value));

/** A template, or a text where there is none; both or neither is no message. */
function said(fields: Fields): Said<DeskTemplate> {
  const has = (name: string) => Object.hasOwn(fields, name) && fields[name] !== null;
  if (!has('template')) return { text: required(fields, 'text', text(MAX_TEXT_CHARS)) };
  if (has('text')) throw new WireError('bad_field', 'text');
  return { template: required(fields, 'template', oneOf(DESK_TEMPLATES)) };
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
    case 'timer_held':
    case 'timer_over':
      return { type, alarm: required(fields, 'alarm', uuid) };
    case 'test_answered':
      return { type, test: required(fields, 'test', uuid), answered_at: required(fields, 'answered_at', time) };
    case 'heard':
      return { type, server_time: required(fields, 'server_time', time) };
    case 'report_received':
    case 'revoked':
    case 'test_plan_over':
      return { type };
    case 'settings':
      return { type, ...readSettings(fields) };
    case 'trip_received':
      return { type, trip: required(fields, 'trip', uuid) };
    case 'message':
      return {
        type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid), ...said(fields),
        asks: required(fields, 'asks', boolean),
      };
    case 'typing':
      return {
        type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid),
        edit: required(fields, 'edit', within(0, 0xffff_ffff)), text: required(fields, 'text', line),
      };
    case 'text_received':
      return { type, alarm: required(fields, 'alarm', uuid), message: required(fields, 'message', uuid) };
    case 'test_planned':
      return {
        type, test: required(fields, 'test', uuid), from: required(fields, 'from', time), until: required(fields, 'until', time),
      };
    case 'refused':
      return { type, code: required(fields, 'code', refusal) };
    default:
      throw new WireError('unknown_type');
  }
}
