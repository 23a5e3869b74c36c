// People who really speak: browsers whose microphone is a file of speech, and ears that say what came out of a machine, so
// that a test compares sounds and not words about them.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Locator, type Page } from '@playwright/test';
import { LAUNCH } from './browser';
import { Handset } from './handset';
import type { House } from './house';
import { Screens } from './screens';
import type { Spot } from './territory';
import { expect, test as base } from './test';
import { text } from './texts';

const en = (key: string) => text('en', key);

/** Samples a second of everything that is compared. */
const RATE = 16_000;
/** The pieces whose loudness is compared, seconds: shorter than a syllable. */
const PIECE_S = 0.02;
/** How much has to have been heard before it is compared, seconds. */
const ENOUGH_S = 4;
/** A sound is that of a voice when their loudness goes up and down alike: Pearson's correlation, at the best shift. */
const ALIKE = 0.8;
/** Below this, full scale being 1, it counts as silence. */
const AUDIBLE = 0.003;
/** How long sound may take to be recognised, milliseconds. */
const PATIENCE_MS = 60_000;

function run(program: string, args: readonly string[]): Buffer {
  try {
    return execFileSync(program, [...args], { maxBuffer: 64 * 1024 * 1024 });
  } catch (problem) {
    throw new Error(`this test needs ${program}. On Debian: sudo apt-get install espeak-ng sox`, { cause: problem });
  }
}

/** How loud each piece is: the root of the mean square. */
export function loudness(samples: Float32Array): number[] {
  const length = Math.round(RATE * PIECE_S);
  return Array.from({ length: Math.floor(samples.length / length) }, (_, at) => {
    const piece = samples.subarray(at * length, (at + 1) * length);
    return Math.sqrt(piece.reduce((sum, sample) => sum + sample * sample, 0) / length);
  });
}

function correlation(one: readonly number[], other: readonly number[]): number {
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [meanOne, meanOther] = [mean(one), mean(other)];
  let [both, squareOne, squareOther] = [0, 0, 0];
  one.forEach((value, at) => {
    const [a, b] = [value - meanOne, (other[at] ?? 0) - meanOther];
    both += a * b;
    squareOne += a * a;
    squareOther += b * b;
  });
  return squareOne === 0 || squareOther === 0 ? 0 : both / Math.sqrt(squareOne * squareOther);
}

/** Speech in a file: 48 kHz, mono, 16 bits. A pretended microphone plays it round and round. */
export class Speech {
  private constructor(
    readonly file: string,
    private readonly pieces: readonly number[],
  ) {}

  static async say(folder: string, name: string, voice: string, words: string): Promise<Speech> {
    const [raw, file] = [join(folder, `${name}.raw.wav`), join(folder, `${name}.wav`)];
    run('espeak-ng', ['-v', voice, '-s', '140', '-w', raw, words]);
    run('sox', [raw, '-r', '48000', '-c', '1', '-b', '16', file, 'pad', '0.3', '0.9']);
    const low = run('sox', [file, '-t', 'raw', '-r', String(RATE), '-e', 'signed', '-b', '16', '-L', '-']);
    const samples = Float32Array.from({ length: low.length / 2 }, (_, at) => low.readInt16LE(at * 2) / 32_768);
    return new Speech(file, loudness(samples));
  }

  /** How much a sound is like this speech, at whatever moment it begins: 1 is the same, 0 has nothing to do with it. */
  likeness(samples: Float32Array): number {
    const heard = loudness(samples);
    const { pieces } = this;
    const at = (from: number) => heard.map((_, index) => pieces[(from + index) % pieces.length] ?? 0);
    return heard.length === 0 ? 0 : Math.max(...pieces.map((_, from) => correlation(heard, at(from))));
  }
}

interface Ear {
  /** What somebody beside the machine hears of it; silence where nothing plays. */
  heard: Float32Array[];
}
interface SoundTraces {
  ears: Ear[];
  peers: RTCPeerConnection[];
  microphones: MediaStreamTrack[];
}
declare global {
  interface Window {
    sound: SoundTraces;
  }
}

/** Put into a page before any script of ours: remembers connections and microphones, and listens to what is really played. */
function listenIn({ rate, keepS }: { rate: number; keepS: number }): void {
  const sound: SoundTraces = { ears: [], peers: [], microphones: [] };
  window.sound = sound;
  const playing = new Set<HTMLMediaElement>();
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    playing.add(this);
    return play.call(this);
  };
  const isHeard = (track: MediaStreamTrack) =>
    [...playing].some(({ muted, paused, volume, srcObject: from }) => !muted && !paused && volume > 0 && from instanceof MediaStream && from.getTracks().includes(track));
  let context: AudioContext | null = null;
  // The line of a colleague stands before those of the person, of which the newest is the last.
  const listen = (track: MediaStreamTrack, line: string | null) => {
    context ??= new AudioContext({ sampleRate: rate });
    const ear: Ear = { heard: [] };
    if (line === '0') sound.ears.push(ear);
    else sound.ears.unshift(ear);
    const size = 1024;
    // The policy of our pages lets no worklet be made from a text.
    const taps = context.createScriptProcessor(size, 1, 1);
    taps.onaudioprocess = ({ inputBuffer }) => {
      ear.heard.push(isHeard(track) ? inputBuffer.getChannelData(0).slice() : new Float32Array(size));
      if (ear.heard.length * size > rate * keepS) ear.heard.shift();
    };
    context.createMediaStreamSource(new MediaStream([track])).connect(taps).connect(context.destination);
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      sound.peers.push(this);
      this.addEventListener('track', ({ track, transceiver }) => listen(track, transceiver.mid));
    }
  };
  const devices = navigator.mediaDevices;
  const open = devices?.getUserMedia.bind(devices);
  if (open) {
    devices.getUserMedia = async (wishes) => {
      const stream = await open(wishes);
      sound.microphones.push(...stream.getAudioTracks());
      return stream;
    };
  }
}

/** What can be heard beside a machine, and what of it is open. */
export class Ears {
  private constructor(readonly page: Page) {}

  /** Before the page is opened. */
  static async at(page: Page): Promise<Ears> {
    await page.addInitScript(listenIn, { rate: RATE, keepS: 30 });
    return new Ears(page);
  }

  /** The last seconds, of the connection that is the newest. */
  async lately(seconds: number): Promise<Float32Array> {
    const text = await this.page.evaluate((most) => {
      const chunks = window.sound.ears.at(-1)?.heard ?? [];
      const all = new Int16Array(chunks.flatMap((chunk) => [...chunk].map((sample) => Math.max(-1, Math.min(1, sample)) * 32_767)).slice(-most));
      return btoa(Array.from(new Uint8Array(all.buffer), (byte) => String.fromCharCode(byte)).join(''));
    }, seconds * RATE);
    const bytes = Buffer.from(text, 'base64');
    return Float32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2) / 32_768);
  }

  /** Waits until what is heard is this speech; that it is not silence follows from that, and is looked at all the same. */
  async expectHeard(speech: Speech, message: string): Promise<void> {
    const likeness = async () => {
      const heard = await this.lately(ENOUGH_S);
      return heard.length < ENOUGH_S * RATE || Math.max(...loudness(heard)) < AUDIBLE ? 0 : speech.likeness(heard);
    };
    await expect.poll(likeness, { message, timeout: PATIENCE_MS }).toBeGreaterThan(ALIKE);
  }

  /** The loudest moment that was heard since this was last asked. */
  async loudest(): Promise<number> {
    return this.page.evaluate(() => {
      const chunks = window.sound.ears.flatMap(({ heard }) => heard.splice(0));
      return Math.max(0, ...chunks.map((chunk) => Math.max(...chunk.map(Math.abs))));
    });
  }
  /** Nothing at all came out of the machine since this was last asked. */
  async expectSilent(message: string): Promise<void> {
    expect(await this.loudest(), message).toBe(0);
  }

  /** Packets of sound that arrived, of all connections, whether or not they are played. */
  packets(): Promise<number> {
    return this.page.evaluate(async () => {
      const counts = await Promise.all(window.sound.peers.map(async (peer) => {
        let received = 0;
        (await peer.getStats()).forEach((one: { type: string; packetsReceived?: number }) => {
          if (one.type === 'inbound-rtp') received += one.packetsReceived ?? 0;
        });
        return received;
      }));
      return counts.reduce((sum, count) => sum + count, 0);
    });
  }

  /** Connections over which something goes, and microphones that are on. */
  open(): Promise<{ connected: number; microphones: number }> {
    return this.page.evaluate(() => ({
      connected: window.sound.peers.filter(({ connectionState }) => ['connecting', 'connected', 'disconnected'].includes(connectionState)).length,
      microphones: window.sound.microphones.filter(({ readyState }) => readyState === 'live').length,
    }));
  }
  async expectOut(message: string): Promise<void> {
    await expect.poll(() => this.open(), { message }).toEqual({ connected: 0, microphones: 0 });
  }
}

/** A phone whose microphone was allowed beforehand, and what is heard beside it. */
export async function phoneWithSound(phones: Screens, spot: Spot): Promise<{ handset: Handset; ears: Ears }> {
  const page = await phones.open({ ...Handset.at(spot), permissions: ['geolocation', 'microphone'] });
  const ears = await Ears.at(page);
  await page.goto('/handset/');
  return { handset: new Handset(page), ears };
}
/** A desk with a headset, and what is heard in it. */
export async function deskWithSound(desks: Screens, options: { mobile?: true } = {}): Promise<{ page: Page; ears: Ears }> {
  const page = await desks.open({ permissions: ['microphone'], ...(options.mobile ? { viewport: { width: 390, height: 844 } } : {}) });
  return { page, ears: await Ears.at(page) };
}

export interface Stretch {
  number: number;
  from: string;
  until: string;
  bytes: number;
}
export interface Hearing {
  hearing: string;
  stretches: Stretch[];
  gaps: { from: string; until: string }[];
}

/** The recording of an alarm, asked for by whoever is signed in at a page. */
export class RecordingAt {
  constructor(
    private readonly page: Page,
    private readonly alarm: string,
  ) {}

  hear(): Promise<Hearing> {
    return this.page.evaluate(async (alarm) => {
      const answer = await fetch(`/api/v1/alarms/${alarm}/recording/hearings`, {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ purpose: 'alarm' }),
      });
      if (!answer.ok) throw new Error(`hearing: ${answer.status} ${await answer.text()}`);
      return (await answer.json()) as Hearing;
    }, this.alarm);
  }

  /** One stretch as the browser plays it. */
  async play({ hearing }: Hearing, stretch: Stretch): Promise<Float32Array> {
    const address = `/api/v1/alarms/${this.alarm}/recording/hearings/${hearing}/stretches/${stretch.number}`;
    const plays = await this.page.evaluate(async (from) => {
      const audio = new Audio(from);
      await audio.play();
      await new Promise<void>((going) => (audio.ontimeupdate = () => audio.currentTime > 0 && going()));
      audio.pause();
      return audio.duration;
    }, address);
    expect(plays, 'an element plays it').toBeGreaterThan(0);
    const text = await this.page.evaluate(async ({ from, rate }) => {
      const bytes = await (await fetch(from)).arrayBuffer();
      const decoded = await new OfflineAudioContext(1, 1, rate).decodeAudioData(bytes);
      const samples = Int16Array.from(decoded.getChannelData(0), (sample) => Math.max(-1, Math.min(1, sample)) * 32_767);
      return btoa(Array.from(new Uint8Array(samples.buffer), (byte) => String.fromCharCode(byte)).join(''));
    }, { from: address, rate: RATE });
    const bytes = Buffer.from(text, 'base64');
    return Float32Array.from({ length: bytes.length / 2 }, (_, at) => bytes.readInt16LE(at * 2) / 32_768);
  }

  /** Somewhere in it this speech is heard. */
  async expectPlays(speech: Speech, hearing: Hearing, stretch: Stretch): Promise<void> {
    const samples = await this.play(hearing, stretch);
    const enough = ENOUGH_S * RATE;
    expect(samples.length / RATE, 'seconds that are kept').toBeGreaterThan(ENOUGH_S);
    const starts = Array.from({ length: Math.floor((2 * samples.length) / enough) - 1 }, (_, at) => (at * enough) / 2);
    const best = Math.max(...starts.map((from) => speech.likeness(samples.subarray(from, from + enough))));
    expect(best, `stretch ${stretch.number} is this speech`).toBeGreaterThan(ALIKE);
  }
}

/** The id of the only alarm that a desk is shown. */
export function alarmAt(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const [only] = (await (await fetch('/api/v1/alarms')).json()) as { id: string }[];
    return only?.id ?? '';
  });
}
/** Tries to speak with the connection of a desk, past its keys: the code of the refusal. */
export function refusalOfSpeech(page: Page, alarm: string): Promise<string> {
  return page.evaluate(async (id) => {
    const room = (await (await fetch(`/api/v1/alarms/${id}`)).json()) as { voice?: { listeners: { peer: string }[] } };
    const peer = room.voice?.listeners[0]?.peer ?? '';
    const answer = await fetch(`/api/v1/alarms/${id}/voice/connections/${peer}/speech`, { method: 'PUT' });
    return answer.ok ? 'not refused' : ((await answer.json()) as { code: string }).code;
  }, alarm);
}
/** The panel of live voice at a desk or in a car; it listens already, or is told to. */
export async function listen(page: Page): Promise<Locator> {
  // At a desk it is a region, beside a card a group that also says whose phone it is.
  const named = { name: new RegExp(`^${en('voice-title')}`) };
  const panel = page.getByRole('region', named).or(page.getByRole('group', named));
  const begin = panel.getByRole('button', { name: new RegExp(`^${en('voice-listen')}`) });
  const heard = panel.getByText(en('voice-ear-hears'), { exact: true });
  await expect(async () => {
    if (await begin.isVisible()) await begin.click();
    await expect(heard).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: PATIENCE_MS });
  return panel;
}
/** Where the sound of a house with the embedded store is kept. */
export function recordingsOf(house: House): string {
  return join(house.place[1] ?? '', 'recordings');
}

interface Voices {
  person: Speech;
  operator: Speech;
}
interface WithSound {
  /** Browsers whose microphone hears the person, and those whose headset hears the operator. */
  phones: Screens;
  /** A phone in a network that lets no UDP through. */
  narrow: Screens;
  desks: Screens;
}

/** Chromium then sends sound by TCP alone. */
const NO_UDP = ['--webrtc-ip-handling-policy=disable_non_proxied_udp'];

function microphone(file: string): string[] {
  return [
    ...(LAUNCH.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-audio-capture=${file}`,
    '--disable-features=WebRtcHideLocalIpsWithMdns',
  ];
}

/** A test in which people speak. */
export const test = base.extend<WithSound, { voices: Voices }>({
  settings: { 'voice.listen': '127.0.0.1:0' },
  voices: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), 'hoeder-e2e-'));
      const person = await Speech.say(folder, 'person', 'nl', 'Hij staat voor de deur. Kom alsjeblieft, snel! Ik heb mij in de badkamer opgesloten, met de kinderen. Nee. Ga weg!');
      const operator = await Speech.say(folder, 'operator', 'nl', 'Wij luisteren. Twee ploegen rijden. Blijf achter de gesloten deur; over vier minuten zijn zij er.');
      await use({ person, operator });
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  phones: async ({ voices, house, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    await withMicrophone(voices.person, house, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use);
  },
  narrow: async ({ voices, house, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    await withMicrophone(voices.person, house, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use, NO_UDP);
  },
  desks: async ({ voices, house, contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use) => {
    await withMicrophone(voices.operator, house, { ...contextOptions, locale, timezoneId, ignoreHTTPSErrors }, use);
  },
});

async function withMicrophone(speech: Speech, house: House, options: ConstructorParameters<typeof Screens>[2], use: (screens: Screens) => Promise<void>, more: readonly string[] = []): Promise<void> {
  const browser = await chromium.launch({ ...LAUNCH, args: [...microphone(speech.file), ...more] });
  const screens = new Screens(browser, () => house.url, options);
  await use(screens);
  const trouble = screens.trouble();
  await screens.close();
  await browser.close();
  expect(trouble, 'no screen complained').toEqual([]);
}

export { expect };
