// What the benchmark of voice does inside a desk without its page knowing: takes an alarm at once, and notes when its loudspeaker first sounds.
import type { Page } from '@playwright/test';

interface Desk {
  /** When the newest connection first sounded, milliseconds of the wall clock; `null` until it does. */
  audibleAt: number | null;
  /** When it stood in the list, and was chosen. */
  seenAt: number | null;
  /** When the key 'take it' was there, and pressed. */
  takenAt: number | null;
}
declare global {
  interface Window {
    bench: Desk;
  }
}

/** Full scale being 1: some 50 dB below it. */
const AUDIBLE = 0.003;
/** Between two looks for the key, milliseconds: an operator whose finger lies on it. */
const LOOK_MS = 5;

/** Must come before the page is opened. `take` is the text of the key. */
export async function sitDown(page: Page, take: string): Promise<void> {
  await page.addInitScript(
    ({ take, audible, lookMs }) => {
      const bench: Desk = { audibleAt: null, seenAt: null, takenAt: null };
      window.bench = bench;
      const playing = new Set<HTMLMediaElement>();
      const play = HTMLMediaElement.prototype.play;
      HTMLMediaElement.prototype.play = function () {
        playing.add(this);
        return play.call(this);
      };
      const isHeard = (track: MediaStreamTrack) =>
        [...playing].some(({ muted, paused, volume, srcObject: from }) => !muted && !paused && volume > 0 && from instanceof MediaStream && from.getTracks().includes(track));
      let context: AudioContext | null = null;
      const listen = (track: MediaStreamTrack) => {
        context ??= new AudioContext();
        const { sampleRate } = context;
        // The smallest there is: 5 ms. The policy of our pages lets no worklet be made from a text.
        const taps = context.createScriptProcessor(256, 1, 1);
        taps.onaudioprocess = ({ inputBuffer }) => {
          if (bench.audibleAt !== null || !isHeard(track)) return;
          const samples = inputBuffer.getChannelData(0);
          const first = samples.findIndex((sample) => Math.abs(sample) > audible);
          if (first >= 0) bench.audibleAt = Date.now() - ((samples.length - first) * 1000) / sampleRate;
        };
        context.createMediaStreamSource(new MediaStream([track])).connect(taps).connect(context.destination);
        track.addEventListener('ended', () => taps.disconnect());
      };
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration?: RTCConfiguration) {
          super(configuration);
          let listened = false;
          // The first line is that of the phone.
          this.addEventListener('track', ({ track }) => {
            if (!listened) listen(track);
            listened = true;
          });
        }
      };
      setInterval(() => {
        if (bench.takenAt !== null) return;
        const row = document.querySelector<HTMLElement>('ul[aria-labelledby="section-ringing"] button');
        if (!row) return;
        // What was closed last may stand on the card still.
        if (bench.seenAt === null) {
          bench.seenAt = Date.now();
          row.click();
          return;
        }
        const key = [...document.querySelectorAll('button')].find((button) => button.innerText.startsWith(take) && !button.disabled);
        if (!key) return;
        bench.takenAt = Date.now();
        key.click();
      }, lookMs);
    },
    { take, audible: AUDIBLE, lookMs: LOOK_MS },
  );
}

/** Waits for the next alarm. */
export async function forget(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.bench.audibleAt = window.bench.seenAt = window.bench.takenAt = null;
  });
}

/** When its key was there, and when its sound was. */
export async function heard(page: Page): Promise<{ takenAt: number; audibleAt: number }> {
  await page.waitForFunction(() => window.bench.audibleAt !== null, undefined, { polling: 50, timeout: 30_000 });
  return page.evaluate(() => ({ takenAt: window.bench.takenAt ?? Number.NaN, audibleAt: window.bench.audibleAt ?? Number.NaN }));
}
