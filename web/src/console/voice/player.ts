// Lets this desk hear one phone, and measures what it really plays. An element plays: a browser decodes the sound of a connection for nobody else.

/** `blocked`: the browser plays nothing until somebody touches the page. */
export type Playback = 'none' | 'playing' | 'blocked';
export interface Sink {
  play(track: MediaStreamTrack): void;
  /** From a press of the operator: asks the browser for sound once more. */
  enable(): void;
  playback(): Playback;
  /** How loud it is, 0 up to 1 over the 60 dB below full scale. */
  level(): number;
  close(): void;
}

const RANGE_DB = 60;

export class Player implements Sink {
  readonly #element = new Audio();
  readonly #context: AudioContext | null = typeof AudioContext === 'undefined' ? null : new AudioContext();
  readonly #meter = this.#context?.createAnalyser() ?? null;
  readonly #samples: Float32Array<ArrayBuffer> = new Float32Array(1024);
  #source: MediaStreamAudioSourceNode | null = null;

  constructor() {
    if (this.#meter) this.#meter.fftSize = this.#samples.length;
    this.#element.autoplay = true;
  }

  play(track: MediaStreamTrack): void {
    const stream = new MediaStream([track]);
    this.#element.srcObject = stream;
    this.#source?.disconnect();
    this.#source = this.#context?.createMediaStreamSource(stream) ?? null;
    if (this.#meter) this.#source?.connect(this.#meter);
    this.enable();
  }

  enable(): void {
    this.#context?.resume().catch(() => undefined);
    if (this.#element.srcObject) this.#element.play().catch(() => undefined);
  }

  playback(): Playback {
    if (!this.#element.srcObject) return 'none';
    return this.#context?.state === 'running' && !this.#element.paused && !this.#element.muted ? 'playing' : 'blocked';
  }

  level(): number {
    if (!this.#meter || this.playback() !== 'playing') return 0;
    this.#meter.getFloatTimeDomainData(this.#samples);
    let sum = 0;
    for (const sample of this.#samples) sum += sample * sample;
    const db = 10 * Math.log10(sum / this.#samples.length);
    return Number.isFinite(db) ? Math.min(1, Math.max(0, 1 + db / RANGE_DB)) : 0;
  }

  close(): void {
    this.#source?.disconnect();
    this.#element.pause();
    this.#element.srcObject = null;
    this.#context?.close().catch(() => undefined);
  }
}
