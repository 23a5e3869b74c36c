// The words for what made noise: alerts, alarms and desks by the name that the server gives them.
import { t } from '../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../lib/i18n/keys';
import { ALERT, KIND, OUTCOME } from '../words';

const MORE: Record<string, MessageKey> = { ...ALERT, ...KIND, ...OUTCOME, deaf: 'desk-is-deaf', gone: 'desk-is-gone' };

/** A cause in words; one that a newer server adds is shown as it is. */
export function causeText(cause: string): string {
  const key = Object.hasOwn(MORE, cause) ? MORE[cause] : undefined;
  return key ? t(key) : cause;
}
