// The keyboard of the tracking desk, like that of the alarm desk. Single keys go with the switch of that desk (WC-01).
import type { MessageKey } from '../../../lib/i18n/keys';
import type { Press, Shortcuts } from '../../desk/keys';

export type TrackAct = 'take' | 'next' | 'previous' | 'call' | 'police' | 'instruct' | 'note' | 'close' | 'still_on_it' | 'map' | 'plot' | 'timeline' | 'help';

export interface TrackKey {
  act: TrackAct;
  letter: string | null;
  fixed: readonly string[];
  text: MessageKey;
}

export const TRACK_KEYS: readonly TrackKey[] = [
  { act: 'take', letter: null, fixed: ['Enter', ' '], text: 'track-key-take' },
  { act: 'call', letter: 'b', fixed: [], text: 'track-act-call' },
  { act: 'police', letter: 'd', fixed: [], text: 'track-act-police' },
  { act: 'instruct', letter: 'v', fixed: [], text: 'track-act-instruct' },
  { act: 'note', letter: 'n', fixed: [], text: 'track-act-note' },
  { act: 'still_on_it', letter: 'w', fixed: [], text: 'track-act-still' },
  { act: 'close', letter: 'c', fixed: [], text: 'track-act-close' },
  { act: 'next', letter: 'j', fixed: ['ArrowDown'], text: 'track-key-next' },
  { act: 'previous', letter: 'i', fixed: ['ArrowUp'], text: 'track-key-previous' },
  { act: 'map', letter: 'm', fixed: [], text: 'track-key-map' },
  { act: 'plot', letter: 'g', fixed: [], text: 'track-key-plot' },
  { act: 'timeline', letter: 't', fixed: [], text: 'track-key-timeline' },
  { act: 'help', letter: '?', fixed: [], text: 'key-help' },
];

export type TrackPress = { act: TrackAct } | { step: number };

/** What a key means here; `null` when it is not for this desk. */
export function trackActOf(press: Press, { single }: Shortcuts): TrackPress | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.typing || press.inDialog) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const walks = (act: TrackAct) => act === 'next' || act === 'previous';
  const fixed = TRACK_KEYS.find((line) => line.fixed.includes(key));
  if (fixed) return (fixed.act === 'take' && press.onControl) || (press.repeat && !walks(fixed.act)) ? null : { act: fixed.act };
  if (single === 'off') return null;
  if (/^[1-9]$/.test(key)) return press.repeat ? null : { step: Number(key) };
  const line = TRACK_KEYS.find((one) => one.letter === key);
  return line && !(press.repeat && !walks(line.act)) ? { act: line.act } : null;
}
