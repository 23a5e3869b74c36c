// The live state of this screen: the stream, the alarms, the sound, the duty. One for the whole console, on every page.
import { version } from '../../package.json';
import { whoAmI } from '../lib/api/api';
import type { Alarm, DeskSays, Frame, Me, TeamAt, TeamFix, TypedLine, Wall } from '../lib/api/types';
import { heardServerTime, nowMs } from '../lib/clock.svelte';
import { startTicker } from '../lib/ticker';
import { callingEveryone, queueOf, type Queue } from './desk/queue';
import { afterAll, EMPTY_ROOM, reopened, type RoomState } from './desk/room';
import { DeskStream, STALE_AFTER_MS, type Connection, type Resume, type Socket } from './desk/stream';
import { Batch } from './live/batch';
import { dutyAfter, freshDuty, playsCheck, READY_EVERY_MS, readyOf, SOUND_WITHIN_MS, type Duty, type DutyEvent } from './live/duty';
import { keepDuty, keptDuty } from './live/kept';
import { heardProtocols } from './live/protocols.svelte';
import { Conductor, MUTE_MS, partOf, voices, type Facts, type PatternName } from './live/sounds';
import { Speaker, type AudioState } from './live/speaker';
import { hasEars, standsDuty } from './rights';
import { callsOf, newCalls, newlyHanded } from './tracking/calls';
import { NONE_TRACKED, trackedAfter, trackedAnew, type Tracked } from './tracking/tracked';
import type { Incident, QueueCounts } from '../lib/api/tracking-types';
import { Voices } from './voice/voices.svelte';

const BEAT_MS = 250;
const AGE_EVERY_MS = 500;
/** How often, and for how long after a sound began, the level is looked at. */
const METER_MS = 50;
const METER_FOR_MS = 2_500;

const WORLD = {
  now: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

function openSocket(resume: Resume | null): Socket {
  const url = new URL('/api/v1/desk', location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  if (resume) url.search = new URLSearchParams({ stream: resume.stream, after: String(resume.after) }).toString();
  return new WebSocket(url);
}

export class Live {
  #room = $state.raw<RoomState>(EMPTY_ROOM);
  #tracked = $state.raw<Tracked>(NONE_TRACKED);
  #connection = $state<Connection>('connecting');
  #age = $state<number | null>(null);
  #duty = $state.raw<Duty>(freshDuty('off'));
  #onLoad = $state<AudioState | null>(null);
  #level = $state(0);
  #mutedUntil = $state(0);
  #newest = $state<string | null>(null);
  #tasksNumber = $state(0);
  readonly #me: Me;
  /** The phones that this desk hears. */
  readonly voice: Voices;
  readonly #stream: DeskStream;
  readonly #speaker: Speaker;
  readonly #frames = new Batch<Frame>(WORLD, (frames) => this.#deliver(frames));
  readonly #conductor = new Conductor();
  #stops: (() => void)[] = [];
  #meter: ReturnType<typeof setInterval> | undefined;
  #meterUntil = 0;
  #lastReady = -Infinity;
  #readyEveryMs = READY_EVERY_MS;
  #lastAge = -Infinity;

  constructor(me: Me, voice: Voices = new Voices(me.account)) {
    this.#me = me;
    this.voice = voice;
    this.#duty = freshDuty(keptDuty(me.account));
    this.#speaker = new Speaker((state) => this.#audio(state));
    this.#stream = new DeskStream(
      { ...WORLD, open: openSocket, random: Math.random },
      {
        frame: (frame) => this.#frames.add(frame),
        opened: () => {
          this.#room = reopened(this.#room);
          this.#tracked = trackedAnew(this.#tracked);
        },
        changed: (connection) => this.#connected(connection),
        // A session that is over shows itself in the answer, and the door opens.
        lost: () => void whoAmI(),
      },
    );
  }

  start(): void {
    this.#stream.start();
    const seen = () => this.#sayReady();
    document.addEventListener('visibilitychange', seen);
    this.#stops = [startTicker(BEAT_MS, () => this.#beat()), () => document.removeEventListener('visibilitychange', seen)];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
    clearInterval(this.#meter);
    this.#frames.stop();
    this.#stream.stop();
    this.voice.close();
    this.#speaker.close();
  }

  #beat(): void {
    const now = performance.now();
    if (now - this.#lastAge >= AGE_EVERY_MS) {
      this.#lastAge = now;
      this.#age = this.#stream.age();
    }
    this.#speaker.probe(now);
    if (now - this.#lastReady >= this.#readyEveryMs) this.#sayReady();
    // What is due stays due until the key is let go.
    if (this.voice.speaking) return;
    const due = this.#conductor.due(voices(this.#facts()), now);
    if (due) this.#play(due);
  }

  #connected(connection: Connection): void {
    this.#connection = connection;
    if (connection === 'open') this.#sayReady();
  }

  #deliver(frames: readonly Frame[]): void {
    this.#age = this.#stream.age();
    const known = new Map<string, Alarm>();
    for (const frame of frames) {
      if (frame.type === 'hello' || frame.type === 'ping') heardServerTime(frame.server_time);
      if (frame.type === 'hello') heardProtocols(frame.protocols);
      // Two reports may be lost before the server takes this desk for deaf.
      if (frame.type === 'hello') this.#readyEveryMs = Math.min(READY_EVERY_MS, frame.ready_ms / 3);
      if (frame.type === 'alarm') {
        this.#noticed(known.get(frame.alarm.id) ?? this.#room.alarms.get(frame.alarm.id) ?? null, frame.alarm);
        known.set(frame.alarm.id, frame.alarm);
      }
      if (frame.type === 'tasks') this.#tasksNumber = frame.number;
      if (frame.type === 'wall') this.#reckoned(frame.wall);
      if (frame.type === 'tested') this.#play('single');
    }
    this.#room = afterAll(this.#room, frames);
    this.voice.seen(this.#room.alarms, this.#room.complete);
    const tracked = trackedAfter(this.#tracked, frames);
    if (tracked !== this.#tracked) this.#callOf(tracked);
    this.#tracked = tracked;
  }

  /** Incidents that call from now on; a device that wants care says so once (FL-01). */
  #callOf(next: Tracked): void {
    for (const queue of newCalls(this.#tracked, next)) {
      if (queue === 'technical') this.#play('pair');
      else this.#conductor.again(queue === 'danger' ? 'danger' : 'attention');
    }
    if (this.#me.role !== 'monitor' && newlyHanded(this.#tracked, next)) this.#play('pair');
  }

  #noticed(before: Alarm | null, alarm: Alarm): void {
    if (alarm.ringing && !before?.ringing) {
      this.#newest = alarm.id;
      this.#conductor.again(alarm.kind === 'danger' ? 'danger' : 'attention');
    }
    // A colleague took it: one soft tone instead of the call.
    if (before?.ringing && !alarm.ringing && alarm.owner !== this.#me.account) this.#play('single');
    // What was mine went to a colleague.
    if (before?.owner === this.#me.account && alarm.owner !== this.#me.account && alarm.stage !== 'closed') this.#play('pair');
    const heard = (of: Alarm | null) => of?.messages.filter((message) => message.from === 'handset').length ?? 0;
    if (alarm.owner === this.#me.account && before && heard(alarm) > heard(before)) this.#play('pair');
  }

  /** One more technical alert that nobody has: the third class, which a flood keeps quiet (FL-01). */
  #reckoned(wall: Wall): void {
    const before = this.wall?.alerts_unowned ?? wall.alerts_unowned;
    if (wall.alerts_unowned > before && !wall.flood && this.#me.role !== 'patrol') this.#play('pair');
  }

  #facts(): Facts {
    const ears = hasEars(this.#me.role);
    const { ringing, mine } = this.queue;
    const room = standsDuty(this.#me.role);
    const calls = ears ? callsOf(this.#tracked) : { danger: 0, tracking: 0 };
    return {
      everyone: this.everyone.length,
      danger: (ears ? ringing.filter((alarm) => alarm.kind === 'danger').length : 0) + calls.danger,
      unidentified: (ears ? ringing.filter((alarm) => alarm.kind !== 'danger').length : 0) + calls.tracking,
      overdue: ears ? mine.filter((alarm) => alarm.reminded || alarm.steps.some((step) => step.late && !step.done_at)).length : 0,
      // A stream that fell silent makes this desk a deaf one.
      deaf: ears ? (room ? (this.wall?.desk_alerts.length ?? 0) : 0) + (this.stale && this.#age !== null ? 1 : 0) : 0,
      staffing: room && this.#duty.phase === 'on' && this.wall?.staffing_low ? 'low' : 'enough',
      muted: Date.now() < this.#mutedUntil ? 'yes' : 'no',
    };
  }

  #play(name: PatternName): void {
    if (!hasEars(this.#me.role) && this.everyone.length === 0) return;
    const { listening, speaking } = this.voice;
    const part = partOf(name, { hears: listening ? 'yes' : 'no', speaks: speaking ? 'yes' : 'no', everyone: this.everyone.length });
    if (part === 0) return;
    this.#speaker.play(name, part);
    this.#meterUntil = performance.now() + METER_FOR_MS;
    this.#meter ??= setInterval(() => this.#measure(), METER_MS);
  }

  /** The level falls slowly, so that an eye can follow it. */
  #measure(): void {
    this.#level = Math.max(this.#speaker.level(), Math.round(this.#level * 900) / 1000);
    if (performance.now() < this.#meterUntil) return;
    clearInterval(this.#meter);
    this.#meter = undefined;
    this.#level = 0;
  }

  #audio(state: AudioState): void {
    this.#dutyStep({ type: 'audio', state });
    // The first report comes while the loudspeaker is still being made.
    queueMicrotask(() => (this.#onLoad = this.#speaker.onLoad));
  }

  #dutyStep(event: DutyEvent): void {
    const before = this.#duty;
    this.#duty = dutyAfter(before, event);
    if (this.#duty === before) return;
    if (playsCheck(before, this.#duty, event)) queueMicrotask(() => this.#play('check'));
    keepDuty(this.#me.account, this.#duty.before);
    queueMicrotask(() => this.#sayReady());
  }

  #sayReady(): void {
    if (!standsDuty(this.#me.role)) return;
    if (this.#stream.say(readyOf(this.#duty, document.visibilityState, version)) === 'yes') this.#lastReady = performance.now();
  }

  /** All alarms that this screen knows. */
  alarms = $derived(this.#room.alarms);
  queue: Queue = $derived(queueOf(this.#room.alarms.values(), this.#accountId()));
  /** The alarms of the last rung: a page that nobody can put away (FL-06). */
  everyone: Alarm[] = $derived(callingEveryone(this.#room.alarms.values()));
  stale = $derived(this.#age === null || this.#age > STALE_AFTER_MS || this.#connection !== 'open');
  /** When the server last spoke, by its own clock, to the second. */
  heardAt: string | null = $derived(this.#age === null ? null : new Date(Math.floor((nowMs() - this.#age) / 1000) * 1000).toISOString());

  #accountId(): string {
    return this.#me.account;
  }

  /** Incidents of tracked people that this screen knows. */
  get incidents(): ReadonlyMap<string, Incident> {
    return this.#tracked.incidents;
  }
  /** How full the three queues of the monitoring centre are; `null` before the server said so. */
  get queueCounts(): QueueCounts | null {
    return this.#tracked.counts;
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
  /** Where the teams of an alarm say to be. */
  teamsAt(alarm: string): readonly TeamAt[] {
    return this.#room.teams.get(alarm) ?? [];
  }
  /** What is being typed in an alarm, the person's line first. */
  linesOf(alarm: string): readonly TypedLine[] {
    return this.#room.lines.get(alarm) ?? [];
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
  get duty(): Duty {
    return this.#duty;
  }
  /** What the browser gave this page before anybody touched it. */
  get audioOnLoad(): AudioState | null {
    return this.#onLoad;
  }
  /** How loud this page is now, 0 up to 1. */
  get level(): number {
    return this.#level;
  }
  /** Seconds of silence that are left. */
  get mutedFor(): number {
    nowMs();
    return Math.max(0, Math.ceil((this.#mutedUntil - Date.now()) / 1000));
  }

  /** Asks for sound and plays the tone that must be heard; also to hear it once more. */
  startDuty(): void {
    this.#speaker.enable();
    this.voice.enableSound();
    if (standsDuty(this.#me.role)) void this.voice.microphone.ask();
    this.#dutyStep({ type: 'start' });
    setTimeout(() => this.#dutyStep({ type: 'gave_up' }), SOUND_WITHIN_MS);
  }
  confirmHeard(): void {
    this.#dutyStep({ type: 'heard' });
  }
  endDuty(): void {
    this.#stream.say({ type: 'off_duty' });
    this.#dutyStep({ type: 'off' });
  }
  testSound(): void {
    this.#speaker.enable();
    this.#play('danger');
  }
  mute(): void {
    this.#mutedUntil = Date.now() + MUTE_MS;
  }
  /** Says where the team of this page is; `null` when it says so no longer. */
  sayTeam(alarm: string, unit: string, place: TeamFix | null): void {
    this.#stream.say({ type: 'team_at', alarm, unit, place });
  }
  /** Says something of this page; `no` when there is no connection. */
  say(message: DeskSays): 'yes' | 'no' {
    return this.#stream.say(message);
  }
  painted(alarm: string): void {
    this.#stream.painted(alarm);
  }
  retryNow(): void {
    this.#stream.retryNow();
  }
}
