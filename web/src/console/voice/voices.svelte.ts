// All ears of this desk: which alarms it hears. What I take I hear at once; one at a time unless I want more; what goes to a colleague is left
// unless it is still shown. Never here: how a connection is made (`link`).
import type { Alarm } from '../../lib/api/types';
import { Link } from './link.svelte';
import type { NoSpeech } from './speech';
import { OwnMicrophone } from './microphone.svelte';
import { BROWSER, type VoiceWorld } from './world';

/** More ears than that nobody follows. */
export const MOST = 4;

export class Voices {
  #links = $state.raw<ReadonlyMap<string, Link>>(new Map());
  readonly microphone: OwnMicrophone;
  readonly #account: string;
  readonly #world: VoiceWorld;
  /** On how many parts of the screen each alarm stands. */
  readonly #shown = new Map<string, number>();
  #mine: ReadonlySet<string> = new Set();
  /** The key is held where it does nothing, and why. */
  tried = $state.raw<{ alarm: string; why: NoSpeech } | null>(null);

  constructor(account: string, world: VoiceWorld = BROWSER, microphone: OwnMicrophone = new OwnMicrophone()) {
    this.#account = account;
    this.#world = world;
    this.microphone = microphone;
  }

  /** All, the one joined last at the end. */
  links: readonly Link[] = $derived([...this.#links.values()]);
  /** Is there sound of a phone on this desk, so that its own has to step back? */
  listening = $derived(this.links.some((link) => link.phase === 'up'));
  /** Is the microphone of this desk on its way out, or about to be? */
  speaking = $derived(this.links.some((link) => link.talk.phase === 'asking' || link.talk.phase === 'on_air'));

  linkOf(alarm: string): Link | null {
    return this.#links.get(alarm) ?? null;
  }

  /** Hears this alarm, and no other one unless it is to be heard beside them. */
  join(alarm: string, others: 'instead' | 'beside' = 'instead'): void {
    const known = this.#links.get(alarm);
    for (const link of this.links) if (link !== known && others === 'instead') this.leave(link.alarm);
    if (known?.open) return;
    if (this.#links.size >= MOST) for (const link of this.links.slice(0, this.#links.size - MOST + 1)) this.leave(link.alarm);
    const link = new Link(alarm, this.#world, () => this.microphone.open());
    const rest = [...this.#links].filter(([id]) => id !== alarm);
    this.#links = new Map([...rest, [alarm, link]]);
    link.start();
  }

  leave(alarm: string): void {
    const link = this.#links.get(alarm);
    if (!link) return;
    link.leave();
    this.#links = new Map([...this.#links].filter(([id]) => id !== alarm));
  }

  /** In or out, by one key. */
  toggle(alarm: string): void {
    if (this.linkOf(alarm)?.open) this.leave(alarm);
    else this.join(alarm);
  }

  /** The key to speak is held: into this room and no other. `why`: the reason for which it would be refused now. */
  hold(alarm: string, why: NoSpeech | null): void {
    this.tried = why ? { alarm, why } : null;
    if (!why && !this.speaking) this.#links.get(alarm)?.hold();
  }

  release(): void {
    this.tried = null;
    for (const link of this.links) link.talk.release();
  }

  /** From a press: the browser lets pages sound that were touched. */
  enableSound(): void {
    for (const link of this.links) link.enableSound();
  }

  /** What the server shows now. `complete`: an alarm that is not among them is not there. */
  seen(alarms: ReadonlyMap<string, Alarm>, complete: boolean): void {
    for (const link of this.links) {
      const alarm = alarms.get(link.alarm);
      if (alarm) link.seen(alarm);
      if (alarm ? alarm.stage === 'closed' : complete) this.leave(link.alarm);
    }
    const mine = new Set([...alarms.values()].filter((alarm) => alarm.owner === this.#account && alarm.stage !== 'closed').map((alarm) => alarm.id));
    const before = this.#mine;
    this.#mine = mine;
    for (const id of before) if (!mine.has(id)) this.#leaveUnlessShown(id);
    // After a reload, and when a colleague hands over; what is heard already is not cut off for it.
    for (const id of mine) if (!before.has(id) && !this.links.some((link) => link.open)) this.join(id);
  }

  /** This alarm stands on the screen from now on; returns how to say that it does no longer. */
  show(alarm: string): () => void {
    this.#shown.set(alarm, (this.#shown.get(alarm) ?? 0) + 1);
    return () => {
      const left = (this.#shown.get(alarm) ?? 1) - 1;
      if (left > 0) this.#shown.set(alarm, left);
      else this.#shown.delete(alarm);
      // Nobody speaks to whom he does not see.
      this.#links.get(alarm)?.talk.release();
      // The next part of the screen that shows it may be a moment away.
      queueMicrotask(() => this.#leaveUnlessShown(alarm));
    };
  }

  #leaveUnlessShown(alarm: string): void {
    if (!this.#shown.has(alarm) && !this.#mine.has(alarm)) this.leave(alarm);
  }

  close(): void {
    for (const link of this.links) this.leave(link.alarm);
  }
}
