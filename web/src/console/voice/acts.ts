// What the desk does in the voice room of an alarm, by key and by button alike.
import { forbidSpeech } from '../../lib/api/voice';
import type { Alarm } from '../../lib/api/types';
import { nowMs } from '../../lib/clock.svelte';
import type { Order } from '../desk/order.svelte';
import type { Live } from '../live.svelte';
import { mayVoice } from '../rights';
import { viewOf, whyNotSpeak, type NoSpeech } from './speech';

/** Why this desk may not speak into the room of this alarm now. */
export function whyNot(live: Live, alarm: Alarm): NoSpeech | null {
  const link = live.voice.linkOf(alarm.id);
  const made = link?.phase === 'up' ? 'up' : link?.open ? 'making' : 'none';
  return whyNotSpeak(viewOf(alarm), { peer: link?.peer ?? null, link: made, fresh: live.stale ? 'old' : 'live' }, nowMs());
}

/** The key to speak goes down. */
export function holdToSpeak(live: Live, alarm: Alarm): void {
  if (mayVoice(live.me, 'speak', alarm)) live.voice.hold(alarm.id, whyNot(live, alarm));
}

export function listenOrLeave(live: Live, alarm: Alarm): void {
  if (mayVoice(live.me, 'listen', alarm)) live.voice.toggle(alarm.id);
}

/** Only sets it: what is lifted by a key that was hit by chance could kill. Own words end at once, whatever the server answers. */
export function doNotSpeak(live: Live, alarm: Alarm, order: Order): void {
  if (!mayVoice(live.me, 'forbid', alarm)) return;
  live.voice.linkOf(alarm.id)?.talk.release();
  if (!viewOf(alarm).speech_forbidden) void order.give(() => forbidSpeech(alarm.id), () => undefined);
}
