// The offer of sound in an alarm and what the cell answers to it (docs/handset-protocol.md, section 6.3).
// Never here: what an offer says, signatures.
import { readObject, required, string, WireError } from './read';

/** `sdp`: the answer to the offer. `later`: no such alarm is open yet, or nobody takes sound: ask again. */
export type VoiceAnswer = { sdp: string } | { later: true };

export function encodeVoice(alarm: string, sdp: string): string {
  return JSON.stringify({ type: 'voice', alarm, sdp });
}

/** Throws a `WireError` when the body is no such answer: one that says both or neither is none. */
export function decodeVoiceAnswer(body: string): VoiceAnswer {
  const fields = readObject(body);
  if (required(fields, 'type', string) !== 'voice') throw new WireError('unknown_type');
  const has = (name: string) => Object.hasOwn(fields, name) && fields[name] !== null;
  if (!has('later')) return { sdp: required(fields, 'sdp', (value) => (typeof value === 'string' && value.startsWith('v=0') ? value : null)) };
  if (has('sdp')) throw new WireError('bad_field', 'sdp');
  return { later: required(fields, 'later', (value) => (value === true ? value : null)) };
}
