// The keyboard of the alarm desk. One table, shown by the help page and used by the desk. Single keys can be changed or switched off
// (WC-01); Enter, the arrows and Home stay.
import type { MessageKey } from '../../lib/i18n/keys';

export type DeskAct =
  | 'take' | 'take_over' | 'still_on_it' | 'next' | 'previous' | 'first' | 'dispatch' | 'on_scene' | 'note' | 'messages' | 'close' | 'hand_over'
  | 'listen' | 'speak' | 'do_not_speak' | 'map' | 'card' | 'people' | 'timeline' | 'look_up' | 'mute' | 'help';
/** Digit n does step n of the protocol. */
export type StepKey = `step_${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;

export interface KeyLine {
  act: DeskAct;
  /** The single key, which people may change. `null` when there is none. */
  letter: string | null;
  /** Keys that stay. */
  fixed: readonly string[];
  text: MessageKey;
}

export const DESK_KEYS: readonly KeyLine[] = [
  { act: 'take', letter: null, fixed: ['Enter', ' '], text: 'key-take' },
  { act: 'take_over', letter: 'o', fixed: [], text: 'key-take-over' },
  { act: 'still_on_it', letter: 'w', fixed: [], text: 'key-still-on-it' },
  { act: 'dispatch', letter: 'd', fixed: [], text: 'key-dispatch' },
  { act: 'on_scene', letter: 's', fixed: [], text: 'key-on-scene' },
  { act: 'note', letter: 'n', fixed: [], text: 'key-note' },
  { act: 'messages', letter: 'b', fixed: [], text: 'key-messages' },
  { act: 'listen', letter: 'l', fixed: [], text: 'key-listen' },
  { act: 'speak', letter: 'v', fixed: [], text: 'key-speak' },
  { act: 'do_not_speak', letter: 'z', fixed: [], text: 'key-do-not-speak' },
  { act: 'close', letter: 'c', fixed: [], text: 'key-close' },
  { act: 'hand_over', letter: 'h', fixed: [], text: 'key-hand-over' },
  { act: 'look_up', letter: 'f', fixed: [], text: 'key-look-up' },
  { act: 'next', letter: 'j', fixed: ['ArrowDown'], text: 'key-next' },
  { act: 'previous', letter: 'i', fixed: ['ArrowUp'], text: 'key-previous' },
  { act: 'first', letter: null, fixed: ['Home'], text: 'key-first' },
  { act: 'card', letter: 'k', fixed: [], text: 'key-card' },
  { act: 'people', letter: 'p', fixed: [], text: 'key-people' },
  { act: 'map', letter: 'm', fixed: [], text: 'key-map' },
  { act: 'timeline', letter: 't', fixed: [], text: 'key-timeline' },
  { act: 'mute', letter: '0', fixed: [], text: 'key-mute' },
  { act: 'help', letter: '?', fixed: [], text: 'key-help' },
];

/** Which single keys somebody chose instead of ours. */
export type OwnKeys = Partial<Record<DeskAct, string>>;
export interface Shortcuts {
  single: 'on' | 'off';
  own: OwnKeys;
}
export const OUR_SHORTCUTS: Shortcuts = { single: 'on', own: {} };

/** The single key of an act now. */
export function letterOf(act: DeskAct, own: OwnKeys): string | null {
  return own[act] ?? DESK_KEYS.find((line) => line.act === act)?.letter ?? null;
}

const LABELS: Record<string, string> = { ArrowDown: '↓', ArrowUp: '↑', ' ': '␣' };

/** What is printed on the keys of an act. */
export function labelsOf(line: KeyLine, { single, own }: Shortcuts): string[] {
  const letter = single === 'on' ? letterOf(line.act, own) : null;
  return [...(letter ? [letter.toUpperCase()] : []), ...line.fixed.map((key) => LABELS[key] ?? key)];
}

export type KeyRefusal = 'not_single' | 'reserved' | { usedBy: MessageKey };

/** May this key stand for this act? A digit belongs to the protocol, a key that means something else to that. */
export function mayChange(act: DeskAct, key: string, own: OwnKeys): KeyRefusal | null {
  if ([...key].length !== 1 || key.trim() === '') return 'not_single';
  if (/[1-9]/.test(key)) return 'reserved';
  const other = DESK_KEYS.find((line) => line.act !== act && letterOf(line.act, own) === key.toLowerCase());
  return other ? { usedBy: other.text } : null;
}

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

function isStep(key: string): key is '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' {
  return /^[1-9]$/.test(key);
}

/** The act of a key press, or `null` when the press is not for the desk. */
export function actOf(press: Press, shortcuts: Shortcuts): DeskAct | StepKey | null {
  if (press.ctrlKey || press.altKey || press.metaKey || press.typing || press.inDialog) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const fixed = DESK_KEYS.find((line) => line.fixed.includes(key));
  if (fixed) {
    if (fixed.act === 'take' && press.onControl) return null;
    return press.repeat && fixed.act !== 'next' && fixed.act !== 'previous' ? null : fixed.act;
  }
  if (shortcuts.single === 'off') return null;
  if (isStep(key)) return press.repeat ? null : `step_${key}` as StepKey;
  const line = DESK_KEYS.find((candidate) => letterOf(candidate.act, shortcuts.own) === key);
  if (!line || (press.repeat && line.act !== 'next' && line.act !== 'previous')) return null;
  return line.act;
}

/** Which step a digit stands for, counted from 1; `null` for another act. */
export function stepOf(act: DeskAct | StepKey): number | null {
  return act.startsWith('step_') ? Number(act.slice('step_'.length)) : null;
}
