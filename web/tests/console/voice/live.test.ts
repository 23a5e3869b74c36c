// The ears of a desk live with the desk: what its stream says opens and shuts them, and going on duty asks for the microphone.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Live } from '../../../src/console/live.svelte';
import { Voices } from '../../../src/console/voice/voices.svelte';
import type { Alarm, Frame, Role } from '../../../src/lib/api/types';
import { anAlarm, at, id, me, taken } from '../alarms';
import { FakeWorld, heardAlarm, MINE, settled } from './rooms';

class FakeSocket {
  static last: FakeSocket;
  onopen: ((event: unknown) => void) | null = null;
  onmessage: ((event: unknown) => void) | null = null;
  onclose: ((event: unknown) => void) | null = null;
  constructor() {
    FakeSocket.last = this;
  }
  send() {}
  close() {}
}

let world: FakeWorld;
let live: Live;
let number = 0;

function says(...frames: Frame[]) {
  for (const frame of frames) FakeSocket.last.onmessage?.({ data: JSON.stringify(frame) });
  vi.advanceTimersByTime(50);
}
const shows = (alarm: Alarm): Frame => ({ type: 'alarm', number: (number += 1), alarm });
const opens = (...alarms: Alarm[]) =>
  says(
    { type: 'hello', desk: id(70), ping_ms: 2000, silent_ms: 6000, ready_ms: 15000, server_time: at(0), stream: id(71), protocols: [], resumed: false },
    ...alarms.map(shows), { type: 'complete', number: 99 },
  );
const heard = () => live.voice.links.filter((link) => link.open).map((link) => link.alarm);

function desk(role: Role = 'operator') {
  world = new FakeWorld();
  live = new Live(me(role), new Voices(MINE, world.world(), world.microphone()));
  live.start();
  FakeSocket.last.onopen?.({});
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('Worker', undefined);
  desk();
});
afterEach(() => {
  live.stop();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the desk', () => {
  test('AL-05 hears what is its own after a reload, and no longer once that is closed', () => {
    opens(anAlarm(1), taken(2, MINE));
    expect(heard()).toEqual([id(502)]);
    says(shows(taken(2, MINE, { stage: 'closed' })));
    expect(heard()).toEqual([]);
  });

  test('AL-05 stops speaking when its stream tells that somebody set do not speak', async () => {
    opens(heardAlarm(1));
    await world.hear();
    live.voice.hold(id(501), null);
    await settled();
    expect(live.voice.speaking).toBe(true);
    says(shows(heardAlarm(1, { speech_forbidden: true })));
    expect(live.voice.speaking).toBe(false);
  });

  test('AL-05 that ends leaves every room', async () => {
    opens(heardAlarm(1));
    await settled();
    live.stop();
    expect([heard(), world.last.closed]).toEqual([[], true]);
  });

  test('AL-05 asks for its microphone when it goes on duty, and closes it again', async () => {
    live.startDuty();
    await settled();
    expect([live.voice.microphone.state, world.tracks.map((track) => track.readyState)]).toEqual(['granted', ['ended']]);
  });

  test('AL-05 of a role that stands no duty asks for none', async () => {
    live.stop();
    desk('patrol');
    live.startDuty();
    await settled();
    expect(world.tracks).toEqual([]);
  });
});
