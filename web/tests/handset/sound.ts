// A browser's microphone, connections and loudspeaker for tests: what a page can ask of them, and nothing that makes a sound.
import type { Sound } from '../../src/handset/voice/playout';

export class FakeTrack {
  kind = 'audio';
  readyState = 'live';
  muted = false;
  contentHint = '';
  onended: (() => void) | null = null;
  onmute: (() => void) | null = null;
  onunmute: (() => void) | null = null;
  constructor(
    public settings: MediaTrackConstraints,
    /** Does the browser change a track that runs? */
    private readonly changes: boolean,
  ) {}
  stop(): void {
    this.readyState = 'ended';
  }
  getSettings(): MediaTrackConstraints {
    return this.settings;
  }
  /** Chromium says yes and changes nothing. */
  async applyConstraints(wish: MediaTrackConstraints): Promise<void> {
    if (this.changes) this.settings = wish;
  }
  /** The phone takes it away. */
  taken(): void {
    this.readyState = 'ended';
    this.onended?.();
  }
  mute(muted: boolean): void {
    this.muted = muted;
    if (muted) this.onmute?.();
    else this.onunmute?.();
  }
}

export class FakeDevices {
  tracks: FakeTrack[] = [];
  asked = 0;
  /** `null`: it opens. */
  refuses: 'NotAllowedError' | 'NotFoundError' | 'NotReadableError' | null = null;
  outputs: { kind: string; label: string; deviceId: string }[] = [];
  changesTracks = true;

  async getUserMedia({ audio }: { audio: MediaTrackConstraints }): Promise<MediaStream> {
    this.asked += 1;
    if (this.refuses) throw new DOMException('no', this.refuses);
    // A mere wish is taken from a track that runs already, as Chromium does.
    const { echoCancellation: echo } = audio;
    const settled = typeof echo === 'object' && echo !== null ? (echo as ConstrainBooleanParameters).exact : (this.open[0]?.settings.echoCancellation ?? echo);
    const track = new FakeTrack({ ...audio, echoCancellation: settled as ConstrainBoolean }, this.changesTracks);
    this.tracks.push(track);
    return { getTracks: () => [track], getAudioTracks: () => [track] } as unknown as MediaStream;
  }
  async enumerateDevices(): Promise<MediaDeviceInfo[]> {
    return this.outputs as MediaDeviceInfo[];
  }
  get open(): FakeTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }
  as(): MediaDevices {
    return this as unknown as MediaDevices;
  }
}

export class FakePermissions {
  status: { state: PermissionState; onchange: (() => void) | null };
  constructor(state: PermissionState) {
    this.status = { state, onchange: null };
  }
  async query(): Promise<PermissionStatus> {
    return this.status as unknown as PermissionStatus;
  }
  become(state: PermissionState): void {
    this.status.state = state;
    this.status.onchange?.();
  }
  as(): Permissions {
    return this as unknown as Permissions;
  }
}

const OFFER = ['v=0', 'm=audio 9 UDP/TLS/RTP/SAVPF 111', 'a=rtpmap:111 opus/48000/2', 'a=fmtp:111 minptime=10;useinbandfec=0', ''].join('\r\n');

export class FakePeer {
  connectionState = 'new';
  local: string | null = null;
  remote: string | null = null;
  carried: FakeTrack | null = null;
  encodings: RTCRtpEncodingParameters[] = [];
  said: unknown[] = [];
  ontrack: ((event: { track: object; streams: object[] }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  refusesAnswer = false;
  readonly channel = {
    readyState: 'connecting', label: '', onopen: null as (() => void) | null, onclose: null as (() => void) | null,
    onmessage: null as ((event: { data: unknown }) => void) | null, send: (text: string) => void this.said.push(JSON.parse(text)),
  };
  addTransceiver(_kind: string, init: RTCRtpTransceiverInit): RTCRtpTransceiver {
    this.encodings = init.sendEncodings ?? [];
    const sender = { replaceTrack: async (track: FakeTrack | null) => void (this.carried = track) };
    return { sender, setCodecPreferences: () => {} } as unknown as RTCRtpTransceiver;
  }
  createDataChannel(label: string): RTCDataChannel {
    this.channel.label = label;
    return this.channel as unknown as RTCDataChannel;
  }
  async createOffer(): Promise<RTCSessionDescriptionInit> {
    return { type: 'offer', sdp: OFFER };
  }
  async setLocalDescription(offer: RTCSessionDescriptionInit): Promise<void> {
    this.local = offer.sdp ?? '';
  }
  async setRemoteDescription(answer: RTCSessionDescriptionInit): Promise<void> {
    if (this.refusesAnswer) throw new DOMException('no', 'OperationError');
    this.remote = answer.sdp ?? '';
  }
  close(): void {
    this.connectionState = 'closed';
    this.channel.readyState = 'closed';
  }
  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
  /** Both ways are open, and an operator's stream is there. */
  connect(): void {
    this.ontrack?.({ track: {}, streams: [{ of: this }] });
    this.channel.readyState = 'open';
    this.become('connected');
    this.channel.onopen?.();
  }
  say(message: unknown): void {
    this.channel.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

export class FakeAudio {
  muted = true;
  paused = true;
  srcObject: unknown = null;
  sink = '';
  readonly setSinkId = async (id: string): Promise<void> => void (this.sink = id);
  async play(): Promise<void> {
    this.paused = false;
  }
  pause(): void {
    this.paused = true;
  }
  /** Would somebody near the phone hear it, and where? */
  get sounds(): string | null {
    if (this.muted || this.paused || !this.srcObject) return null;
    return this.sink === '' ? 'speaker' : this.sink;
  }
  as(): Sound {
    return this as unknown as Sound;
  }
}
