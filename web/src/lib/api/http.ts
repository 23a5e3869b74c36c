// The one door to the server: typed requests, and every failure as a `Problem` (RFC 9457).
import createClient from 'openapi-fetch';
import type { paths } from '../../api/schema';

/** What went wrong, in a form that a person can be told. `code` is stable. */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail: string | null;
  /** The point of the circular, where a rule said no. */
  paragraph: string | null;
  field: string | null;
  trace: string | null;
  /** Days, words and numbers that a rule says no with. */
  facts?: Record<string, unknown>;
}
export type Result<T> = { ok: true; data: T } | { ok: false; problem: Problem };

/** There was no answer at all. */
export const NO_ANSWER: Problem = {
  status: 0, code: 'network', title: '', detail: null, paragraph: null, field: null, trace: null,
};

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Reads a problem from whatever body came with a status. */
export function problemOf(status: number, body: unknown): Problem {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {};
  return {
    status,
    code: text(fields['code']) ?? `http.${status}`,
    title: text(fields['title']) ?? `HTTP ${status}`,
    detail: text(fields['detail']),
    paragraph: text(fields['paragraph']) ?? text(fields['point']),
    field: text(fields['field']),
    trace: text(fields['trace_id']),
    ...(typeof fields['facts'] === 'object' && fields['facts'] !== null ? { facts: { ...fields['facts'] } } : {}),
  };
}

let signedOut: () => void = () => {};
/** What to do when the server no longer knows us. */
export function onSignedOut(then: () => void): void {
  signedOut = then;
}

export const http = createClient<paths>({
  baseUrl: location.origin,
  credentials: 'same-origin',
  cache: 'no-store',
  fetch: (request) => globalThis.fetch(request),
});

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Turns an answer of the client into a result. No answer at all is a problem as well. */
export async function resultOf<T>(asked: Promise<Answer<T>>): Promise<Result<T>> {
  try {
    const { data, error, response } = await asked;
    if (response.ok) return { ok: true, data: data as T };
    if (response.status === 401) signedOut();
    return { ok: false, problem: problemOf(response.status, error) };
  } catch {
    return { ok: false, problem: NO_ANSWER };
  }
}

/** A key with which the server does an order once, however often it arrives. */
export function once(): { 'Idempotency-Key': string } {
  return { 'Idempotency-Key': crypto.randomUUID() };
}
