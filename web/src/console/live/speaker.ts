// The loudspeaker of this page. It says what is really so: what the browser allowed on load, and how loud it is now.
import { OVERTONES, PATTERNS, RISE, type PatternName, type Pulse } from './sounds';

export type AudioState = 'running' | 'suspended' | 'absent';
/** Until then a browser that lets pages sound has started the sound by itself. */
const SETTLED_MS = 1_000;
/** Between two looks at whether the sound card still runs. */
const PROBE_MS = 2_000;

function pulse(context: AudioContext, target: AudioNode, from: number, shape: Pulse, loudness: number): void {
  const rise = shape.lasts * RISE;
  const envelope = context.createGain();
  envelope.gain.setValueAtTime(0, from);
  envelope.gain.linearRampToValueAtTime(loudness, from + rise);
  envelope.gain.setValueAtTime(loudness, from + shape.lasts - rise);
  envelope.gain.linearRampToValueAtTime(0, from + shape.lasts);
  envelope.connect(target);
  for (const [multiple, strength] of OVERTONES) {
    const tone = context.createOscillator();
    const part = context.createGain();
    tone.frequency.value = shape.hertz * multiple;
    part.gain.value = strength / OVERTONES.length;
    tone.connect(part).connect(envelope);
    tone.start(from);
    tone.stop(from + shape.lasts);
    // What has sounded leaves the graph: a long shift leaves nothing behind.
    tone.onended = () => {
      part.disconnect();
      envelope.disconnect();
    };
  }
}

export class Speaker {
  readonly #context: AudioContext | null;
  readonly #meter: AnalyserNode | null;
  readonly #changed: (state: AudioState) => void;
  readonly #samples: Float32Array<ArrayBuffer> = new Float32Array(2048);
  #onLoad: AudioState | null = null;
  #stuck: 'yes' | 'no' = 'no';
  #probed = { at: 0, clock: -1 };

  constructor(changed: (state: AudioState) => void) {
    this.#changed = changed;
    this.#context = typeof AudioContext === 'undefined' ? null : new AudioContext();
    this.#meter = this.#context?.createAnalyser() ?? null;
    if (this.#context && this.#meter) {
      this.#meter.fftSize = this.#samples.length;
      this.#meter.connect(this.#context.destination);
      this.#context.onstatechange = () => changed(this.state());
    }
    setTimeout(() => this.#settle(), SETTLED_MS);
    changed(this.state());
  }

  /** What the browser gave this page without anybody touching it; a click makes every later look too rosy. */
  #settle(): void {
    if (this.#onLoad !== null) return;
    this.#onLoad = this.state();
    this.#changed(this.state());
  }

  state(): AudioState {
    if (!this.#context) return 'absent';
    return this.#context.state === 'running' && this.#stuck === 'no' ? 'running' : 'suspended';
  }

  /** The state as it was when this page was loaded; `null` while the browser has not decided. */
  get onLoad(): AudioState | null {
    return this.#onLoad;
  }

  /** Asks the browser for sound. Does not wait: the promise never settles while the browser blocks. */
  enable(): void {
    if (this.#onLoad === null) this.#settle();
    this.#context?.resume().catch(() => undefined);
  }

  /** `part` of the usual loudness. */
  play(name: PatternName, part = 1): void {
    const context = this.#context;
    if (context?.state !== 'running' || !this.#meter) return;
    const start = context.currentTime + 0.02;
    const { pulses, loudness } = PATTERNS[name];
    for (const shape of pulses) pulse(context, this.#meter, start + shape.at, shape, loudness * part);
  }

  /** How loud it is at this moment, 0 up to 1: the peak of what goes to the sound card. */
  level(): number {
    if (!this.#meter || this.#context?.state !== 'running') return 0;
    this.#meter.getFloatTimeDomainData(this.#samples);
    let peak = 0;
    for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    return Math.round(Math.min(1, peak) * 1000) / 1000;
  }

  /** A sound card that is gone leaves the state 'running' and the clock standing still. */
  probe(nowMs: number): void {
    const context = this.#context;
    if (!context || nowMs - this.#probed.at < PROBE_MS) return;
    const stuck = context.state === 'running' && context.currentTime === this.#probed.clock ? 'yes' : 'no';
    this.#probed = { at: nowMs, clock: context.currentTime };
    if (stuck === this.#stuck) return;
    this.#stuck = stuck;
    this.#changed(this.state());
  }

  close(): void {
    this.#context?.close().catch(() => undefined);
  }
}
