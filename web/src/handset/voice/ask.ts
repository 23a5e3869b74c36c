// One signed offer to the cell, and its answer when that is believed. Never here: when to ask again.
import { importPublicKey, openBody, sealBody } from '../protocol/envelope';
import { decodeVoiceAnswer, encodeVoice, type VoiceAnswer } from '../protocol/voice';
import type { Asker } from '../shell/mine';

const VOICE = '/handset/v1/voice';
const ANSWER_WITHIN_MS = 10_000;

/** `null`: no answer, or none that is believed. */
export async function askVoice({ identity, net, counter }: Asker, alarm: string, sdp: string): Promise<VoiceAnswer | null> {
  try {
    const cell = await importPublicKey(identity.cell_key);
    if (!cell) return null;
    const response = await net.fetch(VOICE, {
      method: 'POST', headers: { 'content-type': 'application/json' }, cache: 'no-store', credentials: 'omit',
      body: await sealBody(identity.secret, identity.handset, await counter(), encodeVoice(alarm, sdp)), signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.status !== 200) return null;
    return decodeVoiceAnswer(await openBody(await response.text(), cell, identity.handset));
  } catch {
    return null;
  }
}
