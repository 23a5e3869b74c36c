// What is really played: the state of the browser, not what was asked of it.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Player } from '../../../src/console/voice/player';

class FakeAudio {
  autoplay = false;
  muted = false;
  paused = true;
  srcObject: unknown = null;
  static allowed = true;
  play = async () => {
    if (!FakeAudio.allowed) throw new DOMException('no', 'NotAllowedError');
    this.paused = false;
  };
  pause = () => void (this.paused = true);
}
class FakeContext {
  static begins: 'running' | 'suspended' = 'running';
  static sample = 0;
  static last: FakeContext;
  state: string = FakeContext.begins;
  tied = 0;
  constructor() {
    FakeContext.last = this;
  }
  createAnalyser = () => ({ fftSize: 0, getFloatTimeDomainData: (into: Float32Array) => into.fill(FakeContext.sample) });
  createMediaStreamSource = () => ({ connect: () => (this.tied += 1), disconnect: () => (this.tied -= 1) });
  resume = async () => {
    if (FakeAudio.allowed) this.state = 'running';
  };
  close = async () => void (this.state = 'closed');
}
const track = {} as MediaStreamTrack;

beforeEach(() => {
  Object.assign(FakeAudio, { allowed: true });
  Object.assign(FakeContext, { begins: 'running', sample: 0 });
  vi.stubGlobal('Audio', FakeAudio);
  vi.stubGlobal('AudioContext', FakeContext);
  vi.stubGlobal('MediaStream', class {});
});
afterEach(() => vi.unstubAllGlobals());

describe('the loudspeaker of the desk', () => {
  test('AL-05 it plays nothing before there is sound, and then what comes', async () => {
    const player = new Player();
    expect(player.playback()).toBe('none');
    player.play(track);
    await Promise.resolve();
    expect(player.playback()).toBe('playing');
  });

  test('AL-05 a browser that blocks the element or the sound card is not playing, until a press lets it', async () => {
    Object.assign(FakeAudio, { allowed: false });
    Object.assign(FakeContext, { begins: 'suspended' });
    const player = new Player();
    player.play(track);
    await Promise.resolve();
    expect(player.playback()).toBe('blocked');
    Object.assign(FakeAudio, { allowed: true });
    player.enable();
    await Promise.resolve();
    expect(player.playback()).toBe('playing');
    FakeContext.last.state = 'interrupted';
    expect(player.playback()).toBe('blocked');
  });

  test('AL-05 the level is of what is played: nothing, half way, full', async () => {
    const player = new Player();
    player.play(track);
    await Promise.resolve();
    expect(player.level()).toBe(0);
    FakeContext.sample = 10 ** (-30 / 20);
    expect(player.level()).toBeCloseTo(0.5, 3);
    FakeContext.sample = 1;
    expect(player.level()).toBe(1);
  });

  test('AL-05 closed, it holds neither sound nor sound card', () => {
    const player = new Player();
    player.play(track);
    player.close();
    expect([player.playback(), player.level(), FakeContext.last.state, FakeContext.last.tied]).toEqual(['none', 0, 'closed', 0]);
  });

  test('AL-05 without a way to measure, nothing counts as heard', () => {
    vi.stubGlobal('AudioContext', undefined);
    const player = new Player();
    player.play(track);
    expect(player.playback()).toBe('blocked');
  });
});
