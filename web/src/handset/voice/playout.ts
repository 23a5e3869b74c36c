// What an operator says, on this phone: with the loudspeaker only when it was turned on, else in the earpiece where the
// browser can choose it, else not at all. Silent whenever in doubt: one word from a phone can kill.
// Never here: who may speak.

export interface Play {
  loudspeaker: boolean;
  speaking: boolean;
}
export const SILENT: Play = { loudspeaker: false, speaking: false };
/** An output that one has to hold to the ear, by the names that browsers give it. */
const EARPIECE = /earpiece|receiver/i;

export type Sound = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

export class Playout {
  private audio: Sound | null = null;
  private stream: MediaStream | null = null;
  private play: Play = SILENT;
  private turn = 0;

  constructor(
    private readonly makeAudio: () => Sound = () => new Audio(),
    private readonly devices: MediaDevices | undefined = navigator.mediaDevices,
  ) {}

  carry(stream: MediaStream | null): void {
    if (this.stream === stream) return;
    this.stream = stream;
    void this.apply();
  }
  set(play: Play): void {
    this.play = play;
    void this.apply();
  }

  private async apply(): Promise<void> {
    const { stream, play } = this;
    this.turn += 1;
    const { turn } = this;
    if (!stream || !play.speaking) {
      this.hush();
      return;
    }
    // Not in the page: nothing of it is ever drawn.
    this.audio ??= this.makeAudio();
    const { audio } = this;
    if (!play.loudspeaker) this.hush();
    const routed = play.loudspeaker ? await this.toSpeaker(audio) : await this.toEarpiece(audio);
    if (turn !== this.turn) return;
    if (!routed) {
      this.hush();
      return;
    }
    if (audio.srcObject !== stream) audio.srcObject = stream;
    audio.muted = false;
    await audio.play().catch(() => {});
  }
  private hush(): void {
    const { audio } = this;
    if (!audio) return;
    audio.muted = true;
    audio.pause();
    audio.srcObject = null;
  }
  /** The usual output; a browser that cannot choose has no other. */
  private async toSpeaker(audio: Sound): Promise<boolean> {
    return audio.setSinkId ? audio.setSinkId('').then(() => true, () => false) : true;
  }
  private async toEarpiece(audio: Sound): Promise<boolean> {
    if (!audio.setSinkId) return false;
    const all = (await this.devices?.enumerateDevices().catch(() => [])) ?? [];
    const earpiece = all.find(({ kind, label }) => kind === 'audiooutput' && EARPIECE.test(label));
    return earpiece ? audio.setSinkId(earpiece.deviceId).then(() => true, () => false) : false;
  }
}
