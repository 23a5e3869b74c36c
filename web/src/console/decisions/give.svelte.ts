// A form gives its command, and goes when it was taken. What was refused stays on the screen with what was typed.
import type { CommandForm } from '../../lib/api/measure-types';
import { Giving, type MeasureDesk } from '../measures/parts/desk.svelte';

export async function giveThen(giving: Giving, command: CommandForm, done: () => void): Promise<void> {
  if ((await giving.give(command)) === 'taken') done();
}

/** An act that is one press: on what the screen shows at that moment. */
export class Press {
  giving = $state.raw<Giving | null>(null);
  readonly #desk: MeasureDesk;

  constructor(desk: MeasureDesk) {
    this.#desk = desk;
  }

  get busy(): boolean {
    return this.giving?.busy ?? false;
  }

  give = (command: CommandForm): void => {
    if (this.busy) return;
    this.giving = new Giving(this.#desk);
    void this.giving.give(command);
  };
}
