// The names of colleagues as far as this role is told them: its own, those of its room or zone, all for who administers accounts.
import { colleagues, readAdministration } from '../../lib/api/api';
import type { Me } from '../../lib/api/types';
import { mayOpen } from '../rights';

export class Names {
  #known = $state.raw<ReadonlyMap<string, string>>(new Map());
  readonly #me: Me;

  constructor(me: Me) {
    this.#me = me;
    this.#known = new Map([[me.account, me.name]]);
  }

  read = async (): Promise<void> => {
    const found = new Map<string, string>([[this.#me.account, this.#me.name]]);
    if (mayOpen(this.#me.role, '/administration')) {
      const all = await readAdministration();
      if (all.ok) for (const one of all.data.accounts) found.set(one.id, one.name);
    } else {
      const near = await colleagues();
      if (near.ok) for (const one of near.data) found.set(one.account, one.name);
    }
    this.#known = found;
  };

  /** The name, or `null` when this role is not told it. */
  of(account: string): string | null {
    return this.#known.get(account) ?? null;
  }
}

export const namesFor = (me: Me): Names => new Names(me);
