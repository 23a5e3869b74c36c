// What a patrol says, kept until the server has it. Kept in the memory of this page only: nothing of it is written to the phone.
import type { Problem, Result } from '../../lib/api/http';
import { unitArrived, unitFound, unitOnTheWay } from '../../lib/api/office';
import type { Outcome } from '../../lib/api/types';
import type { PatrolAct } from './progress';

export interface Said {
  /** The same key each time it is sent: it counts once. */
  key: string;
  alarm: string;
  act: PatrolAct;
  unit: string;
  outcome: Outcome | null;
  note: string;
  state: 'sending' | 'waiting' | 'refused';
  problem: Problem | null;
}
export type Send = (said: Said) => Promise<Result<unknown>>;

/** As many as are kept. What was refused makes room; what still has to be sent is never dropped. */
export const MOST = 20;
/** Milliseconds between two tries while there is no answer. */
export const AGAIN_MS = 4000;

/** Has the server not decided: is it worth sending again? */
export function worthAnother(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}

async function sendToServer(said: Said): Promise<Result<unknown>> {
  switch (said.act) {
    case 'on_the_way':
      return unitOnTheWay(said.alarm, said.unit, said.key);
    case 'arrived':
      return unitArrived(said.alarm, said.unit, said.key);
    case 'found':
      return unitFound(said.alarm, { unit: said.unit, outcome: said.outcome ?? 'technical', note: said.note }, said.key);
  }
}

export class Reports {
  list = $state.raw<readonly Said[]>([]);
  readonly #send: Send;
  #busy = false;

  constructor(send: Send = sendToServer) {
    this.#send = send;
  }

  /** Says something now, or as soon as there is a network. Saying the same twice is saying it once. */
  say(what: Omit<Said, 'key' | 'state' | 'problem'>): void {
    const same = (one: Said) => one.alarm === what.alarm && one.act === what.act && one.unit === what.unit;
    if (what.act !== 'found' && this.list.some((one) => same(one) && one.state !== 'refused')) return;
    // Another finding takes the place of one that still waits.
    const rest = this.list.filter((one) => !same(one) || one.state === 'sending');
    const excess = Math.max(0, rest.length + 1 - MOST);
    const goes = new Set(rest.filter((one) => one.state === 'refused').slice(0, excess));
    const said: Said = { ...what, key: crypto.randomUUID(), state: 'sending', problem: null };
    this.list = [...rest.filter((one) => !goes.has(one)), said];
    void this.flush();
  }

  /** Sends what is waiting, in the order in which it was said. */
  flush = async (): Promise<void> => {
    if (this.#busy) return;
    this.#busy = true;
    let next = this.#next();
    while (next) {
      const result = await this.#send(next);
      if (result.ok) this.list = this.list.filter((one) => one.key !== next?.key);
      else this.#change(next.key, { state: worthAnother(result.problem) ? 'waiting' : 'refused', problem: result.problem });
      if (!result.ok && worthAnother(result.problem)) break;
      next = this.#next();
    }
    this.#busy = false;
  };

  /** The person read why it was refused. */
  forget(key: string): void {
    this.list = this.list.filter((one) => one.key !== key);
  }

  #next(): Said | undefined {
    return this.list.find((one) => one.state !== 'refused');
  }

  #change(key: string, to: Pick<Said, 'state' | 'problem'>): void {
    this.list = this.list.map((one) => (one.key === key ? { ...one, ...to } : one));
  }
}
