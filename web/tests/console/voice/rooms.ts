// A browser and a server without either for tests of live voice: connections, sound and time move only when the test says so.
import type { Problem, Result } from '../../../src/lib/api/http';
import { problemOf } from '../../../src/lib/api/http';
import type { Alarm } from '../../../src/lib/api/types';
import { OwnMicrophone } from '../../../src/console/voice/microphone.svelte';
import type { Playback, Sink } from '../../../src/console/voice/player';
import { NOTHING_YET, type VoiceListener, type VoiceView } from '../../../src/console/voice/speech';
import type { VoiceWorld } from '../../../src/console/voice/world';
import { at, id, taken } from '../alarms';

export const MINE = id(100);
export const peer = (n: number): string => id(800 + n);

export class FakeTrack {
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  stop() {
    this.readyState = 'ended';
  }
}

export class FakeConnection {
  connectionState: RTCPeerConnectionState = 'new';
  localDescription: { sdp: string } | null = null;
  remote: unknown = null;
  closed = false;
  directions: string[] = [];
  /** The track of the second line: what a colleague says. */
  colleague = { of: 'a colleague' };
  track: FakeTrack | null = null;
  /** What was ever tied to the connection, in order. */
  tied: (FakeTrack | null)[] = [];
  decoded = 0;
  /** Of the second line. */
  decodedBeside = 0;
  ontrack: ((event: { track: object }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  channel = {
    label: '', readyState: 'open', sent: [] as string[],
    send: (text: string) => void this.channel.sent.push(text),
    onmessage: null as ((event: { data: string }) => void) | null,
    onclose: null as (() => void) | null,
  };
  addTransceiver(_kind: string, init: { direction: string }) {
    this.directions.push(init.direction);
    return {
      receiver: { track: this.directions.length === 2 ? this.colleague : { of: 'the phone' } },
      sender: {
        replaceTrack: async (track: FakeTrack | null) => {
          this.track = track;
          this.tied.push(track);
        },
      },
    };
  }
  createDataChannel(label: string) {
    this.channel.label = label;
    return this.channel;
  }
  createOffer = async () => ({ type: 'offer', sdp: 'our offer' });
  setLocalDescription = async (offer: { sdp: string }) => void (this.localDescription = offer);
  setRemoteDescription = async (answer: unknown) => void (this.remote = answer);
  getStats = async () =>
    new Map([
      ['in', { type: 'inbound-rtp', kind: 'audio', mid: '0', totalSamplesReceived: this.decoded + 500, concealedSamples: 500 }],
      ['beside', { type: 'inbound-rtp', kind: 'audio', mid: '1', totalSamplesReceived: this.decodedBeside, concealedSamples: 0 }],
    ]);
  close() {
    this.closed = true;
  }
  becomes(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
  says(what: unknown) {
    this.channel.onmessage?.({ data: JSON.stringify(what) });
  }
}

class FakeSink implements Sink {
  state: Playback = 'none';
  loud = 0;
  closed = false;
  constructor(private readonly world: FakeWorld) {}
  play() {
    this.state = this.world.browser;
  }
  enable() {
    if (this.state === 'blocked') this.state = 'playing';
  }
  playback = () => this.state;
  level = () => this.loud;
  close() {
    this.closed = true;
  }
}

interface Timer {
  due: number;
  every: number | null;
  then: () => void;
}

export class FakeWorld {
  ms = 0;
  timers: Timer[] = [];
  connections: FakeConnection[] = [];
  sinks: FakeSink[] = [];
  tracks: FakeTrack[] = [];
  asked: string[] = [];
  away: (() => void)[] = [];
  /** Does the browser let a page sound? */
  browser: Playback = 'playing';
  supported = true;
  gives: 'track' | 'nothing' = 'track';
  /** What the server says to the next asks of a kind; 204 when there is nothing. */
  answers: Partial<Record<'join' | 'leave' | 'speak' | 'endSpeech', Problem[]>> = {};
  /** Asks of this kind wait until the test lets them go. */
  gate: { speak: Promise<void> | null } = { speak: null };
  #peers = 0;

  #answer<T>(kind: 'join' | 'leave' | 'speak' | 'endSpeech', data: T): Result<T> {
    const problem = this.answers[kind]?.shift();
    return problem ? { ok: false, problem } : { ok: true, data };
  }

  world(): VoiceWorld {
    return {
      calls: {
        join: async (alarm, offer) => {
          this.asked.push(`join ${alarm} ${offer}`);
          const answer = this.#answer('join', { peer: '', sdp: 'their answer' });
          if (answer.ok) answer.data.peer = peer((this.#peers += 1));
          return answer;
        },
        leave: async (alarm, who) => {
          this.asked.push(`leave ${alarm} ${who}`);
          return this.#answer('leave', undefined);
        },
        speak: async (_alarm, who) => {
          this.asked.push(`speak ${who}`);
          if (this.gate.speak) await this.gate.speak;
          return this.#answer('speak', undefined);
        },
        endSpeech: async (_alarm, who) => {
          this.asked.push(`let go ${who}`);
          return this.#answer('endSpeech', undefined);
        },
      },
      connect: () => {
        if (!this.supported) return null;
        const made = new FakeConnection();
        this.connections.push(made);
        return made as unknown as RTCPeerConnection;
      },
      sink: () => {
        const made = new FakeSink(this);
        this.sinks.push(made);
        return made;
      },
      after: (ms, then) => this.#timer(ms, null, then),
      every: (ms, then) => this.#timer(ms, ms, then),
      onAway: (then) => {
        this.away.push(then);
        return () => (this.away = this.away.filter((one) => one !== then));
      },
      random: () => 0.5,
    };
  }

  microphone(): OwnMicrophone {
    const devices = {
      getUserMedia: async (wanted: MediaStreamConstraints) => {
        this.asked.push(`microphone ${JSON.stringify(wanted)}`);
        if (this.gives === 'nothing') throw new DOMException('no', 'NotAllowedError');
        const track = new FakeTrack();
        this.tracks.push(track);
        return { getAudioTracks: () => [track] };
      },
    };
    return new OwnMicrophone(devices as unknown as MediaDevices);
  }

  #timer(ms: number, every: number | null, then: () => void): () => void {
    const timer = { due: this.ms + ms, every, then };
    this.timers.push(timer);
    return () => (this.timers = this.timers.filter((one) => one !== timer));
  }

  get last(): FakeConnection {
    const found = this.connections.at(-1);
    if (!found) throw new Error('nothing was connected');
    return found;
  }
  get sink(): FakeSink {
    const found = this.sinks.at(-1);
    if (!found) throw new Error('nothing plays');
    return found;
  }

  /** Time passes, and each timer goes off when it is due. */
  async pass(ms: number): Promise<void> {
    const end = this.ms + ms;
    for (;;) {
      await settled();
      const [next] = this.timers.filter((one) => one.due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.ms = next.due;
      if (next.every === null) this.timers = this.timers.filter((one) => one !== next);
      else next.due += next.every;
      next.then();
    }
    this.ms = end;
    await settled();
  }

  /** The connection stands, and sound of the phone is decoded and played. */
  async hear(): Promise<void> {
    await settled();
    this.last.becomes('connected');
    this.last.ontrack?.({ track: {} });
    await this.sounds();
  }
  async sounds(): Promise<void> {
    this.last.decoded += 48_000;
    await this.pass(1_000);
  }
}

/** All that was promised is done. */
export async function settled(): Promise<void> {
  for (let n = 0; n < 30; n += 1) await Promise.resolve();
}

export const refused = (code: string, status = 409): Problem => problemOf(status, { code, title: 'No', detail: `Refused: ${code}` });

export function aListener(n: number, over: Partial<VoiceListener> = {}): VoiceListener {
  return { peer: peer(n), account: id(100 + n), name: `Operator ${n}`, seat: 'room', hears: true, speaks: false, ...over };
}

/** A room in which everybody may speak, at `at(0)`. */
export function aRoom(over: Partial<VoiceView> = {}): VoiceView {
  return { ...NOTHING_YET, microphone: 'live', recording: 'running', silent_until: at(-1), listeners: [aListener(1)], ...over };
}

export const heardAlarm = (n: number, room: Partial<VoiceView> = {}, over: Partial<Alarm> = {}): Alarm => taken(n, MINE, { voice: aRoom(room), ...over });
