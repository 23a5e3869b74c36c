// By which other ways a notice went, and what became of that.
import type { NoticeView } from '../../lib/api/measure-types';
import { t } from '../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../lib/i18n/keys';

const CHANNEL: Record<string, MessageKey> = { mail: 'inbox-by-mail', hook: 'inbox-by-hook' };
const STATE: Record<string, MessageKey> = { delivered: 'inbox-delivered', failed: 'inbox-failed', 'given-up': 'inbox-given-up' };

/** `e-mail: afgeleverd`; nothing when it went by no other way. */
export function deliveryText(notice: NoticeView): string {
  return notice.deliveries
    .map((one) => {
      const channel = CHANNEL[one.channel];
      const state = STATE[one.state] ?? 'inbox-on-its-way';
      return `${channel ? t(channel) : one.channel}: ${t(state)}`;
    })
    .join(' · ');
}
