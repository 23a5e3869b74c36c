// The microphone of this desk. It is open only while somebody speaks: between two words nothing of the room is taken up.

export type MicrophoneState = 'unasked' | 'granted' | 'refused' | 'absent';

/** With the echo of the phone's own sound taken out, or the person would hear it come back. */
const WANTED: MediaStreamConstraints = { audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 } };

export class OwnMicrophone {
  state = $state<MicrophoneState>('unasked');

  constructor(private readonly devices: MediaDevices | undefined = globalThis.navigator?.mediaDevices) {}

  /** Opens it; `null` when the browser does not give it. */
  async open(): Promise<MediaStreamTrack | null> {
    if (!this.devices?.getUserMedia) {
      this.state = 'absent';
      return null;
    }
    try {
      const [track] = (await this.devices.getUserMedia(WANTED)).getAudioTracks();
      this.state = track ? 'granted' : 'absent';
      return track ?? null;
    } catch (failure) {
      this.state = failure instanceof DOMException && failure.name === 'NotFoundError' ? 'absent' : 'refused';
      return null;
    }
  }

  /** Asks the browser now, so that it does not ask in the middle of a call. Leaves it closed. */
  async ask(): Promise<void> {
    if (this.state === 'granted') return;
    (await this.open())?.stop();
  }
}
