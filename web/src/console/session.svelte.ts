// Who is signed in at this screen.
import { signIn as askSignIn, signOut as askSignOut, whoAmI } from '../lib/api/api';
import { onSignedOut, type Problem } from '../lib/api/http';
import type { Me } from '../lib/api/types';
import { forgetDrafts } from './measures/drafts';

export type Session =
  | { state: 'asking' }
  | { state: 'out'; why: 'never' | 'ended' }
  | { state: 'unreachable'; problem: Problem }
  | { state: 'in'; me: Me };

let session = $state.raw<Session>({ state: 'asking' });

export function currentSession(): Session {
  return session;
}

/** Asks the server whether this browser is signed in. */
export async function askWho(): Promise<void> {
  const result = await whoAmI();
  if (result.ok) session = { state: 'in', me: result.data };
  else if (result.problem.status === 401) session = { state: 'out', why: 'never' };
  else session = { state: 'unreachable', problem: result.problem };
}

/** Signs in; a problem when that failed. */
export async function signIn(login: string, password: string): Promise<Problem | null> {
  const result = await askSignIn(login, password);
  if (!result.ok) return result.problem;
  session = { state: 'in', me: result.data };
  return null;
}

export async function signOut(): Promise<void> {
  await askSignOut();
  forgetDrafts();
  session = { state: 'out', why: 'never' };
}

/** The server ended the session: back to the door, with a word why. */
export function sessionEnded(): void {
  if (session.state === 'in') session = { state: 'out', why: 'ended' };
}

onSignedOut(sessionEnded);
