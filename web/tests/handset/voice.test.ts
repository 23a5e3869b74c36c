// Sound in an alarm: from the press on, again after every loss, shut at the end; nothing that a bystander could see or hear.
import { render } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newImage } from '../../src/handset/beacon/image';
import { page } from '../../src/handset/page.svelte';
import type { VoiceAnswer } from '../../src/handset/protocol/voice';
import Cover from '../../src/handset/views/Cover.svelte';
import Details from '../../src/handset/views/Details.svelte';
import Home from '../../src/handset/views/Home.svelte';
import { readPlay } from '../../src/handset/voice/line';
import { watchNetwork } from '../../src/handset/voice/network';
import { Playout } from '../../src/handset/voice/playout';
import { withSpeech } from '../../src/handset/voice/sdp';
import { Voice } from '../../src/handset/voice/voice';
import { FakeAudio, FakeDevices, FakePeer, FakePermissions } from './sound';

const ALARM = '019aab54-1234-7abc-8def-001122334455';
const NEXT = '019aab54-1234-7abc-8def-001122334466';
const ANSWER = 'v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n';

/** A phone whose cell answers as it is told. */
class Phone {
  readonly devices = new FakeDevices();
  readonly permissions: FakePermissions;
  readonly audio = new FakeAudio();
  readonly peers: FakePeer[] = [];
  readonly offers: { alarm: string; sdp: string }[] = [];
  readonly signs: boolean[] = [];
  answers: () => VoiceAnswer | null | Promise<VoiceAnswer | null> = () => ({ sdp: ANSWER });
  readonly voice: Voice;

  constructor(permission: PermissionState = 'granted') {
    this.permissions = new FakePermissions(permission);
    this.voice = new Voice({
      ask: async (alarm, sdp) => {
        this.offers.push({ alarm, sdp });
        return this.answers();
      },
      makePeer: () => {
        const peer = new FakePeer();
        this.peers.push(peer);
        return peer as unknown as RTCPeerConnection;
      },
      playout: new Playout(() => this.audio.as(), this.devices.as()),
      devices: this.devices.as(), permissions: this.permissions.as(),
      heard: (heard) => this.signs.push(heard),
    });
  }
  static async ready(permission: PermissionState = 'granted'): Promise<Phone> {
    const phone = new Phone(permission);
    await phone.voice.start();
    return phone;
  }
  async press(): Promise<void> {
    this.voice.alarm({ alarm: ALARM, held: false });
    await quiet();
    this.voice.alarm({ alarm: ALARM, held: true });
    await quiet();
  }
  /** An alarm with sound that arrives. */
  static async connected(permission: PermissionState = 'granted'): Promise<Phone> {
    const phone = await Phone.ready(permission);
    await phone.press();
    phone.peer.connect();
    await quiet();
    return phone;
  }
  get peer(): FakePeer {
    const peer = this.peers.findLast(({ local }) => local !== null);
    if (!peer) throw new Error('nothing was offered');
    return peer;
  }
}

/** Everything that was begun and needs no time has happened. */
const quiet = () => vi.advanceTimersByTimeAsync(0);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('from the press on', () => {
  // Proves AL-05
  test('the microphone opens at the press, and the offer leaves when the cell holds the alarm (AL-05)', async () => {
    const phone = await Phone.ready();
    expect([phone.devices.asked, phone.offers.length, phone.peers.length], 'at rest: prepared, nothing open').toEqual([0, 0, 1]);
    expect(phone.peers[0]?.local).toBeNull();
    phone.voice.alarm({ alarm: ALARM, held: false });
    await quiet();
    expect([phone.devices.open.length, phone.offers.length]).toEqual([1, 0]);
    phone.voice.alarm({ alarm: ALARM, held: true });
    await quiet();
    expect(phone.offers.map(({ alarm }) => alarm)).toEqual([ALARM]);
    expect(phone.peers, 'the one that was prepared').toHaveLength(1);
    expect(phone.peer.carried).toBe(phone.devices.open[0]);
    expect(phone.peer.remote).toContain('maxaveragebitrate=32000');
    phone.peer.connect();
    expect(phone.peer.said).toEqual([{ kind: 'microphone', state: 'live' }]);
    expect(phone.peer.channel.label).toBe('state');
    expect(phone.signs).toEqual([true]);
  });
  // Proves ARC-06
  test('is asked for as a room is: no echo or noise taken away, 32 kbit/s of Opus (ARC-06)', async () => {
    const phone = await Phone.connected();
    expect(phone.devices.open[0]?.settings).toEqual({ echoCancellation: false, noiseSuppression: false, autoGainControl: true, channelCount: 1 });
    expect(phone.peer.encodings).toEqual([{ maxBitrate: 32_000 }]);
    expect(phone.offers[0]?.sdp).toContain('a=fmtp:111 minptime=10;useinbandfec=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=32000\r\n');
  });
  test('a microphone that is slow does not hold up the offer; it is carried when it is there', async () => {
    const phone = await Phone.ready();
    const open = phone.devices.getUserMedia.bind(phone.devices);
    let give = () => {};
    vi.spyOn(phone.devices, 'getUserMedia').mockImplementation(async (wish) => {
      await new Promise<void>((resolve) => (give = resolve));
      return open(wish);
    });
    await phone.press();
    phone.peer.connect();
    expect([phone.offers.length, phone.peer.carried, phone.signs.length]).toEqual([1, null, 0]);
    give();
    await quiet();
    expect(phone.peer.carried).toBe(phone.devices.open[0]);
    expect([phone.signs, phone.peer.said.at(-1)]).toEqual([[true], { kind: 'microphone', state: 'live' }]);
    expect(phone.offers).toHaveLength(1);
  });
  test('a microphone that comes while the cell says later, or while it is asked, hurries nothing', async () => {
    for (const slow of [false, true]) {
      const phone = await Phone.ready();
      const open = phone.devices.getUserMedia.bind(phone.devices);
      let give = () => {};
      vi.spyOn(phone.devices, 'getUserMedia').mockImplementation(async (wish) => {
        await new Promise<void>((resolve) => (give = resolve));
        return open(wish);
      });
      let answer = (_: VoiceAnswer | null) => {};
      phone.answers = () => (slow ? new Promise((resolve) => (answer = resolve)) : { later: true });
      await phone.press();
      give();
      await pass(999);
      answer({ later: true });
      await pass(0);
      expect(phone.offers, `slow: ${slow}`).toHaveLength(1);
      await pass(1_000);
      expect(phone.offers, `slow: ${slow}`).toHaveLength(2);
      phone.voice.stop();
    }
  });
  test('a page that begins anew in an open alarm takes up the sound by itself', async () => {
    const phone = new Phone();
    const started = phone.voice.start();
    phone.voice.alarm({ alarm: ALARM, held: true });
    await started;
    await quiet();
    expect([phone.devices.open.length, phone.offers.length]).toEqual([1, 1]);
  });
  test('a second press of the same alarm changes nothing', async () => {
    const phone = await Phone.connected();
    phone.voice.alarm({ alarm: ALARM, held: true });
    await pass(60_000);
    expect([phone.devices.asked, phone.offers.length]).toEqual([1, 1]);
  });
});

describe('not now', () => {
  test('later is asked again after 1, 2, 4, 8 and then each 15 seconds', async () => {
    const phone = await Phone.ready();
    const at: number[] = [];
    const began = Date.now();
    phone.answers = () => {
      at.push(Date.now() - began);
      return { later: true };
    };
    await phone.press();
    await pass(60_000);
    expect(at).toEqual([0, 1_000, 3_000, 7_000, 15_000, 30_000, 45_000, 60_000]);
  });
  test('while nobody takes sound for long the microphone is shut, and it opens again with the answer', async () => {
    const phone = await Phone.ready();
    phone.answers = () => ({ later: true });
    await phone.press();
    await pass(5_000);
    expect(phone.devices.open).toHaveLength(1);
    await pass(5_000);
    expect(phone.devices.open, 'an open microphone lights a sign on the phone').toHaveLength(0);
    phone.answers = () => ({ sdp: ANSWER });
    await pass(6_000);
    phone.peer.connect();
    await quiet();
    expect([phone.devices.open.length, phone.signs]).toEqual([1, [true]]);
    expect(phone.peer.carried).toBe(phone.devices.open[0]);
  });
  test('no answer is asked again as well, with the microphone open: it is the network', async () => {
    const phone = await Phone.ready();
    phone.answers = () => null;
    await phone.press();
    await pass(30_000);
    expect([phone.offers.length, phone.devices.open.length]).toEqual([6, 1]);
  });
  test('an answer that the browser does not take is asked again, after a pause', async () => {
    const phone = await Phone.ready();
    const first = phone.peers[0];
    if (first) first.refusesAnswer = true;
    await phone.press();
    expect(phone.offers).toHaveLength(1);
    await pass(1_000);
    phone.peer.connect();
    expect([phone.offers.length, phone.signs]).toEqual([2, [true]]);
  });
});

describe('the end', () => {
  // Proves AL-02
  test('shuts the microphone at once, ends the connection, and offers nothing more (AL-02)', async () => {
    const phone = await Phone.connected();
    phone.voice.closed(ALARM);
    expect([phone.devices.open.length, phone.peer.connectionState, phone.signs]).toEqual([0, 'closed', [true, false]]);
    phone.voice.alarm({ alarm: ALARM, held: true });
    await pass(60_000);
    expect([phone.devices.open.length, phone.offers.length], 'what was still under way opens nothing').toEqual([0, 1]);
    phone.voice.alarm(null);
    phone.voice.alarm({ alarm: NEXT, held: true });
    await quiet();
    expect([phone.devices.open.length, phone.offers.at(-1)?.alarm], 'a new alarm does').toEqual([1, NEXT]);
  });
  test('while the microphone is being opened or an answer is under way, leaves nothing open', async () => {
    const phone = await Phone.ready();
    let answer = (_: VoiceAnswer | null) => {};
    phone.answers = () => new Promise((resolve) => (answer = resolve));
    phone.voice.alarm({ alarm: ALARM, held: true });
    phone.voice.alarm(null);
    await quiet();
    answer({ sdp: ANSWER });
    await pass(60_000);
    expect(phone.devices.open).toHaveLength(0);
    expect(phone.peers.filter(({ local, connectionState }) => local !== null && connectionState !== 'closed')).toEqual([]);
    expect(phone.offers.length).toBeLessThanOrEqual(1);
  });
  test('a phone that is taken out of use or another window stops all of it', async () => {
    const phone = await Phone.connected();
    phone.voice.stop();
    expect([phone.devices.open.length, phone.peer.connectionState]).toEqual([0, 'closed']);
    phone.voice.alarm({ alarm: NEXT, held: true });
    await pass(60_000);
    expect([phone.devices.open.length, phone.offers.length]).toEqual([0, 1]);
  });
});

describe('lost', () => {
  test('a connection that fails is offered anew at once, with the same microphone', async () => {
    const phone = await Phone.connected();
    await pass(10_000);
    phone.peer.become('failed');
    await quiet();
    expect([phone.offers.length, phone.devices.asked, phone.signs]).toEqual([2, 1, [true, false]]);
    phone.peer.connect();
    await quiet();
    expect([phone.signs.at(-1), phone.peer.carried === phone.devices.open[0]]).toEqual([true, true]);
  });
  // Proves ARC-12
  test('one that comes back within two seconds goes on; after that it is offered anew (ARC-12)', async () => {
    const phone = await Phone.connected();
    await pass(10_000);
    phone.peer.become('disconnected');
    await pass(1_900);
    phone.peer.become('connected');
    await pass(10_000);
    expect(phone.offers).toHaveLength(1);
    phone.peer.become('disconnected');
    await pass(2_000);
    expect(phone.offers).toHaveLength(2);
  });
  // Proves ARC-12
  test('one that never comes about is offered anew, ever more slowly (ARC-12)', async () => {
    const phone = await Phone.ready();
    await phone.press();
    await pass(10_999);
    expect(phone.offers).toHaveLength(1);
    await pass(1);
    expect(phone.offers).toHaveLength(2);
    await pass(12_000);
    expect(phone.offers).toHaveLength(3);
  });
  test('a connection that the cell ends as soon as it is there is not offered in a circle', async () => {
    const phone = await Phone.connected();
    phone.peer.channel.onclose?.();
    await pass(900);
    expect(phone.offers).toHaveLength(1);
    await pass(100);
    expect(phone.offers).toHaveLength(2);
  });
  test('another network and a cell that begins anew are not waited for; the sound goes on until the new one answers', async () => {
    const phone = await Phone.connected();
    await pass(5_000);
    const before = phone.peer;
    let answer = (_: VoiceAnswer | null) => {};
    phone.answers = () => new Promise((resolve) => (answer = resolve));
    phone.voice.networkChanged();
    await quiet();
    expect([phone.offers.length, before.connectionState]).toEqual([2, 'connected']);
    phone.voice.networkChanged();
    await quiet();
    expect(phone.offers, 'one at a time').toHaveLength(2);
    answer({ sdp: ANSWER });
    await quiet();
    expect([before.connectionState, phone.offers.length], 'and once more, for it changed meanwhile').toEqual(['closed', 3]);
    answer({ sdp: ANSWER });
    await quiet();
    phone.peer.connect();
    await pass(5_000);
    phone.voice.cellReturned();
    await quiet();
    expect(phone.offers).toHaveLength(4);
  });
  test('the greeting of the stream does not end a connection that has just come about', async () => {
    const phone = await Phone.connected();
    phone.voice.cellReturned();
    await pass(500);
    expect(phone.offers).toHaveLength(1);
  });
  test('the speed of a network is not another network', () => {
    const connection = Object.assign(new EventTarget(), { type: 'wifi' });
    vi.stubGlobal('navigator', { connection });
    let changes = 0;
    const stop = watchNetwork(() => (changes += 1));
    connection.dispatchEvent(new Event('change'));
    expect(changes).toBe(0);
    connection.type = 'cellular';
    connection.dispatchEvent(new Event('change'));
    window.dispatchEvent(new Event('online'));
    expect(changes).toBe(2);
    stop();
    window.dispatchEvent(new Event('online'));
    expect(changes).toBe(2);
    vi.unstubAllGlobals();
  });
});

describe('the microphone', () => {
  // Proves AL-02
  test('is never asked for during an alarm: without leave given beforehand nothing happens at all (AL-02)', async () => {
    for (const permission of ['prompt', 'denied'] as const) {
      const phone = await Phone.ready(permission);
      await phone.press();
      await pass(60_000);
      expect([phone.devices.asked, phone.peers.length, phone.offers.length, phone.signs.length], permission).toEqual([0, 0, 0, 0]);
    }
  });
  test('allowed in the middle of an alarm, it is taken up', async () => {
    const phone = await Phone.ready('prompt');
    await phone.press();
    phone.permissions.become('granted');
    await quiet();
    expect([phone.devices.open.length, phone.offers.length]).toEqual([1, 1]);
  });
  test('refused by the phone in spite of the leave, the cell is told so, once', async () => {
    const phone = await Phone.ready();
    phone.devices.refuses = 'NotAllowedError';
    await phone.press();
    await pass(30_000);
    expect([phone.devices.asked, phone.offers.length]).toEqual([1, 0]);
    phone.devices.refuses = null;
    const other = await Phone.connected();
    other.devices.refuses = 'NotAllowedError';
    await pass(5_000);
    other.devices.open[0]?.taken();
    await pass(60_000);
    expect(other.peer.said).toEqual([{ kind: 'microphone', state: 'live' }, { kind: 'microphone', state: 'ended' }]);
    expect([other.devices.asked, other.signs]).toEqual([2, [true, false]]);
  });
  test('taken by a call, it is sought again after pauses, and the cell is told both', async () => {
    const phone = await Phone.connected();
    await pass(10_000);
    phone.devices.refuses = 'NotReadableError';
    phone.devices.open[0]?.taken();
    await pass(4_000);
    expect([phone.signs, phone.devices.asked]).toEqual([[true, false], 3]);
    phone.devices.refuses = null;
    await pass(4_000);
    expect(phone.peer.said.map((said) => (said as { state: string }).state)).toEqual(['live', 'ended', 'live']);
    expect([phone.signs.at(-1), phone.peer.carried === phone.devices.open[0], phone.offers.length]).toEqual([true, true, 1]);
  });
  test('muted by the phone, it counts as none until it is back', async () => {
    const phone = await Phone.connected();
    phone.devices.open[0]?.mute(true);
    phone.devices.open[0]?.mute(false);
    expect(phone.peer.said.map((said) => (said as { state: string }).state)).toEqual(['live', 'ended', 'live']);
    expect(phone.signs).toEqual([true, false, true]);
  });
});

describe('the loudspeaker', () => {
  // Proves AL-05, AL-02
  test('makes a sound only when it is on and somebody speaks (AL-05, AL-02)', async () => {
    const phone = await Phone.connected();
    const heard: (string | null)[] = [];
    for (const [loudspeaker, speaking] of [[false, false], [false, true], [true, false], [true, true], [true, false], [true, true], [false, true]]) {
      phone.peer.say({ kind: 'play', loudspeaker, speaking });
      await quiet();
      heard.push(phone.audio.sounds);
    }
    expect(heard).toEqual([null, null, null, 'speaker', null, 'speaker', null]);
  });
  test('off, the voice is in the earpiece where there is one to choose, and comes from nowhere else', async () => {
    const phone = await Phone.connected();
    phone.devices.outputs = [
      { kind: 'audioinput', label: 'Headset earpiece', deviceId: 'in' }, { kind: 'audiooutput', label: 'Speaker', deviceId: 'loud' },
      { kind: 'audiooutput', label: 'Phone Earpiece', deviceId: 'ear' },
    ];
    phone.peer.say({ kind: 'play', loudspeaker: false, speaking: true });
    await quiet();
    expect(phone.audio.sounds).toBe('ear');
    phone.peer.say({ kind: 'play', loudspeaker: true, speaking: true });
    await quiet();
    expect(phone.audio.sounds).toBe('speaker');
    Object.assign(phone.audio, { setSinkId: async () => Promise.reject(new DOMException('gone', 'NotFoundError')) });
    phone.peer.say({ kind: 'play', loudspeaker: false, speaking: true });
    await quiet();
    expect(phone.audio.sounds, 'an earpiece that cannot be chosen').toBeNull();
  });
  test('a stop that comes while the output is being chosen wins', async () => {
    const phone = await Phone.connected();
    phone.peer.say({ kind: 'play', loudspeaker: true, speaking: true });
    phone.peer.say({ kind: 'play', loudspeaker: true, speaking: false });
    await quiet();
    expect(phone.audio.sounds).toBeNull();
  });
  test('falls silent with the connection, and a new one begins silent', async () => {
    const phone = await Phone.connected();
    phone.peer.say({ kind: 'play', loudspeaker: true, speaking: true });
    await pass(5_000);
    expect(phone.audio.sounds).toBe('speaker');
    phone.peer.become('failed');
    await quiet();
    expect(phone.audio.sounds).toBeNull();
    phone.peer.connect();
    await quiet();
    expect(phone.audio.sounds).toBeNull();
  });
  test('on, the microphone leaves out its echo; off, it hears the room as it is again', async () => {
    for (const changes of [true, false]) {
      const phone = await Phone.ready();
      phone.devices.changesTracks = changes;
      await phone.press();
      phone.peer.connect();
      const states: unknown[] = [];
      for (const loudspeaker of [true, false]) {
        phone.peer.say({ kind: 'play', loudspeaker, speaking: false });
        await quiet();
        states.push([phone.peer.carried?.settings.echoCancellation, phone.devices.open.length, phone.peer.carried === phone.devices.open[0]]);
      }
      expect(states, `changes tracks: ${changes}`).toEqual([[true, 1, true], [false, 1, true]]);
      expect(phone.devices.asked).toBe(changes ? 1 : 3);
    }
  });
  test('what cannot be read makes no sound, and what is not known is passed over', () => {
    const silent = { loudspeaker: false, speaking: false };
    expect(readPlay('{"kind":"play","loudspeaker":true,"speaking":true}')).toEqual({ loudspeaker: true, speaking: true });
    for (const said of ['{"kind":"play"}', '{"kind":"play","loudspeaker":1,"speaking":true}', '{"kind":"play","loudspeaker":true}']) {
      expect(readPlay(said), said).toEqual(silent);
    }
    for (const said of ['', 'null', '[]', '{', '{"kind":"figures"}', new ArrayBuffer(2), `{"kind":"play","loudspeaker":true,"speaking":true,"x":"${'x'.repeat(1_000)}"}`]) {
      expect(readPlay(said), String(said)).toBeNull();
    }
  });
});

describe('leave for the microphone', () => {
  afterEach(() => (page.microphone = 'unknown'));
  test('is asked for behind the dots, where it says what for; what is settled is not asked again', () => {
    const asked = vi.spyOn(page, 'askMicrophone').mockImplementation(() => {});
    for (const [state, words, asks] of [['prompt', 'not asked yet', 1], ['granted', 'allowed', 0], ['denied', 'not allowed', 0], ['absent', 'there is none', 0]] as const) {
      page.microphone = state;
      const { getByText, queryAllByRole, unmount } = render(Details, { back: () => {} });
      expect(getByText('Microphone').nextElementSibling?.textContent, state).toBe(words);
      const keys = queryAllByRole('button', { name: 'Allow the microphone' });
      expect(keys, state).toHaveLength(asks);
      keys.forEach((key) => key.click());
      unmount();
    }
    expect(asked).toHaveBeenCalledTimes(1);
  });
});

describe('how speech is coded', () => {
  test('is written for every Opus, also one without a line of its own, and nothing else is touched', () => {
    const other = ['v=0', 'a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'a=rtpmap:111 opus/48000/2', 'a=rtpmap:9 G722/8000', ''].join('\r\n');
    const wishes = 'useinbandfec=1;usedtx=0;stereo=0;sprop-stereo=0;maxaveragebitrate=32000';
    expect(withSpeech(other)).toBe(other.replace('opus/48000/2', `opus/48000/2\r\na=fmtp:111 ${wishes}`));
    expect(withSpeech(other.replace('opus/48000/2', 'opus/48000/2\r\na=fmtp:111 stereo=1;minptime=10;usedtx=1'))).toContain(
      'a=fmtp:111 stereo=0;minptime=10;usedtx=0;useinbandfec=1;sprop-stereo=0;maxaveragebitrate=32000\r\n',
    );
    expect(withSpeech('v=0\r\n')).toBe('v=0\r\n');
  });
});

describe('what a bystander sees', () => {
  const settings = { hold_ms: 2000, double_press: false, haptics: true, class: 'm3', paths: 'one', discreet: false } as const;
  const image = (there: boolean) => {
    const press = { type: 'press' as const, alarm: ALARM, pressed_at: '2026-11-22T14:00:00.000Z', trigger: 'screen' as const, repeats: 0 };
    return { ...newImage(settings, press.pressed_at), alarm: { press, held: true, someone_there: there, repeats: [], words: [], messages: [] } };
  };
  afterEach(() => {
    page.overheard = false;
    page.image = null;
  });
  // Proves AL-02, AL-05
  test('is the same with and without sound but for one dot, on every screen (AL-02, AL-05)', () => {
    for (const there of [false, true]) {
      page.image = image(there);
      const seen = [false, true].map((overheard) => {
        page.overheard = overheard;
        const { container, unmount } = render(Home, { open: () => {} });
        const dots = container.querySelector('.dots');
        const sign = [dots?.getAttribute('aria-label'), dots?.querySelectorAll('.dot').length, dots?.querySelectorAll('.on').length];
        dots?.remove();
        const home = [container.innerHTML, document.title, document.querySelectorAll('audio,video').length];
        unmount();
        const others = [Cover, Details].map((View) => {
          const shown = render(View as typeof Cover, { open: () => {}, back: () => {} } as never);
          const picture = shown.container.innerHTML;
          shown.unmount();
          return picture;
        });
        return { sign, home, others };
      });
      expect([seen[0]?.home, seen[0]?.others]).toEqual([seen[1]?.home, seen[1]?.others]);
      const words = there ? ['3 of 3, wide', '2 and 3 of 3, wide'] : ['3 of 3', '2 and 3 of 3'];
      expect(seen.map(({ sign }) => sign)).toEqual([[words[0], 3, 1], [words[1], 3, 2]]);
    }
  });
});
