// The sound of an alarm: a pattern of its own (AL-03), repeated until somebody has it. Silence is always timed, never off.

/** Milliseconds for which one may silence the desk. */
export const MUTE_MS = 30_000;
/** Milliseconds from one call to the next. */
export const REPEAT_MS = 4_000;

/** One pulse: when it starts and how long it lasts, seconds from the start of the call. */
export interface Pulse {
  at: number;
  lasts: number;
}

/** Three pulses, a gap, two pulses. */
export const CALL: readonly Pulse[] = [0, 0.3, 0.6, 1.2, 1.5].map((at) => ({ at, lasts: 0.17 }));
/** One soft pulse: an alarm that somebody else has just taken, or a test. */
export const SOFT: readonly Pulse[] = [{ at: 0, lasts: 0.12 }];

/** 600 Hz and four harmonics, hertz with strength. */
export const HARMONICS: readonly (readonly [number, number])[] = [[600, 1], [1200, 0.6], [1800, 0.5], [2400, 0.35], [3600, 0.25]];

export type SoundState = 'ready' | 'blocked' | 'absent';

/** What the desk should do with its ears at a moment. */
export function shouldSound(ringing: number, everyone: number, mutedUntil: number, nowMs: number): boolean {
  // The last rung cannot be silenced (FL-06).
  if (everyone > 0) return true;
  return ringing > 0 && nowMs >= mutedUntil;
}

function pulse(context: AudioContext, target: AudioNode, from: number, shape: Pulse, loudness: number): void {
  const rise = shape.lasts * 0.15;
  const envelope = context.createGain();
  envelope.gain.setValueAtTime(0, from);
  envelope.gain.linearRampToValueAtTime(loudness, from + rise);
  envelope.gain.setValueAtTime(loudness, from + shape.lasts - rise);
  envelope.gain.linearRampToValueAtTime(0, from + shape.lasts);
  envelope.connect(target);
  for (const [hertz, strength] of HARMONICS) {
    const tone = context.createOscillator();
    const part = context.createGain();
    tone.frequency.value = hertz;
    part.gain.value = strength / HARMONICS.length;
    tone.connect(part).connect(envelope);
    tone.start(from);
    tone.stop(from + shape.lasts);
  }
}

/** The loudspeaker of this page. Reads the state on load: a browser that blocks sound says so, and so do we. */
export class Speaker {
  readonly #context: AudioContext | null;

  constructor(changed: (state: SoundState) => void) {
    this.#context = typeof AudioContext === 'undefined' ? null : new AudioContext();
    if (this.#context) this.#context.onstatechange = () => changed(this.state());
    changed(this.state());
  }

  state(): SoundState {
    if (!this.#context) return 'absent';
    return this.#context.state === 'running' ? 'ready' : 'blocked';
  }

  /** Asks the browser for sound. Does not wait: the promise never settles while the browser blocks. */
  enable(): void {
    this.#context?.resume().catch(() => undefined);
  }

  play(pulses: readonly Pulse[], loudness: number): void {
    const context = this.#context;
    if (context?.state !== 'running') return;
    const start = context.currentTime + 0.02;
    for (const shape of pulses) pulse(context, context.destination, start + shape.at, shape, loudness);
  }

  close(): void {
    this.#context?.close().catch(() => undefined);
  }
}
