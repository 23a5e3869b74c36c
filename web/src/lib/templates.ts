// Ready sentences between the desk and the handset: each shown to the reader in the reader's own language.
import type { MessageKey } from './i18n/keys';

export interface Template {
  id: string;
  text: MessageKey;
  /** Does it want a yes or a no? */
  asks: boolean;
}

/** What the desk says, questions first. */
export const DESK_TEMPLATES: readonly Template[] = [
  { id: 'are_you_alone', text: 'say-are-you-alone', asks: true },
  { id: 'is_suspect_there', text: 'say-is-suspect-there', asks: true },
  { id: 'is_weapon_there', text: 'say-is-weapon-there', asks: true },
  { id: 'are_you_hurt', text: 'say-are-you-hurt', asks: true },
  { id: 'can_you_hide', text: 'say-can-you-hide', asks: true },
  { id: 'police_coming', text: 'say-police-coming', asks: false },
  { id: 'stay_where_you_are', text: 'say-stay-where-you-are', asks: false },
  { id: 'leave_now', text: 'say-leave-now', asks: false },
];

/** What the person says. */
export const HANDSET_TEMPLATES: readonly Template[] = [
  { id: 'yes', text: 'say-yes', asks: false },
  { id: 'no', text: 'say-no', asks: false },
  { id: 'suspect_here', text: 'say-suspect-here', asks: false },
  { id: 'suspect_gone', text: 'say-suspect-gone', asks: false },
  { id: 'i_hide', text: 'say-i-hide', asks: false },
  { id: 'i_am_hurt', text: 'say-i-am-hurt', asks: false },
  { id: 'send_help_children', text: 'say-send-help-children', asks: false },
  { id: 'weapon', text: 'say-weapon', asks: false },
];

/** The text of a template, or `null` for one that a newer server or phone knows. */
export function templateText(id: string): MessageKey | null {
  return [...DESK_TEMPLATES, ...HANDSET_TEMPLATES].find((one) => one.id === id)?.text ?? null;
}
