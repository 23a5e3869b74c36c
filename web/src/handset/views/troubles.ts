// What went wrong with the button, in words of the person.
import type { MessageKey } from '../../lib/i18n/keys';
import type { Trouble } from '../button/button.svelte';

export const TROUBLES: Record<Trouble, MessageKey> = {
  nothing_chosen: 'handset-trouble-nothing', not_allowed: 'handset-trouble-not-allowed', no_answer: 'handset-trouble-no-answer',
  other_kind: 'handset-trouble-other-kind', bad_key: 'handset-trouble-bad-key', cannot_listen: 'handset-trouble-cannot-listen',
  frame_too_long: 'handset-trouble-frame', frame_malformed: 'handset-trouble-frame', frame_unknown_version: 'handset-trouble-frame',
  frame_other_device: 'handset-trouble-frame', frame_no_key: 'handset-trouble-sealed', frame_not_sealed: 'handset-trouble-not-sealed',
  frame_wrong_seal: 'handset-trouble-wrong-seal', frame_replayed: 'handset-trouble-replayed',
};

/** What the kept button itself sent and was refused: it concerns the protection, wherever the person looks. */
export const refusedFrame = (trouble: Trouble | null): MessageKey | null => (trouble?.startsWith('frame_') ? TROUBLES[trouble] : null);
