// One measure on a screen: reads it, gives commands, and minds what colleagues did meanwhile.
// First wins: the second is shown what happened, and what was typed stays in its form.
import type { Problem, Result } from '../../../lib/api/http';
import type { CommandForm, MeasureHappened, MeasureView } from '../../../lib/api/measure-types';
import { giveCommand, readMeasure } from '../../../lib/api/measures';
import { Fetched } from '../../fetched.svelte';
import { isChanged } from './refusal';

export class MeasureDesk {
  readonly id: string;
  readonly view: Fetched<MeasureView>;
  /** It was read here, and then it went to another zone or office. */
  left = $state<'yes' | 'no'>('no');

  constructor(id: string) {
    this.id = id;
    this.view = new Fetched(() => readMeasure(id));
  }

  get events(): number {
    return this.view.data?.events ?? 0;
  }

  /** Reads again, until the file is refused: it went to another place, and asking on would only fill the log. */
  read = async (): Promise<void> => {
    if (this.#refused()) return;
    const had = this.view.data !== null;
    await this.view.read();
    if (had && this.#refused()) this.left = 'yes';
  };

  #refused(): boolean {
    const { result } = this.view;
    return result !== null && !result.ok && result.problem.status === 403;
  }
}

/** A form for one command: it knows how many events its writer saw. */
export class Giving {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);
  #knew = $state(0);
  readonly #desk: MeasureDesk;

  constructor(desk: MeasureDesk) {
    this.#desk = desk;
    this.#knew = desk.events;
  }

  /** What colleagues did since this form was opened, oldest first. */
  get missed(): MeasureHappened[] {
    return (this.#desk.view.data?.timeline ?? []).filter((line) => line.n > this.#knew);
  }

  /** The writer read it: the command may go. */
  seen = (): void => {
    this.#knew = this.#desk.events;
    this.problem = null;
  };

  /** Gives the command once; a second press while it runs does nothing. Answers whether it was taken. */
  async give(command: CommandForm): Promise<'taken' | 'not'> {
    if (this.busy) return 'not';
    this.busy = true;
    const result: Result<unknown> = await giveCommand(this.#desk.id, this.#knew, command);
    this.problem = result.ok ? null : result.problem;
    if (result.ok || isChanged(this.problem)) await this.#desk.read();
    if (result.ok) this.#knew = this.#desk.events;
    this.busy = false;
    return result.ok ? 'taken' : 'not';
  }
}
