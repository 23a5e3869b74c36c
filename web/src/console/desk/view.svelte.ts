// The queue as one operator has it on the screen: what is chosen, what stands still, what is folded.
import type { Alarm } from '../../lib/api/types';
import type { Live } from '../live.svelte';
import { arranged, groupedIn, type Ringing } from './arrange';
import { SECTIONS, type Queue } from './queue';

/** A pointer that lies still for so long holds nothing any more: an idle mouse must not hide the order, milliseconds. */
export const HOLD_MS = 5_000;

export class QueueView {
  /** What the operator chose. */
  chosen = $state<string | null>(null);
  #pointer = $state<'over' | 'away'>('away');
  #unfolded = $state<'yes' | 'no'>('no');
  #shown: Queue | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #live: Live;

  constructor(live: Live) {
    this.#live = live;
  }

  /** The rows as they stand. */
  rows: Queue = $derived.by(() => this.#arrange());
  ringing: Ringing = $derived(groupedIn(this.rows.ringing, this.#flood()));
  /** Are the grouped ones shown one by one? */
  unfolded = $derived(this.#unfolded === 'yes' || this.ringing.grouped.some((alarm) => alarm.id === this.chosen));
  /** All rows that one can walk, from top to bottom. */
  order: Alarm[] = $derived([
    ...this.ringing.single,
    ...(this.unfolded ? this.ringing.grouped : []),
    ...SECTIONS.filter((section) => section !== 'ringing').flatMap((section) => this.rows[section]),
  ]);
  /** What is on the card: the choice, else the first that nobody has, else the first of mine. */
  selected: string | null = $derived.by(() => {
    if (this.chosen !== null && this.#live.alarms.has(this.chosen)) return this.chosen;
    return (this.ringing.single[0] ?? this.rows.ringing[0] ?? this.rows.mine[0])?.id ?? null;
  });

  #flood(): 'yes' | 'no' {
    return this.#live.wall?.flood ? 'yes' : 'no';
  }

  #arrange(): Queue {
    this.#shown = arranged(this.#shown, this.#live.queue, this.#live.alarms, { pointer: this.#pointer, selected: this.chosen });
    return this.#shown;
  }

  /** Is the order held by the pointer? */
  get held(): boolean {
    return this.#pointer === 'over';
  }

  /** The pointer moves over the list. */
  pointed(): void {
    this.#pointer = 'over';
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.released(), HOLD_MS);
  }

  /** The pointer left, or lies still. */
  released(): void {
    clearTimeout(this.#timer);
    this.#pointer = 'away';
  }

  fold(): void {
    this.#unfolded = this.unfolded ? 'no' : 'yes';
  }

  /** The next row up or down. */
  step(by: 1 | -1): string | null {
    const at = this.order.findIndex((alarm) => alarm.id === this.chosen);
    if (at < 0) return this.order[0]?.id ?? null;
    return this.order[Math.min(this.order.length - 1, Math.max(0, at + by))]?.id ?? null;
  }
}
