// What is typed and not sent yet. It is kept in the memory of this page and nowhere else: sessionStorage is written to the
// disk of a machine that others use, and a seal whose key lies beside it is none. What must not be lost is sent: each form is
// one command, and the intake is cut into forms of a few minutes. Leaving the page with words in a form asks first.
import type { Values } from './parts/form';

const drafts = new Map<string, Values>();
let owner: string | null = null;

/** Whose page it is now. Somebody else's words are forgotten. */
function ownedBy(account: string): void {
  if (owner !== account) drafts.clear();
  owner = account;
}

export function draftOf(account: string, form: string): Values | null {
  ownedBy(account);
  const kept = drafts.get(form);
  return kept ? structuredClone(kept) : null;
}

export function keepDraft(account: string, form: string, values: Values): void {
  ownedBy(account);
  drafts.set(form, structuredClone(values));
}

export function dropDraft(form: string): void {
  drafts.delete(form);
}

/** Somebody signed out: nothing stays for the next one at this machine. */
export function forgetDrafts(): void {
  drafts.clear();
  owner = null;
}

export const hasDrafts = (): boolean => drafts.size > 0;
