// The keyboard of the alarm desk. One table, shown by the help page and used by the desk. Can be switched off (WCAG 2.1.4).
import type { MessageKey } from '../../lib/i18n/keys';

export type DeskAct =
  | 'take' | 'next' | 'previous' | 'first' | 'dispatch' | 'on_scene' | 'note' | 'close' | 'hand_over' | 'map' | 'card' | 'people'
  | 'mute' | 'help';

export interface KeyLine {
  act: DeskAct;
  keys: readonly string[];
  /** What is printed on the key. */
  label: string;
  text: MessageKey;
}

export const DESK_KEYS: readonly KeyLine[] = [
  { act: 'take', keys: ['Enter', ' '], label: 'Enter', text: 'key-take' },
  { act: 'dispatch', keys: ['d', '1'], label: 'D', text: 'key-dispatch' },
  { act: 'on_scene', keys: ['s', '2'], label: 'S', text: 'key-on-scene' },
  { act: 'note', keys: ['n', '3'], label: 'N', text: 'key-note' },
  { act: 'close', keys: ['c', '4'], label: 'C', text: 'key-close' },
  { act: 'hand_over', keys: ['h', '5'], label: 'H', text: 'key-hand-over' },
  { act: 'next', keys: ['ArrowDown', 'j'], label: '↓', text: 'key-next' },
  { act: 'previous', keys: ['ArrowUp', 'i'], label: '↑', text: 'key-previous' },
  { act: 'first', keys: ['Home'], label: 'Home', text: 'key-first' },
  { act: 'card', keys: ['k'], label: 'K', text: 'key-card' },
  { act: 'people', keys: ['p'], label: 'P', text: 'key-people' },
  { act: 'map', keys: ['m'], label: 'M', text: 'key-map' },
  { act: 'mute', keys: ['0'], label: '0', text: 'key-mute' },
  { act: 'help', keys: ['?'], label: '?', text: 'key-help' },
];

/** What the desk must know about a key press. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
  /** Is it typed into a field? */
  typing: boolean;
  /** Does the focus stand on something that Enter and Space work on by themselves? */
  onControl: boolean;
  /** Is a dialog open? */
  inDialog: boolean;
}

/** The act of a key press, or `null` when the press is not for the desk. */
export function actOf(press: Press, shortcuts: 'on' | 'off'): DeskAct | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.typing || press.inDialog) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const line = DESK_KEYS.find((candidate) => candidate.keys.includes(key));
  if (!line) return null;
  if (line.act === 'take' && press.onControl) return null;
  if (press.repeat && line.act !== 'next' && line.act !== 'previous') return null;
  // Single letters and digits are what WCAG 2.1.4 lets people switch off; Enter, arrows and Home stay.
  if (shortcuts === 'off' && key.length === 1 && key !== ' ') return null;
  return line.act;
}
