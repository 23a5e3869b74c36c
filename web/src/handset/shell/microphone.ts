// How an alarm would find the microphone, for the daily report (AL-16). Looks without asking: the browser asks only once the
// person has pressed 'allow', so that no question of it ever appears during an alarm (AL-02). Never here: sound.
import type { Microphone } from '../protocol/messages';

type Parts = Pick<Navigator, 'permissions' | 'mediaDevices'>;

/** `null` is 'the browser does not say'. */
export async function microphoneState({ permissions, mediaDevices }: Parts): Promise<Microphone | null> {
  if (!mediaDevices?.getUserMedia) return 'absent';
  const [status, devices] = await Promise.all([statusOf(permissions), mediaDevices.enumerateDevices?.().catch(() => null)]);
  if (status?.state === 'denied') return 'denied';
  const found = devices?.filter(({ kind }) => kind === 'audioinput');
  if (found?.length === 0) return 'absent';
  if (status) return status.state;
  // A browser that does not say names its devices only once they may be used.
  return found ? (found.some(({ label }) => label !== '') ? 'granted' : 'prompt') : null;
}

async function statusOf(permissions: Parts['permissions'] | undefined): Promise<PermissionStatus | null> {
  try {
    return (await permissions?.query({ name: 'microphone' as PermissionName })) ?? null;
  } catch {
    return null;
  }
}

export class MicrophoneWatch {
  #stops: (() => void)[] = [];
  #last: Microphone | null = null;

  constructor(
    private readonly heard: (state: Microphone) => void,
    private readonly parts: Parts = navigator,
  ) {}

  async start(): Promise<void> {
    const look = () => void this.look();
    const status = await statusOf(this.parts.permissions);
    for (const [source, event] of [[status, 'change'], [this.parts.mediaDevices, 'devicechange']] as const) {
      source?.addEventListener?.(event, look);
      this.#stops.push(() => source?.removeEventListener?.(event, look));
    }
    await this.look();
  }
  /** The person pressed 'allow': now the browser may ask. Nothing is recorded. */
  async ask(): Promise<void> {
    const stream = await this.parts.mediaDevices?.getUserMedia?.({ audio: true }).catch(() => null);
    stream?.getTracks().forEach((track) => track.stop());
    await this.look();
  }
  stop(): void {
    this.#stops.splice(0).forEach((stop) => stop());
  }
  private async look(): Promise<void> {
    const state = await microphoneState(this.parts);
    if (state === null || state === this.#last) return;
    this.#last = state;
    this.heard(state);
  }
}
