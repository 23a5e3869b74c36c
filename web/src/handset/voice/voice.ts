// Sound in an alarm (AL-05): from the press on the microphone, an offer once the cell holds the alarm, again after every
// loss, shut at once when the alarm is over. Everything that fails does so in silence, and nothing else waits for any of it.
// Never here: how the browser does it, bytes, anything that is drawn but the one sign.
import type { VoiceAnswer } from '../protocol/voice';
import { Line } from './line';
import { Microphone } from './microphone';
import { Playout, SILENT, type Play } from './playout';

/** Pauses before one asks again; the last one stays. */
export const AGAIN_AFTER_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000];
/** Said 'later' so often, nobody is going to listen soon: the microphone is shut until somebody does. */
const SHUT_AFTER_LATER = 4;
/** A connection or a microphone that lasted so long is sought again at once; one that did not, after a pause. */
const FRESH_FOR_MS = 2_000;

/** An alarm that is open. `held`: the cell has it. */
export interface Alarmed {
  alarm: string;
  held: boolean;
}
export interface VoiceParts {
  ask: (alarm: string, sdp: string) => Promise<VoiceAnswer | null>;
  makePeer: () => RTCPeerConnection;
  playout: Playout;
  devices?: MediaDevices | undefined;
  permissions?: Permissions | undefined;
  /** The sound arrives at the police, or no longer. */
  heard: (heard: boolean) => void;
}

/** What runs for one alarm. */
interface Run {
  alarm: string;
  held: boolean;
  /** The connection that carries the sound. */
  line: Line | null;
  upSince: number;
  asking: boolean;
  /** Something changed while an offer was under way. */
  askAgain: boolean;
  failures: number;
  later: number;
  retry: ReturnType<typeof setTimeout> | undefined;
  opening: boolean;
  /** The microphone will not come in this alarm. */
  refused: boolean;
  openFailures: number;
  openedAt: number;
  reopen: ReturnType<typeof setTimeout> | undefined;
  /** Is the microphone to leave out what comes from the loudspeaker? */
  echo: boolean;
}

const pause = (failures: number): number => AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length - 1)] ?? 0;

export class Voice {
  readonly microphone: Microphone;
  private run: Run | null = null;
  private spare: Line | null = null;
  private ready = false;
  private over: string | null = null;
  private shown = false;

  constructor(private readonly parts: VoiceParts) {
    this.microphone = new Microphone(
      {
        allowed: (state) => {
          this.prepare();
          if (state === 'granted' && this.run) {
            this.run.refused = false;
            void this.open(this.run);
          }
        },
        live: (live) => this.micChanged(live),
      },
      parts.devices,
      parts.permissions,
    );
  }

  /** From now on alarms count. */
  async start(): Promise<void> {
    this.ready = true;
    await this.microphone.start();
    this.prepare();
  }
  stop(): void {
    this.ready = false;
    this.end();
    this.spare?.close();
    this.spare = null;
  }
  /** How it stands now; `null` when no alarm is open. */
  alarm(now: Alarmed | null): void {
    if (!this.ready) return;
    if (!now || now.alarm === this.over) {
      this.end();
      this.prepare();
      return;
    }
    if (this.run?.alarm !== now.alarm) this.begin(now.alarm);
    const { run } = this;
    if (!run || run.held || !now.held) return;
    run.held = true;
    void this.connect(run);
  }
  /** The police ended it: whatever is still said of that alarm here opens nothing any more. */
  closed(alarm: string): void {
    this.over = alarm;
    if (this.run?.alarm === alarm) this.alarm(null);
  }
  /** The network is another one: what runs over the old one is not waited for. */
  networkChanged(): void {
    const { run } = this;
    if (!run) return;
    run.failures = 0;
    void this.connect(run);
  }
  /** The cell began to talk to this phone anew; it may be a new program that knows nothing of our sound. */
  cellReturned(): void {
    const { run } = this;
    if (!run || !run.held || (run.line && Date.now() - run.upSince < FRESH_FOR_MS)) return;
    this.networkChanged();
  }

  private prepare(): void {
    if (!this.ready || this.run || this.spare || this.microphone.allowed !== 'granted') return;
    this.spare = Line.prepare(this.parts.makePeer);
  }
  private begin(alarm: string): void {
    this.end();
    this.run = {
      alarm, held: false, line: null, upSince: 0, asking: false, askAgain: false, failures: 0, later: 0, retry: undefined, opening: false,
      refused: false, openFailures: 0, openedAt: 0, reopen: undefined, echo: false,
    };
    void this.open(this.run);
  }
  private end(): void {
    const { run } = this;
    this.run = null;
    this.parts.playout.set(SILENT);
    this.parts.playout.carry(null);
    if (run) {
      clearTimeout(run.retry);
      clearTimeout(run.reopen);
      run.line?.close();
      this.microphone.close();
    }
    this.show();
  }

  private async open(run: Run): Promise<void> {
    clearTimeout(run.reopen);
    if (run.opening || run.refused) return;
    run.opening = true;
    const opened = await this.microphone.open();
    run.opening = false;
    if (this.run !== run) return;
    if (opened === 'open') {
      run.openedAt = Date.now();
      this.micChanged(this.microphone.live);
      // Leave came in the middle of the alarm: nothing was offered yet.
      if (!run.line && !run.asking && run.retry === undefined) void this.connect(run);
      return;
    }
    run.refused = opened === 'refused';
    run.line?.microphone(false);
    // Another app has it, or it is not there yet: a call to 112 ends as well.
    if (!run.refused) this.openLater(run);
  }
  private openLater(run: Run): void {
    run.reopen = setTimeout(() => void this.open(run), pause(run.openFailures));
    run.openFailures += 1;
  }
  private micChanged(live: boolean): void {
    const { run } = this;
    if (!run) return;
    const { track } = this.microphone;
    void run.line?.carry(track);
    run.line?.microphone(live);
    this.show();
    if (track) return;
    if (Date.now() - run.openedAt >= FRESH_FOR_MS) run.openFailures = 0;
    this.openLater(run);
  }

  /** Makes an offer, unless one is under way or nothing could be heard by it. */
  private async connect(run: Run): Promise<void> {
    clearTimeout(run.retry);
    run.retry = undefined;
    if (this.run !== run || !run.held || run.refused || this.microphone.allowed !== 'granted') return;
    if (run.asking) {
      run.askAgain = true;
      return;
    }
    run.asking = true;
    run.askAgain = false;
    const line = this.spare ?? Line.prepare(this.parts.makePeer);
    this.spare = null;
    const connected = line !== null && (await this.offer(run, line));
    run.asking = false;
    if (this.run !== run) {
      line?.close();
      return;
    }
    if (!connected) line?.close();
    if (run.askAgain) void this.connect(run);
    else if (!connected) this.tryLater(run);
  }
  private async offer(run: Run, line: Line): Promise<boolean> {
    try {
      const sdp = await line.offer({
        up: () => this.up(run, line),
        lost: () => this.lost(run, line),
        play: (play) => this.play(run, line, play),
        sound: (stream) => {
          if (this.run === run && run.line === line) this.parts.playout.carry(stream);
        },
      });
      void line.carry(this.microphone.track);
      const answer = await this.parts.ask(run.alarm, sdp);
      if (this.run !== run || !answer) return false;
      if ('later' in answer) {
        run.later += 1;
        if (run.later >= SHUT_AFTER_LATER && !run.line) this.microphone.close();
        return false;
      }
      run.later = 0;
      // The cell has let go of the one before when it answers.
      this.change(run, line);
      await line.answer(answer.sdp);
      return true;
    } catch {
      if (this.run === run && run.line === line) this.change(run, null);
      return false;
    }
  }
  private change(run: Run, line: Line | null): void {
    const before = run.line;
    run.line = line;
    run.upSince = Date.now();
    this.parts.playout.set(SILENT);
    this.parts.playout.carry(null);
    before?.close();
    this.show();
    if (line && !this.microphone.track) void this.open(run);
  }
  private tryLater(run: Run): void {
    run.retry = setTimeout(() => void this.connect(run), pause(run.failures));
    run.failures += 1;
  }

  private up(run: Run, line: Line): void {
    if (this.run !== run || run.line !== line) return;
    run.upSince = Date.now();
    void line.carry(this.microphone.track);
    line.microphone(this.microphone.live);
    this.show();
  }
  private lost(run: Run, line: Line): void {
    if (this.run !== run || run.line !== line) return;
    const lasted = line.wasUp && Date.now() - run.upSince >= FRESH_FOR_MS;
    this.change(run, null);
    if (lasted) this.networkChanged();
    else this.tryLater(run);
  }
  private play(run: Run, line: Line, play: Play): void {
    if (this.run !== run || run.line !== line) return;
    this.parts.playout.set(play);
    if (run.echo === play.loudspeaker) return;
    run.echo = play.loudspeaker;
    void this.microphone.cancelEcho(play.loudspeaker).then((track) => {
      if (this.run === run) void run.line?.carry(track);
    });
  }
  private show(): void {
    const now = this.run?.line?.isUp === true && this.microphone.live;
    if (now === this.shown) return;
    this.shown = now;
    this.parts.heard(now);
  }
}
