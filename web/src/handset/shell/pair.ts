// Pairs this browser: makes a key, hands in the code, keeps what comes back.
import { newImage } from '../beacon/image';
import type { OutboxImage } from '../beacon/types';
import { importPublicKey, makeKeyPair } from '../protocol/envelope';
import { decodePairAnswer, encodePairRequest, readCode } from '../protocol/pairing';
import type { Identity, Store } from './store';
import type { Net } from './transport';

export const APP_VERSION = 'web 0.1.0';
const PAIR = '/handset/v1/pair';
const ANSWER_WITHIN_MS = 15_000;

export type PairOutcome =
  | { done: true; identity: Identity; image: OutboxImage }
  | { done: false; why: 'no_code' | 'unknown_code' | 'too_many' | 'no_answer' | 'no_storage' | 'no_crypto' };

/** The first report comes when the phone has had time to look at itself. */
const FIRST_REPORT_AFTER_MS = 60_000;

/** A press that was not held goes along to the new pairing. */
function firstImage(before: OutboxImage | null, settings: OutboxImage['settings']): OutboxImage {
  const waiting = before?.alarm && !before.alarm.held ? before.alarm : undefined;
  const report_due_at = new Date(Date.now() + FIRST_REPORT_AFTER_MS).toISOString();
  return newImage(settings, report_due_at, waiting);
}

/** What the browser says of the phone, in few words. */
export function modelOf(agent: string): string {
  return /\(([^)]*)\)/.exec(agent)?.[1]?.slice(0, 64) ?? '';
}

export async function pair(typed: string, store: Store, net: Net, before: OutboxImage | null): Promise<PairOutcome> {
  const code = readCode(typed);
  if (!code) return { done: false, why: 'no_code' };
  const keys = await makeKeyPair().catch(() => null);
  if (!keys) return { done: false, why: 'no_crypto' };
  let text: string;
  try {
    const response = await net.fetch(PAIR, {
      method: 'POST', headers: { 'content-type': 'application/json' }, cache: 'no-store', credentials: 'omit',
      body: encodePairRequest({ code, public_key: keys.publicKey, model: modelOf(navigator.userAgent), app_version: APP_VERSION }),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.status === 404) return { done: false, why: 'unknown_code' };
    if (response.status === 429) return { done: false, why: 'too_many' };
    if (response.status !== 200) return { done: false, why: 'no_answer' };
    text = await response.text();
  } catch {
    return { done: false, why: 'no_answer' };
  }
  try {
    const answer = decodePairAnswer(text);
    if (!(await importPublicKey(answer.cell_key))) return { done: false, why: 'no_crypto' };
    const identity = { handset: answer.handset, cell_key: answer.cell_key, secret: keys.secret };
    const image = firstImage(before, answer.settings);
    const kept = await store.pair(identity, image).then(() => true, () => false);
    return kept ? { done: true, identity, image } : { done: false, why: 'no_storage' };
  } catch {
    return { done: false, why: 'no_answer' };
  }
}
