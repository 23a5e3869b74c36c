// The microphone. The browser is asked for it only once the person has allowed it beforehand, so that no question appears
// during an alarm (AL-02), and it is open only while somebody is to hear: an open one lights the sign of the phone.
// Never here: where the sound goes.

/** How an alarm would find it. `prompt`: the browser would ask first, on the screen. */
export type Allowance = 'unknown' | 'granted' | 'denied' | 'prompt' | 'absent';
export interface MicrophoneHeard {
  allowed: (state: Allowance) => void;
  /** The phone took it away, gave it back, or it is gone. */
  live: (live: boolean) => void;
}
/** `refused`: asking again changes nothing. `absent`: there is none now. */
export type Opened = 'open' | 'refused' | 'absent';

/** A soft voice in the next room is to be heard as it is (ARC-06); with the loudspeaker on, its own echo is not. */
const wish = (echo: boolean): MediaTrackConstraints => ({
  echoCancellation: echo, noiseSuppression: false, autoGainControl: true, channelCount: 1,
});
const isRefusal = (problem: unknown): boolean => (problem as { name?: unknown } | null)?.name === 'NotAllowedError';
const stopAll = (stream: MediaStream): void => stream.getTracks().forEach((track) => track.stop());

export class Microphone {
  track: MediaStreamTrack | null = null;
  private state: Allowance = 'unknown';
  private status: PermissionStatus | null = null;
  /** Is it to be open? */
  private wanted = false;
  private echo = false;

  constructor(
    private readonly heard: MicrophoneHeard,
    private readonly devices: MediaDevices | undefined = navigator.mediaDevices,
    private readonly permissions: Permissions | undefined = navigator.permissions,
  ) {}

  get allowed(): Allowance {
    return this.state;
  }
  /** Is it open, and does the phone let sound through? */
  get live(): boolean {
    return this.track !== null && this.track.readyState === 'live' && !this.track.muted;
  }

  async start(): Promise<void> {
    if (!this.devices) {
      this.set('absent');
      return;
    }
    if (this.status) return;
    // Not a name that every browser knows; one that does not is as one that was not asked.
    this.status = (await this.permissions?.query({ name: 'microphone' as PermissionName }).catch(() => null)) ?? null;
    if (!this.status) return;
    this.status.onchange = () => this.set(this.status?.state ?? 'unknown');
    this.set(this.status.state);
  }
  async open(): Promise<Opened> {
    if (!this.devices || this.state !== 'granted') return 'refused';
    this.wanted = true;
    if (this.track?.readyState === 'live') return 'open';
    try {
      const stream = await this.devices.getUserMedia({ audio: wish(this.echo) });
      return this.take(stream) ? 'open' : 'absent';
    } catch (problem) {
      return isRefusal(problem) ? 'refused' : 'absent';
    }
  }
  /** Shut at once; what is still being opened is shut as soon as it is there. */
  close(): void {
    this.wanted = false;
    this.echo = false;
    this.drop();
  }
  /** Gives the track that holds it then: another one where the browser cannot change the one that runs. */
  async cancelEcho(on: boolean): Promise<MediaStreamTrack | null> {
    this.echo = on;
    const { track } = this;
    if (!track || !this.devices) return null;
    await track.applyConstraints(wish(on)).catch(() => {});
    if (this.track !== track || this.echo !== on || track.getSettings().echoCancellation === on) return this.track;
    // Chromium takes a mere wish from the track that runs already.
    const stream = await this.devices.getUserMedia({ audio: { ...wish(on), echoCancellation: { exact: on } } }).catch(() => null);
    if (stream && this.echo === on) this.take(stream);
    else if (stream) stopAll(stream);
    return this.track;
  }

  private set(state: Allowance): void {
    if (this.state === state) return;
    this.state = state;
    this.heard.allowed(state);
  }
  private drop(): void {
    const { track } = this;
    this.track = null;
    if (!track) return;
    track.onended = track.onmute = track.onunmute = null;
    track.stop();
  }
  private take(stream: MediaStream): boolean {
    const [track] = stream.getAudioTracks();
    if (!this.wanted || !track) {
      stopAll(stream);
      return false;
    }
    this.drop();
    track.contentHint = 'speech';
    this.track = track;
    track.onended = () => {
      if (this.track !== track) return;
      this.drop();
      this.heard.live(false);
    };
    track.onmute = track.onunmute = () => this.heard.live(this.live);
    return true;
  }
}
