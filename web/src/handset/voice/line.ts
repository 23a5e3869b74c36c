// One connection with the cell: the microphone's sound up, an operator's down, and a channel on which both say how it stands
// (docs/handset-protocol.md, section 6.3). Never here: when there is one, the microphone, the loudspeaker.
import { SILENT, type Play } from './playout';
import { BITS_PER_SECOND, withSpeech } from './sdp';

export interface LineHeard {
  /** Connected, and the cell can be told things. */
  up: () => void;
  /** It will not come, or not come back. */
  lost: () => void;
  play: (play: Play) => void;
  sound: (stream: MediaStream) => void;
}

/** A connection that is silent for so long is gone (ARC-12). */
const DISCONNECTED_FOR_MS = 2_000;
const CONNECT_WITHIN_MS = 10_000;
const MAX_SAID_CHARS = 1_000;

/** What the cell says on the channel; `null` for what we do not know, which is passed over. */
export function readPlay(said: unknown): Play | null {
  if (typeof said !== 'string' || said.length > MAX_SAID_CHARS) return null;
  try {
    const fields = JSON.parse(said) as Record<string, unknown> | null;
    const { kind, loudspeaker, speaking } = fields ?? {};
    if (kind !== 'play') return null;
    // What cannot be read makes no sound.
    return typeof loudspeaker === 'boolean' && typeof speaking === 'boolean' ? { loudspeaker, speaking } : SILENT;
  } catch {
    return null;
  }
}

export class Line {
  private readonly channel: RTCDataChannel;
  private readonly transceiver: RTCRtpTransceiver;
  private offered: Promise<RTCSessionDescriptionInit> | null = null;
  private heard: LineHeard | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** Did it ever come about? */
  wasUp = false;
  private said: boolean | null = null;

  private constructor(private readonly peer: RTCPeerConnection) {
    this.transceiver = peer.addTransceiver('audio', { direction: 'sendrecv', sendEncodings: [{ maxBitrate: BITS_PER_SECOND }] });
    this.speechOnly();
    this.channel = peer.createDataChannel('state', { ordered: true });
  }
  /** Ready to be used: it opens nothing yet. `null` where the browser has no such thing. */
  static prepare(makePeer: () => RTCPeerConnection): Line | null {
    try {
      const line = new Line(makePeer());
      line.offered = line.peer.createOffer();
      line.offered.catch(() => {});
      return line;
    } catch {
      return null;
    }
  }

  get isUp(): boolean {
    return this.channel.readyState === 'open' && this.peer.connectionState === 'connected';
  }

  /** What the cell is to answer. Without addresses: the cell learns ours from our first packet. */
  async offer(heard: LineHeard): Promise<string> {
    this.heard = heard;
    const { peer, channel } = this;
    peer.ontrack = ({ track, streams }) => this.heard?.sound(streams[0] ?? new MediaStream([track]));
    peer.onconnectionstatechange = () => this.look();
    channel.onopen = () => this.look();
    channel.onclose = () => this.end();
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const play = readPlay(data);
      if (play) this.heard?.play(play);
    };
    this.offered ??= peer.createOffer();
    const offer = await this.offered;
    await peer.setLocalDescription(offer);
    return withSpeech(offer.sdp ?? '');
  }
  async answer(sdp: string): Promise<void> {
    this.timer = setTimeout(() => this.end(), CONNECT_WITHIN_MS);
    await this.peer.setRemoteDescription({ type: 'answer', sdp: withSpeech(sdp) });
  }
  /** From now on this is what it hears; `null` for nothing. */
  async carry(track: MediaStreamTrack | null): Promise<void> {
    await this.transceiver.sender.replaceTrack(track).catch(() => {});
  }
  /** Says whether there is a microphone; once for each change. */
  microphone(live: boolean): void {
    if (this.said === live || this.channel.readyState !== 'open') return;
    this.said = live;
    this.channel.send(JSON.stringify({ kind: 'microphone', state: live ? 'live' : 'ended' }));
  }
  close(): void {
    this.heard = null;
    clearTimeout(this.timer);
    this.peer.close();
  }

  private look(): void {
    const state = this.peer.connectionState;
    if (state === 'failed' || state === 'closed') {
      this.end();
    } else if (state === 'disconnected') {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.end(), DISCONNECTED_FOR_MS);
    } else if (this.isUp) {
      clearTimeout(this.timer);
      if (this.wasUp) return;
      this.wasUp = true;
      this.heard?.up();
    }
  }
  private end(): void {
    const { heard } = this;
    this.close();
    heard?.lost();
  }
  /** The cell takes nothing but Opus. */
  private speechOnly(): void {
    const codecs = globalThis.RTCRtpReceiver?.getCapabilities?.('audio')?.codecs.filter(({ mimeType }) => /^audio\/opus$/i.test(mimeType));
    try {
      if (codecs && codecs.length > 0) this.transceiver.setCodecPreferences(codecs);
    } catch {
      // Then the offer names others as well.
    }
  }
}
