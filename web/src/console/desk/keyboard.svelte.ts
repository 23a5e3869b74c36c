// The keyboard of this browser: what a key event means, and which shortcuts its people chose.
import { DESK_KEYS, mayChange, OUR_SHORTCUTS, type DeskAct, type OwnKeys, type Press, type Shortcuts } from './keys';

const KEPT_AS = 'hoeder.shortcuts';

/** Reads what was kept; whatever does not fit is left out. */
export function readShortcuts(text: string | null): Shortcuts {
  if (text === null || text === 'on') return OUR_SHORTCUTS;
  if (text === 'off') return { single: 'off', own: {} };
  try {
    const kept: { single?: unknown; own?: Record<string, unknown> } = JSON.parse(text);
    const own: OwnKeys = {};
    for (const { act } of DESK_KEYS) {
      const key = kept.own?.[act];
      if (typeof key === 'string' && mayChange(act, key, own) === null) own[act] = key;
    }
    return { single: kept.single === 'off' ? 'off' : 'on', own };
  } catch {
    return OUR_SHORTCUTS;
  }
}

function kept(): Shortcuts {
  try {
    return readShortcuts(localStorage.getItem(KEPT_AS));
  } catch {
    return OUR_SHORTCUTS;
  }
}

let state = $state.raw<Shortcuts>(kept());

export function shortcuts(): Shortcuts {
  return state;
}

export function setShortcuts(next: Shortcuts): void {
  state = next;
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(next));
  } catch {
    // Not kept: ours again next time.
  }
}

/** Gives an act another key. */
export function changeKey(act: DeskAct, key: string): void {
  setShortcuts({ ...state, own: { ...state.own, [act]: key.toLowerCase() } });
}

/** What the desk must know about a key event. A row of the queue is not a control: Enter there works on its alarm. */
export function pressOf(event: KeyboardEvent): Press {
  const at = event.target instanceof Element ? event.target : null;
  const control = at?.closest('button, a, summary, input, select, textarea, [role="button"]');
  return {
    key: event.key,
    ctrlKey: event.ctrlKey,
    altKey: event.altKey,
    metaKey: event.metaKey,
    repeat: event.repeat,
    typing: at?.matches('input:not([type="checkbox"]):not([type="radio"]), select, textarea, [contenteditable]') ?? false,
    onControl: control != null && !control.hasAttribute('data-row'),
    inDialog: document.querySelector('dialog[open]') !== null,
  };
}
