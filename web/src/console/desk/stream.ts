// The live connection of a desk: connects, notices silence, comes back with growing pauses.
// A plain machine: the socket and the clock are handed in. Never here: what frames mean for the queue.
import type { DeskSays, Frame } from '../../lib/api/types';

/** After this long without a word the desk says that it is old, and greys out. */
export const STALE_AFTER_MS = 10_000;
/** After this long without a word the connection counts as dead and a new one is made. */
export const DEAD_AFTER_MS = 15_000;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** The part of a WebSocket that we use. */
export interface Socket {
  send(text: string): void;
  close(): void;
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
}
/** Where a connection broke off: the life of the server, and the last page that we had of it. */
export interface Resume {
  stream: string;
  after: number;
}
export interface StreamWorld {
  open(resume: Resume | null): Socket;
  now(): number;
  /** Calls back after that many milliseconds; returns how to call it off. */
  after(ms: number, then: () => void): () => void;
  /** 0 up to 1. */
  random(): number;
}
export type Connection = 'connecting' | 'open' | 'waiting' | 'ended';
export interface StreamListener {
  frame(frame: Frame): void;
  /** A new connection: everything that is open comes again, up to `complete`. */
  opened(): void;
  changed(connection: Connection): void;
  /** The connection ended or could not be made: perhaps the session is over. */
  lost(): void;
}

const TYPES: readonly string[] = ['hello', 'ping', 'alarm', 'moved', 'teams', 'lines', 'gone', 'complete', 'wall', 'tested', 'tasks', 'incident', 'incident_gone', 'queues'];

function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'type' in value && TYPES.includes(String(value.type));
}

/** A frame, or `null` for what we do not know: a newer server may say more than we understand. */
export function readFrame(data: unknown): Frame | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return isFrame(value) ? value : null;
  } catch {
    return null;
  }
}

/** The pause before attempt `n` (0 is the first): doubles up to a limit, with half of it random so that desks do not return together. */
export function pauseBefore(n: number, random: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(n, 10));
  return full / 2 + (full / 2) * random;
}

export class DeskStream {
  #socket: Socket | null = null;
  #failures = 0;
  #lastHeard: number | null = null;
  #stopTimer: () => void = () => {};
  #stopWatch: () => void = () => {};
  #painted = new Set<string>();
  #resume: Resume | null = null;
  #state: Connection = 'connecting';
  #heardUpTo = 0;
  #filled: 'yes' | 'no' = 'no';

  constructor(
    private readonly world: StreamWorld,
    private readonly listener: StreamListener,
  ) {}

  /** Milliseconds since the last word from the server; `null` before the first. */
  age(): number | null {
    return this.#lastHeard === null ? null : this.world.now() - this.#lastHeard;
  }

  start(): void {
    this.#connect();
  }

  stop(): void {
    this.#drop();
    this.#change('ended');
  }

  /** Says that an alarm is really on the glass. Once per connection; not lost when there is none: the alarm comes again then. */
  painted(alarm: string): void {
    if (!this.#socket || this.#painted.has(alarm)) return;
    this.#painted.add(alarm);
    this.#send({ type: 'painted', alarm });
  }

  /** Says something of this desk; `no` when there is no connection to say it over. */
  say(message: DeskSays): 'yes' | 'no' {
    if (!this.#socket || this.#state !== 'open') return 'no';
    this.#send(message);
    return 'yes';
  }

  /** Tries again now, for the person who does not want to wait. */
  retryNow(): void {
    this.#drop();
    this.#connect();
  }

  #send(message: DeskSays): void {
    try {
      this.#socket?.send(JSON.stringify(message));
    } catch {
      this.#again();
    }
  }

  #connect(): void {
    this.#change('connecting');
    const socket = this.world.open(this.#resume);
    this.#socket = socket;
    this.#painted.clear();
    socket.onopen = () => {
      this.#heard();
      this.listener.opened();
      this.#change('open');
    };
    socket.onmessage = (event) => this.#message(event.data);
    socket.onclose = () => this.#again();
    this.#watch();
  }

  #message(data: unknown): void {
    this.#heard();
    const frame = readFrame(data);
    if (!frame) return;
    this.#failures = 0;
    this.#remember(frame);
    if (frame.type === 'ping') this.#send({ type: 'pong' });
    this.listener.frame(frame);
  }

  /**
   * How far we are, so that a new connection misses nothing. Another life of the server counts from the start, and a
   * connection that broke off before it was complete has told us of no number for sure.
   */
  #remember(frame: Frame): void {
    if (frame.type === 'hello') {
      this.#heardUpTo = 0;
      this.#filled = 'no';
      if (frame.stream !== this.#resume?.stream) this.#resume = { stream: frame.stream, after: 0 };
    }
    if ('number' in frame && frame.type !== 'tasks') this.#heardUpTo = Math.max(this.#heardUpTo, frame.number);
    if (frame.type === 'complete') this.#filled = 'yes';
    if (this.#resume && this.#filled === 'yes') this.#resume = { ...this.#resume, after: Math.max(this.#resume.after, this.#heardUpTo) };
  }

  #change(state: Connection): void {
    this.#state = state;
    this.listener.changed(state);
  }

  #heard(): void {
    this.#lastHeard = this.world.now();
    this.#watch();
  }

  #watch(): void {
    this.#stopWatch();
    this.#stopWatch = this.world.after(DEAD_AFTER_MS, () => this.#again());
  }

  #again(): void {
    this.#drop();
    this.#change('waiting');
    this.listener.lost();
    const pause = pauseBefore(this.#failures, this.world.random());
    this.#failures += 1;
    this.#stopTimer = this.world.after(pause, () => this.#connect());
  }

  #drop(): void {
    this.#stopTimer();
    this.#stopWatch();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close();
  }
}
