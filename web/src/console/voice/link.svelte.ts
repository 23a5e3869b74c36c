// One ear of this desk: the connection to the voice room of one alarm (docs/voice.md). It comes back by itself while the alarm is open,
// and says 'heard' only when the sound of the phone is really played here. Never here: which alarm is heard (`voices`), rules of speech.
import type { Problem } from '../../lib/api/http';
import type { Alarm } from '../../lib/api/types';
import { figuresOf, keptFigures, qualityOf, type Figures, type Quality } from './figures';
import type { Playback, Sink } from './player';
import { viewOf } from './speech';
import { Talk } from './talk.svelte';
import type { VoiceWorld } from './world';

/** Between two looks at what is played, and between two at how loud it is, milliseconds. */
export const LOOK_MS = 1_000;
export const LEVEL_MS = 120;
/** So long a connection may take, and may be interrupted before it is made anew (ARC-12). */
export const CONNECT_WITHIN_MS = 12_000;
export const INTERRUPTED_MS = 4_000;
/** Waits before the next try; the last one again and again. One that stood for `SETTLED_MS` begins at the first. */
export const AGAIN_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];
export const SETTLED_MS = 10_000;

export type LinkPhase =
  | 'joining' | 'connecting' | 'up'
  /** It was lost, or nobody answered: tried again. */
  | 'again'
  /** The server said no, or this browser cannot. */
  | 'refused'
  | 'left';
export type LinkFault = { by: 'server'; problem: Problem } | { by: 'browser' };

/** Is this problem worth another try? A rule that says no is not, except that a place in a full room comes free. */
function mayPass(problem: Problem): boolean {
  if (problem.code === 'voice.off') return false;
  return problem.status === 0 || problem.status === 429 || problem.status >= 500 || problem.code === 'voice.too_many_listeners';
}

/** Sound of the phone that was decoded, not made up: samples, or packets where a browser does not count samples. Its line is the first. */
function decoded(report: RTCStatsReport): number {
  let found = 0;
  report.forEach((one: Record<string, unknown>) => {
    if (one['type'] !== 'inbound-rtp' || (one['kind'] !== 'audio' && one['mediaType'] !== 'audio')) return;
    if (typeof one['mid'] === 'string' && one['mid'] !== '0') return;
    const { totalSamplesReceived: all, concealedSamples: madeUp, packetsReceived: packets } = one;
    found += typeof all === 'number' ? all - (typeof madeUp === 'number' ? madeUp : 0) : typeof packets === 'number' ? packets : 0;
  });
  return found;
}

export class Link {
  phase = $state<LinkPhase>('joining');
  fault = $state.raw<LinkFault | null>(null);
  playback = $state<Playback>('none');
  /** 0 up to 1: what this desk plays. */
  level = $state(0);
  /** Is live sound decoded and played at this moment? */
  hears = $state(false);
  peer = $state<string | null>(null);
  readonly talk: Talk;
  #figures = $state.raw<readonly Figures[]>([]);
  #connection: RTCPeerConnection | null = null;
  #channel: RTCDataChannel | null = null;
  #sender: RTCRtpSender | null = null;
  #sink: Sink | null = null;
  /** What a colleague says to the person. */
  #beside: Sink | null = null;
  /** Grows with each connection: an answer that comes late is for one of before. */
  #life = 0;
  #tries = 0;
  #decoded = 0;
  #room: 'unknown' | 'in' | 'hears' = 'unknown';
  #stops: (() => void)[] = [];
  #interrupted: (() => void) | null = null;

  constructor(
    readonly alarm: string,
    private readonly world: VoiceWorld,
    microphone: () => Promise<MediaStreamTrack | null>,
  ) {
    this.talk = new Talk(alarm, world, microphone);
  }

  get figures(): Figures | null {
    return this.#figures.at(-1) ?? null;
  }
  get recent(): readonly Figures[] {
    return this.#figures;
  }
  get quality(): Quality | null {
    return qualityOf(this.#figures);
  }
  /** Wanted and on its way, or there. */
  get open(): boolean {
    return this.phase !== 'left' && this.phase !== 'refused';
  }

  start(): void {
    this.#tries = 0;
    void this.#join();
  }

  /** From a press of the operator. */
  enableSound(): void {
    this.#sink?.enable();
    this.#beside?.enable();
    this.#measure();
  }

  hold(): void {
    const [peer, sender] = [this.peer, this.#sender];
    void this.talk.hold(this.phase === 'up' && peer && sender ? { peer, sender } : null);
  }

  leave(): void {
    this.#tearDown();
    this.phase = 'left';
    this.fault = null;
  }

  /** What the server shows of the alarm now. */
  seen(alarm: Alarm): void {
    if (alarm.stage === 'closed') return this.leave();
    const view = viewOf(alarm);
    const mine = view.listeners.find((one) => one.peer === this.peer);
    // Put out, or forgotten by a server that began anew: this ear is shut, and whether there is another is the server's to say.
    if (!mine && this.peer && this.#room !== 'unknown') return this.#lost();
    if (mine) this.#room = mine.hears ? 'hears' : 'in';
    return this.talk.seen(view);
  }

  async #join(): Promise<void> {
    const life = (this.#life += 1);
    const connection = this.world.connect();
    if (!connection) return this.#refuse({ by: 'browser' });
    this.phase = 'joining';
    this.#wire(life, connection);
    try {
      await connection.setLocalDescription(await connection.createOffer());
    } catch {
      return life === this.#life ? this.#refuse({ by: 'browser' }) : undefined;
    }
    if (life !== this.#life) return undefined;
    // Whole at once: the server has its addresses in the answer and learns ours from the checks.
    const answer = await this.world.calls.join(this.alarm, connection.localDescription?.sdp ?? '');
    if (life !== this.#life) {
      if (answer.ok) void this.world.calls.leave(this.alarm, answer.data.peer);
      return undefined;
    }
    if (!answer.ok) return this.#unanswered(answer.problem);
    this.peer = answer.data.peer;
    this.fault = null;
    this.phase = 'connecting';
    this.#stops.push(this.world.after(CONNECT_WITHIN_MS, () => this.phase === 'connecting' && this.#lost()));
    return connection.setRemoteDescription({ type: 'answer', sdp: answer.data.sdp }).catch(() => (life === this.#life ? this.#lost() : undefined));
  }

  #wire(life: number, connection: RTCPeerConnection): void {
    this.#connection = connection;
    this.#sender = connection.addTransceiver('audio', { direction: 'sendrecv' }).sender;
    const channel = connection.createDataChannel('state', { ordered: true });
    this.#channel = channel;
    const sink = this.world.sink();
    this.#sink = sink;
    const mine = (then: () => void) => () => life === this.#life && then();
    const colleague = connection.addTransceiver('audio', { direction: 'recvonly' }).receiver;
    connection.ontrack = ({ track }) => life === this.#life && (track === colleague?.track ? (this.#beside ??= this.world.sink()) : sink).play(track);
    connection.onconnectionstatechange = mine(() => this.#changed(connection.connectionState));
    channel.onmessage = (event) => life === this.#life && this.#said(event.data);
    channel.onclose = mine(() => this.#lost());
    this.#stops.push(this.world.every(LOOK_MS, () => void this.#look()), this.world.every(LEVEL_MS, () => this.#measure()));
  }

  #changed(state: RTCPeerConnectionState): void {
    if (state !== 'disconnected') {
      this.#interrupted?.();
      this.#interrupted = null;
    }
    if (state === 'connected') {
      this.phase = 'up';
      this.#stops.push(this.world.after(SETTLED_MS, () => (this.#tries = 0)));
    } else if (state === 'disconnected') this.#interrupted ??= this.world.after(INTERRUPTED_MS, () => this.#lost());
    else if (state === 'failed' || state === 'closed') this.#lost();
  }

  #said(text: unknown): void {
    const figures = figuresOf(text);
    if (figures !== 'other') this.#figures = keptFigures(this.#figures, figures);
  }

  #measure(): void {
    this.playback = this.#sink?.playback() ?? 'none';
    // The level falls slowly, so that an eye can follow it.
    this.level = Math.round(Math.max(this.#sink?.level() ?? 0, this.level * 0.8) * 100) / 100;
  }

  /** Is live sound played here? Then the room is told, again until it shows that it knows. */
  async #look(): Promise<void> {
    const { life, connection } = { life: this.#life, connection: this.#connection };
    if (!connection || this.phase !== 'up') return;
    const now = await connection.getStats().then(decoded, () => this.#decoded);
    if (life !== this.#life) return;
    const more = now > this.#decoded;
    this.#decoded = now;
    this.hears = more && this.#sink?.playback() === 'playing';
    if (this.hears && this.#room !== 'hears' && this.#channel?.readyState === 'open') this.#channel.send(JSON.stringify({ kind: 'heard' }));
  }

  #unanswered(problem: Problem): void {
    if (!mayPass(problem)) return this.#refuse({ by: 'server', problem });
    this.#lost();
    this.fault = { by: 'server', problem };
    return undefined;
  }

  #refuse(fault: LinkFault): void {
    this.#tearDown();
    this.phase = 'refused';
    this.fault = fault;
  }

  #lost(): void {
    if (!this.open || this.phase === 'again') return;
    this.#tearDown();
    this.phase = 'again';
    const wait = AGAIN_MS[Math.min(this.#tries, AGAIN_MS.length - 1)] ?? 0;
    this.#tries += 1;
    // A whole room comes back: not all of it at one moment.
    this.#stops.push(this.world.after(wait * (0.8 + 0.4 * this.world.random()), () => void this.#join()));
  }

  #tearDown(): void {
    this.#life += 1;
    this.talk.release();
    for (const stop of this.#stops.splice(0)) stop();
    this.#interrupted?.();
    this.#interrupted = null;
    if (this.peer) void this.world.calls.leave(this.alarm, this.peer);
    this.#connection?.close();
    this.#sink?.close();
    this.#beside?.close();
    this.#connection = this.#channel = this.#sender = this.#sink = this.#beside = this.peer = null;
    this.#room = 'unknown';
    this.#decoded = this.level = 0;
    this.#figures = [];
    this.playback = 'none';
    this.hears = false;
  }
}
