// The sounds of a desk as data (AL-03): three classes told apart by their pulses, and when each is due. Pure: no loudspeaker here.

/** Milliseconds for which one may silence the desk. Silence is always timed, never off (WC-01). */
export const MUTE_MS = 30_000;

/** One pulse: when it starts and how long it lasts, seconds from the start of the pattern, and its pitch in hertz. */
export interface Pulse {
  at: number;
  lasts: number;
  hertz: number;
}
export interface Pattern {
  pulses: readonly Pulse[];
  /** 0 up to 1. */
  loudness: number;
}
export type PatternName = 'danger' | 'attention' | 'pair' | 'single' | 'deaf' | 'check';

const pulses = (starts: readonly number[], lasts: number, hertz: number): Pulse[] => starts.map((at) => ({ at, lasts, hertz }));
const LOUD = 0.8;
const SOFT = 0.12;

export const PATTERNS: Record<PatternName, Pattern> = {
  /** Class 1: three pulses, a gap, two pulses: nothing else has this. */
  danger: { pulses: pulses([0, 0.3, 0.6, 1.2, 1.5], 0.17, 600), loudness: LOUD },
  /** Class 2: three pulses. */
  attention: { pulses: pulses([0, 0.4, 0.8], 0.2, 480), loudness: 0.5 },
  /** Class 3: two pulses, for something technical. */
  pair: { pulses: pulses([0, 0.35], 0.15, 400), loudness: 0.25 },
  /** Class 3: one pulse, for what a colleague took and for a test. */
  single: { pulses: pulses([0], 0.15, 400), loudness: SOFT },
  /** A desk that is deaf: a falling pair. */
  deaf: { pulses: [{ at: 0, lasts: 0.3, hertz: 660 }, { at: 0.45, lasts: 0.45, hertz: 440 }], loudness: 0.5 },
  /** The tone by which an operator proves that the desk is heard: a rising pair, as loud as an alarm. */
  check: { pulses: [{ at: 0, lasts: 0.3, hertz: 440 }, { at: 0.45, lasts: 0.45, hertz: 660 }], loudness: LOUD },
};
/** The part that is left of it while this desk hears a phone: enough to be noticed, not enough to cover a whisper. */
export const WHILE_LISTENING = 0.3;
/** Each pulse is rich in overtones, so that it is heard through a headset and by ears that miss a part: multiple and strength. */
export const OVERTONES: readonly (readonly [number, number])[] = [[1, 1], [2, 0.6], [3, 0.5], [4, 0.35], [6, 0.25]];
/** The part of a pulse in which it rises, and in which it falls. */
export const RISE = 0.15;

/** What calls for ears, the gravest first. */
export type Voice = 'danger' | 'attention' | 'deaf' | 'staffing';
export const EVERY_MS: Record<Voice, number> = {
  danger: 4_000,
  attention: 30_000,
  deaf: 30_000,
  // Nobody at this desk can mend it within half a minute: said again, but not so often that it is no longer heard.
  staffing: 300_000,
};
export const SOUND_OF: Record<Voice, PatternName> = { danger: 'danger', attention: 'attention', deaf: 'deaf', staffing: 'attention' };

/** What a desk knows that can make it sound. */
export interface Facts {
  /** Danger alarms that somebody must take. */
  danger: number;
  /** Alarms of the last rung. */
  everyone: number;
  /** Unidentified presses that somebody must take. */
  unidentified: number;
  /** My alarms with a reminder or with a step that is late. */
  overdue: number;
  /** Desks of the room that turned deaf or died, this one as well. */
  deaf: number;
  staffing: 'enough' | 'low';
  muted: 'yes' | 'no';
}

/** What the sound of this desk has to give way to. */
export interface Besides {
  /** Does it hear a phone? */
  hears: 'yes' | 'no';
  /** Does its own microphone go out? */
  speaks: 'yes' | 'no';
  /** Alarms of the last rung. */
  everyone: number;
}

/** Which part of its loudness a pattern has now. What proves that the desk is heard, and the last rung, are as loud as ever; while
 * somebody here speaks, nothing sounds: it would come out of the phone. What is due then sounds when the key is let go. */
export function partOf(name: PatternName, besides: Besides): number {
  if (besides.speaks === 'yes') return 0;
  return besides.hears === 'yes' && besides.everyone === 0 && name !== 'check' ? WHILE_LISTENING : 1;
}

/** Which voices call now, the gravest first. The last rung cannot be silenced (FL-06). */
export function voices(facts: Facts): Voice[] {
  if (facts.everyone > 0) return ['danger'];
  if (facts.muted === 'yes') return [];
  const calling: Voice[] = [];
  if (facts.danger > 0) calling.push('danger');
  if (facts.deaf > 0) calling.push('deaf');
  if (facts.unidentified > 0 || facts.overdue > 0) calling.push('attention');
  if (facts.staffing === 'low') calling.push('staffing');
  return calling;
}

/** Says which pattern is due. A graver voice keeps the others quiet; one that begins is heard at once. */
export class Conductor {
  #last = new Map<Voice, number>();

  /** The pattern to play now, if any. `nowMs` of one steady clock. */
  due(calling: readonly Voice[], nowMs: number): PatternName | null {
    for (const voice of this.#last.keys()) if (!calling.includes(voice)) this.#last.delete(voice);
    for (const voice of calling) {
      const last = this.#last.get(voice);
      if (last === undefined || nowMs - last >= EVERY_MS[voice]) {
        this.#last.set(voice, nowMs);
        return SOUND_OF[voice];
      }
      if (voice === 'danger') return null;
    }
    return null;
  }

  /** Something new of this voice: it does not wait for its turn. */
  again(voice: Voice): void {
    this.#last.delete(voice);
  }
}
