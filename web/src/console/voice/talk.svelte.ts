// Push-to-talk of one ear: the microphone is open, and tied to the connection, only while the key is held and the server said yes.
import type { Problem } from '../../lib/api/http';
import type { VoiceView } from './speech';
import type { VoiceWorld } from './world';

/** As the server: nobody speaks longer without letting go, milliseconds. */
export const LONGEST_MS = 60_000;
/** Waits between tries to tell the server that the key was let go; what has to be told ends by itself after `LONGEST_MS`. */
const TELL_AGAIN_MS = [1_000, 2_000, 4_000];

export type TalkPhase =
  | 'off'
  /** The key is held; neither microphone nor server said yes. */
  | 'asking'
  /** What is said here is heard there. */
  | 'on_air'
  /** The key is still held and nothing is heard there. */
  | 'refused';
/** The last word may take so long to end at the server, milliseconds. */
const ENDED_WITHIN_MS = 2_000;
/** Why nothing is heard, besides what the server says. */
export type TalkFault = { by: 'server'; problem: Problem } | { by: 'microphone' };
export interface Line {
  peer: string;
  sender: RTCRtpSender;
}

export class Talk {
  phase = $state<TalkPhase>('off');
  fault = $state.raw<TalkFault | null>(null);
  #hold = 0;
  #line: Line | null = null;
  #track: MediaStreamTrack | null = null;
  #seen: 'no' | 'speaks' = 'no';
  #told: Promise<void> = Promise.resolve();
  #stops: (() => void)[] = [];

  constructor(
    private readonly alarm: string,
    private readonly world: Pick<VoiceWorld, 'calls' | 'after' | 'onAway'>,
    private readonly open: () => Promise<MediaStreamTrack | null>,
  ) {}

  /** The key went down. */
  async hold(line: Line | null): Promise<void> {
    if (this.phase !== 'off' || !line) return;
    const hold = (this.#hold += 1);
    this.phase = 'asking';
    this.fault = null;
    this.#seen = 'no';
    this.#line = line;
    this.#stops = [this.world.onAway(() => this.release())];
    // The last word has to have ended at the server before the next one begins there.
    await this.#ended();
    const track = hold === this.#hold ? await this.open() : null;
    if (hold !== this.#hold) return track?.stop();
    if (!track) return this.#refuse({ by: 'microphone' });
    this.#track = track;
    const said = await this.world.calls.speak(this.alarm, line.peer);
    // No answer is no 'no': it may have been done.
    const maybe = said.ok || said.problem.status === 0;
    if (hold !== this.#hold) return maybe ? this.#tell(line.peer) : undefined;
    if (!said.ok) {
      if (maybe) this.#tell(line.peer);
      return this.#refuse({ by: 'server', problem: said.problem });
    }
    return this.#onAir(hold, line, track);
  }

  #ended(): Promise<void> {
    return new Promise((then) => {
      const stop = this.world.after(ENDED_WITHIN_MS, then);
      void this.#told.then(() => {
        stop();
        then();
      });
    });
  }

  async #onAir(hold: number, line: Line, track: MediaStreamTrack): Promise<void> {
    track.onended = () => this.release();
    const tied = await line.sender.replaceTrack(track).then(() => true, () => false);
    if (hold !== this.#hold) return this.#untie(line);
    if (!tied) {
      this.release();
      this.fault = { by: 'microphone' };
      return undefined;
    }
    this.phase = 'on_air';
    this.#stops.push(this.world.after(LONGEST_MS, () => this.release()));
    return undefined;
  }

  #refuse(fault: TalkFault): void {
    this.#close();
    this.phase = 'refused';
    this.fault = fault;
  }

  #close(): void {
    if (this.#track) this.#track.onended = null;
    this.#track?.stop();
    this.#track = null;
  }

  #untie(line: Line): void {
    line.sender.replaceTrack(null).catch(() => undefined);
  }

  /** The key went up, or the page lost it. From here on nothing goes out, whatever the server says. */
  release(): void {
    if (this.phase === 'off') return;
    const { phase } = this;
    this.#hold += 1;
    this.phase = 'off';
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#close();
    const line = this.#line;
    this.#line = null;
    if (!line || phase === 'refused') return;
    this.#untie(line);
    // One that is being asked for is ended when its answer comes.
    if (phase === 'on_air' || this.#seen === 'speaks') this.#tell(line.peer);
  }

  #tell(peer: string): void {
    this.#told = this.world.calls.endSpeech(this.alarm, peer).then((said) => {
      if (!said.ok && (said.problem.status === 0 || said.problem.status >= 500)) this.#tellAgain(peer, 0);
    });
  }

  #tellAgain(peer: string, number: number): void {
    const wait = TELL_AGAIN_MS[number];
    if (wait === undefined) return;
    this.world.after(wait, async () => {
      if (this.phase !== 'off') return;
      const said = await this.world.calls.endSpeech(this.alarm, peer);
      if (!said.ok && (said.problem.status === 0 || said.problem.status >= 500)) this.#tellAgain(peer, number + 1);
    });
  }

  /** What the server shows of the room: what it ended is ended here. */
  seen(view: VoiceView): void {
    if (this.phase !== 'asking' && this.phase !== 'on_air') return;
    const speaks = view.listeners.some((one) => one.peer === this.#line?.peer && one.speaks);
    const ended = this.#seen === 'speaks' && !speaks;
    if (speaks) this.#seen = 'speaks';
    if (ended || view.speech_forbidden || view.microphone !== 'live') this.release();
  }
}
