// Asks the cell for the person's own measure, or tells something of it: one signed question, one answer that is believed
// only when the cell signed it. Outside the alarm path: nothing here is retried, and nothing of it is kept.
import { importPublicKey, openBody, sealBody } from '../protocol/envelope';
import type { Identity } from './store';
import type { Net } from './transport';

const MINE = '/handset/v1/mine';
const ANSWER_WITHIN_MS = 15_000;

export interface Mine {
  stage: string;
  on: boolean;
  ends_on: string | null;
  next_visit: string | null;
  agreement: { version: string; on: string } | null;
  asked_to_end: boolean;
}
/** What may be watched of the person: nothing of anybody else (FL-34). */
export interface Followed {
  from: string;
  until: string | null;
  scope: string[];
  device: boolean;
  may_notify: boolean;
}
export interface Looked {
  role: string;
  on: string;
}
export type MineAsk =
  | { type: 'mine' } | { type: 'fact'; fact: string; on: string; what: string } | { type: 'move'; on: string; to: 'belgium' | 'abroad'; place: string }
  | { type: 'stop'; note: string };
export type MineAnswer =
  | { type: 'mine'; measure: Mine | null; followed?: Followed[]; looked: Looked[] } | { type: 'taken' } | { type: 'not_taken'; code: string } | { type: 'no_answer' };

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null);

function mineOf(value: unknown): Mine | null {
  const fields = fieldsOf(value);
  const stage = text(fields?.['stage']);
  if (!fields || stage === null) return null;
  const agreed = fieldsOf(fields['agreement']);
  const version = text(agreed?.['version']);
  const on = text(agreed?.['on']);
  return {
    stage, on: fields['on'] === true, ends_on: text(fields['ends_on']), next_visit: text(fields['next_visit']),
    agreement: version !== null && on !== null ? { version, on } : null, asked_to_end: fields['asked_to_end'] === true,
  };
}

function followedOf(value: unknown): Followed[] {
  const rows = Array.isArray(value) ? value.map(fieldsOf) : [];
  return rows.flatMap((row) => {
    const from = text(row?.['from']);
    if (!row || from === null) return [];
    const scope = Array.isArray(row['scope']) ? row['scope'].flatMap((part) => text(part) ?? []) : [];
    return [{ from, until: text(row['until']), scope, device: row['device'] === true, may_notify: row['may_notify'] === true }];
  });
}

/** Reads the body of an answer; `null` when it is none that we know. */
export function readAnswer(body: string): MineAnswer | null {
  const fields = fieldsOf(JSON.parse(body));
  switch (fields?.['type']) {
    case 'taken':
      return { type: 'taken' };
    case 'not_taken':
      return { type: 'not_taken', code: text(fields['code']) ?? '' };
    case 'mine': {
      const rows = Array.isArray(fields['looked']) ? fields['looked'].map(fieldsOf) : [];
      const looked = rows.flatMap((row) => {
        const role = text(row?.['role']);
        const on = text(row?.['on']);
        return role !== null && on !== null ? [{ role, on }] : [];
      });
      const followed = followedOf(fields['followed']);
      return { type: 'mine', measure: mineOf(fields['measure']), ...(followed.length > 0 ? { followed } : {}), looked };
    }
    default:
      return null;
  }
}

export interface Asker {
  identity: Identity;
  net: Net;
  /** The next number of the envelopes: never used twice. */
  counter: () => Promise<number>;
}

export async function askMine({ identity, net, counter }: Asker, ask: MineAsk): Promise<MineAnswer> {
  try {
    const cell = await importPublicKey(identity.cell_key);
    if (!cell) return { type: 'no_answer' };
    const response = await net.fetch(MINE, {
      method: 'POST', headers: { 'content-type': 'application/json' }, cache: 'no-store', credentials: 'omit',
      body: await sealBody(identity.secret, identity.handset, await counter(), JSON.stringify(ask)), signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    if (response.status !== 200) return { type: 'no_answer' };
    return readAnswer(await openBody(await response.text(), cell, identity.handset)) ?? { type: 'no_answer' };
  } catch {
    return { type: 'no_answer' };
  }
}
