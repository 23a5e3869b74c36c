// One ear: the offer, what is said to the room, how it comes back and when it ends.
import { beforeEach, describe, expect, test } from 'vitest';
import { AGAIN_MS, CONNECT_WITHIN_MS, INTERRUPTED_MS, Link } from '../../../src/console/voice/link.svelte';
import { NO_ANSWER } from '../../../src/lib/api/http';
import { anAlarm, id } from '../alarms';
import { aListener, FakeWorld, heardAlarm, peer, refused, settled } from './rooms';

const ALARM = id(501);
let world: FakeWorld;
let link: Link;
const figures = (over = {}) => ({ kind: 'figures', received: 500, lost: 0, jitter_ms: 4, level_dbov: -38, silent_ms: 20, path: 'udp', ...over });

beforeEach(() => {
  world = new FakeWorld();
  const microphone = world.microphone();
  link = new Link(ALARM, world.world(), () => microphone.open());
});

describe('joining', () => {
  test('AL-05 one offer goes out at once, to hear and to be able to speak, and the answer is taken', async () => {
    link.start();
    await settled();
    expect(world.asked).toEqual([`join ${ALARM} our offer`]);
    expect([...world.last.directions, world.last.channel.label]).toEqual(['sendrecv', 'recvonly', 'state']);
    expect(world.last.remote).toEqual({ type: 'answer', sdp: 'their answer' });
    expect([link.phase, link.peer]).toEqual(['connecting', peer(1)]);
    world.last.becomes('connected');
    expect(link.phase).toBe('up');
  });

  test('AL-05 nothing of this desk is tied to the connection by listening, and its microphone stays closed', async () => {
    link.start();
    await world.hear();
    expect([world.last.tied, world.tracks]).toEqual([[], []]);
  });

  test('AL-05 a rule that says no ends it in words; a server that is away is asked again', async () => {
    world.answers.join = [refused('http.403', 403)];
    link.start();
    await world.pass(60_000);
    expect([link.phase, link.fault, world.asked.length]).toEqual(['refused', { by: 'server', problem: expect.objectContaining({ status: 403 }) }, 1]);
    world.answers.join = [NO_ANSWER, refused('voice.too_many_listeners')];
    link.start();
    await settled();
    expect([link.phase, link.open]).toEqual(['again', true]);
    await world.pass(AGAIN_MS[0] ?? 0);
    expect(link.fault).toEqual({ by: 'server', problem: expect.objectContaining({ code: 'voice.too_many_listeners' }) });
    await world.pass(AGAIN_MS[1] ?? 0);
    expect([link.phase, link.fault]).toEqual(['connecting', null]);
  });

  test('AL-05 without a media server it is not asked for again and again', async () => {
    world.answers.join = [refused('voice.off', 503)];
    link.start();
    await world.pass(60_000);
    expect([link.phase, world.asked.length]).toEqual(['refused', 1]);
  });

  test('AL-05 a browser that cannot says so', async () => {
    world.supported = false;
    link.start();
    expect([link.phase, link.fault]).toEqual(['refused', { by: 'browser' }]);
  });

  test('AL-05 who left while the answer was on its way is not in the room', async () => {
    link.start();
    link.leave();
    await settled();
    expect(link.phase).toBe('left');
    expect(world.asked.filter((one) => one.startsWith('join'))).toEqual([]);
    link.start();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    link.leave();
    await settled();
    const joined = world.asked.filter((one) => one.startsWith('join')).length;
    expect(world.asked.filter((one) => one.startsWith('leave')).length).toBe(joined);
    expect(link.peer).toBeNull();
  });
});

describe('heard', () => {
  test('AL-05 is said only once sound of the phone was decoded and is played', async () => {
    link.start();
    await settled();
    world.last.becomes('connected');
    await world.pass(5_000);
    expect(world.last.channel.sent).toEqual([]);
    world.browser = 'blocked';
    world.last.ontrack?.({ track: {} });
    await world.sounds();
    expect([world.last.channel.sent, link.playback, link.hears]).toEqual([[], 'blocked', false]);
    link.enableSound();
    await world.pass(1_000);
    expect(world.last.channel.sent, 'nothing new was decoded').toEqual([]);
    await world.sounds();
    expect(world.last.channel.sent).toEqual(['{"kind":"heard"}']);
    expect([link.playback, link.hears]).toEqual(['playing', true]);
  });

  test('AL-05 is said again until the room shows it, and then no more', async () => {
    link.start();
    await world.hear();
    await world.sounds();
    expect(world.last.channel.sent).toHaveLength(2);
    link.seen(heardAlarm(1, { listeners: [aListener(1, { hears: true })] }));
    await world.sounds();
    expect(world.last.channel.sent).toHaveLength(2);
  });

  test('AL-05 a colleague who speaks is played beside the phone, and is no sound of the phone', async () => {
    link.start();
    await settled();
    world.last.becomes('connected');
    world.last.ontrack?.({ track: { of: 'the phone' } });
    world.last.ontrack?.({ track: world.last.colleague });
    expect(world.sinks).toHaveLength(2);
    world.last.decodedBeside += 48_000;
    await world.pass(2_000);
    expect([link.hears, world.last.channel.sent]).toEqual([false, []]);
    link.leave();
    expect(world.sinks.map((sink) => sink.closed)).toEqual([true, true]);
  });
  test('AL-05 what a browser made up for what was lost is not heard', async () => {
    link.start();
    await world.hear();
    expect(link.hears).toBe(true);
    await world.pass(1_000);
    expect(link.hears).toBe(false);
  });
});

describe('coming back', () => {
  test.each(['failed', 'closed'] as const)('AL-05 ARC-12 a connection that %s is left and made anew, later each time', async (state) => {
    link.start();
    await world.hear();
    world.last.becomes(state);
    expect([link.phase, link.peer, world.connections[0]?.closed, world.sinks[0]?.closed]).toEqual(['again', null, true, true]);
    expect(world.asked.at(-1)).toBe(`leave ${ALARM} ${peer(1)}`);
    const waits: number[] = [];
    for (const wait of AGAIN_MS) {
      world.answers.join = [NO_ANSWER];
      const before = world.asked.length;
      await world.pass(wait - 1);
      waits.push(world.asked.length - before);
      await world.pass(1);
      waits.push(world.asked.length - before);
    }
    expect(waits).toEqual(AGAIN_MS.flatMap(() => [0, 1]));
    await world.pass(AGAIN_MS.at(-1) ?? 0);
    expect([link.phase, link.peer]).toEqual(['connecting', peer(2)]);
  });

  test('AL-05 ARC-12 a short interruption is waited out, a longer one is not', async () => {
    link.start();
    await world.hear();
    world.last.becomes('disconnected');
    await world.pass(INTERRUPTED_MS - 1);
    world.last.becomes('connected');
    await world.pass(INTERRUPTED_MS);
    expect(link.phase).toBe('up');
    world.last.becomes('disconnected');
    await world.pass(INTERRUPTED_MS);
    expect(link.phase).toBe('again');
  });

  test('AL-05 ARC-12 one that never stands is given up and tried anew', async () => {
    link.start();
    await world.pass(CONNECT_WITHIN_MS);
    expect(link.phase).toBe('again');
    expect(world.asked).toContain(`leave ${ALARM} ${peer(1)}`);
  });

  test('AL-05 an ear that the room shows no longer is shut at once; whether there is another is the server to say', async () => {
    link.start();
    await world.hear();
    link.seen(anAlarm(1));
    expect(link.phase, 'the room does not know it yet').toBe('up');
    link.seen(heardAlarm(1));
    world.answers.join = [refused('http.403', 403)];
    link.seen(heardAlarm(1, { listeners: [aListener(7)] }));
    expect([link.phase, link.peer, world.connections[0]?.closed]).toEqual(['again', null, true]);
    await world.pass(60_000);
    expect(link.phase).toBe('refused');
  });

  test('AL-05 a closed alarm is left for good', async () => {
    link.start();
    await world.hear();
    link.seen(heardAlarm(1, {}, { stage: 'closed' }));
    await world.pass(60_000);
    expect([link.phase, world.last.closed, world.connections.length, world.timers]).toEqual(['left', true, 1, []]);
    expect(world.asked.at(-1)).toBe(`leave ${ALARM} ${peer(1)}`);
  });
});

describe('what the server says of the stream', () => {
  const heard = async (...all: object[]) => {
    link.start();
    await settled();
    for (const one of all) world.last.says(one);
  };

  test('AL-05 it is good, poor or failing', async () => {
    await heard(figures());
    expect(link.quality).toBe('good');
    world.last.says(figures({ received: 540, lost: 2 }));
    expect(link.quality).toBe('poor');
    world.last.says(figures({ received: 560, lost: 20 }));
    expect(link.quality).toBe('failing');
  });

  test.each([
    [{ jitter_ms: 40 }, 'poor'], [{ jitter_ms: 120 }, 'failing'], [{ silent_ms: 700 }, 'poor'], [{ silent_ms: 2500 }, 'failing'],
  ])('AL-05 %o is %s', async (over, quality) => {
    await heard(figures(over));
    expect(link.quality).toBe(quality);
  });

  test('AL-05 without a phone there are no figures, and a stream that began anew forgets the old loss', async () => {
    await heard(figures({ received: 900, lost: 300 }), { kind: 'figures' });
    expect([link.quality, link.figures]).toEqual([null, null]);
    world.last.says(figures({ received: 900, lost: 300 }));
    world.last.says(figures({ received: 50, lost: 0 }));
    expect(link.quality).toBe('good');
  });

  test('AL-05 what it does not know it leaves alone', async () => {
    await heard({ kind: 'weather', received: 3 });
    world.last.channel.onmessage?.({ data: '{broken' });
    expect(link.figures).toBeNull();
  });
});
