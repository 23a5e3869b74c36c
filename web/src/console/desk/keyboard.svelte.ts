// The keyboard of this browser: what a key event means, and whether the single-key shortcuts are on.
import type { Press } from './keys';

const KEPT_AS = 'hoeder.shortcuts';

function kept(): 'on' | 'off' {
  try {
    return localStorage.getItem(KEPT_AS) === 'off' ? 'off' : 'on';
  } catch {
    return 'on';
  }
}

let state = $state<'on' | 'off'>(kept());

export function shortcuts(): 'on' | 'off' {
  return state;
}

export function setShortcuts(next: 'on' | 'off'): void {
  state = next;
  try {
    localStorage.setItem(KEPT_AS, next);
  } catch {
    // Not kept: on again next time.
  }
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
