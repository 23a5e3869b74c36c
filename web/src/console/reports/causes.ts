// The words for what made noise: alarms, alerts and desks by the name that the server gives them.
import { t } from '../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../lib/i18n/keys';
import { ALERT, KIND, OUTCOME } from '../words';

const DESK: Record<string, MessageKey> = { deaf: 'desk-is-deaf', gone: 'desk-is-gone' };
const WORDS: Record<string, Record<string, MessageKey>> = { alarm: { ...KIND, ...OUTCOME }, alert: ALERT, desk: DESK };
const TARGETS: Record<string, string> = { bs8484: 'BS 8484', nena: 'NENA', nfpa1225: 'NFPA 1225', en50518: 'EN 50518' };

/** A cause such as `alert.silent` in words; one that a newer server adds is shown as it is. */
export function causeText(cause: string): string {
  const [area = '', name = ''] = cause.split('.');
  const words = Object.hasOwn(WORDS, area) ? WORDS[area] : undefined;
  const key = words && Object.hasOwn(words, name) ? words[name] : undefined;
  return key ? t(key) : cause;
}

/** The name of a standard as people know it; an own target keeps its own. */
export function targetText(name: string): string {
  return (Object.hasOwn(TARGETS, name) ? TARGETS[name] : undefined) ?? name;
}
