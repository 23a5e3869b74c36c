// The live state of this screen: the stream, the alarms, the sound. One for the whole console, on every page.
import { heardServerTime, nowMs } from '../lib/clock.svelte';
import { whoAmI } from '../lib/api/api';
import type { Alarm, Frame, Me, Wall } from '../lib/api/types';
import { callingEveryone, queueOf, type Queue } from './desk/queue';
import { after, EMPTY_ROOM, reopened, type RoomState } from './desk/room';
import { CALL, MUTE_MS, REPEAT_MS, shouldSound, SOFT, Speaker, type SoundState } from './desk/sound';
import { DeskStream, STALE_AFTER_MS, type Connection, type Socket } from './desk/stream';
import { hasEars } from './rights';

const LOUD = 0.8;
const QUIET = 0.12;

function openSocket(): Socket {
  const url = new URL('/api/v1/desk', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return new WebSocket(url);
}

export class Live {
  #room = $state.raw<RoomState>(EMPTY_ROOM);
  #connection = $state<Connection>('connecting');
  #age = $state<number | null>(null);
  #sound = $state<SoundState>('absent');
  #mutedUntil = $state(0);
  #newest = $state<string | null>(null);
  #tasksNumber = $state(0);
  readonly #me: Me;
  readonly #stream: DeskStream;
  readonly #speaker: Speaker;
  #timers: ReturnType<typeof setInterval>[] = [];
  #lastCall = 0;

  constructor(me: Me) {
    this.#me = me;
    this.#speaker = new Speaker((state) => (this.#sound = state));
    this.#stream = new DeskStream(
      {
        open: openSocket,
        now: () => performance.now(),
        after: (ms, then) => {
          const timer = setTimeout(then, ms);
          return () => clearTimeout(timer);
        },
        random: Math.random,
      },
      {
        frame: (frame) => this.#frame(frame),
        opened: () => (this.#room = reopened(this.#room)),
        changed: (connection) => (this.#connection = connection),
        // A session that is over shows itself in the answer, and the door opens.
        lost: () => void whoAmI(),
      },
    );
  }

  start(): void {
    this.#stream.start();
    this.#timers = [
      setInterval(() => (this.#age = this.#stream.age()), 500),
      setInterval(() => this.#call(), 250),
    ];
  }

  stop(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#stream.stop();
    this.#speaker.close();
  }

  #frame(frame: Frame): void {
    this.#age = this.#stream.age();
    if (frame.type === 'hello' || frame.type === 'ping') heardServerTime(frame.server_time);
    if (frame.type === 'alarm') this.#noticed(frame.alarm);
    if (frame.type === 'tasks') this.#tasksNumber = frame.number;
    if (frame.type === 'tested') this.#speaker.play(SOFT, QUIET);
    this.#room = after(this.#room, frame);
  }

  #noticed(alarm: Alarm): void {
    const before = this.#room.alarms.get(alarm.id);
    if (alarm.ringing && !before?.ringing) {
      this.#newest = alarm.id;
      this.#lastCall = 0;
    }
    // A colleague took it: one soft tone instead of the call.
    if (before?.ringing && !alarm.ringing && alarm.owner !== this.#me.account) this.#speaker.play(SOFT, QUIET);
  }

  #call(): void {
    const now = performance.now();
    if (now - this.#lastCall < REPEAT_MS) return;
    const ringing = hasEars(this.#me.role) ? this.queue.ringing.length : 0;
    if (!shouldSound(ringing, this.everyone.length, this.#mutedUntil, Date.now())) return;
    this.#lastCall = now;
    this.#speaker.play(CALL, LOUD);
  }

  /** All alarms that this screen knows. */
  alarms = $derived(this.#room.alarms);
  queue: Queue = $derived(queueOf(this.#room.alarms.values(), this.#accountId()));
  /** The alarms of the last rung: a page that nobody can put away (FL-06). */
  everyone: Alarm[] = $derived(callingEveryone(this.#room.alarms.values()));
  stale = $derived(this.#age === null || this.#age > STALE_AFTER_MS || this.#connection !== 'open');

  #accountId(): string {
    return this.#me.account;
  }

  get me(): Me {
    return this.#me;
  }
  get connection(): Connection {
    return this.#connection;
  }
  /** Milliseconds since the last word of the server. */
  get age(): number | null {
    return this.#age;
  }
  get complete(): boolean {
    return this.#room.complete;
  }
  get wall(): Wall | null {
    return this.#room.wall;
  }
  /** Grows whenever the tasks of this screen changed. */
  get tasksNumber(): number {
    return this.#tasksNumber;
  }
  get lastTest(): { handset: string; at: string } | null {
    return this.#room.lastTest;
  }
  /** The alarm that began to ring last, for the live region. */
  get newest(): Alarm | null {
    return this.#newest === null ? null : (this.#room.alarms.get(this.#newest) ?? null);
  }
  get sound(): SoundState {
    return this.#sound;
  }
  /** Seconds of silence that are left. */
  get mutedFor(): number {
    nowMs();
    return Math.max(0, Math.ceil((this.#mutedUntil - Date.now()) / 1000));
  }

  enableSound(): void {
    this.#speaker.enable();
  }
  testSound(): void {
    this.#speaker.enable();
    this.#speaker.play(CALL, LOUD);
  }
  mute(): void {
    this.#mutedUntil = Date.now() + MUTE_MS;
  }
  painted(alarm: string): void {
    this.#stream.painted(alarm);
  }
  retryNow(): void {
    this.#stream.retryNow();
  }
}
