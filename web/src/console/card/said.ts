// What was said in text between the desk and the person.
import type { Alarm, Message } from '../../lib/api/types';
import { t } from '../../lib/i18n/i18n.svelte';
import { templateText } from '../../lib/templates';

/** A message in words. A sentence that only a newer server knows is shown by its name. */
export function messageText(message: Message): string {
  const key = message.template ? templateText(message.template) : null;
  if (key) return t(key);
  return message.text ?? message.template ?? '';
}

/** The last thing that the person said of their own accord. */
export function lastSaid(alarm: Alarm): Message | null {
  return alarm.messages.findLast((message) => message.from === 'handset') ?? null;
}
