// Push-to-talk: nothing of this desk goes out unless the key is held and the server said yes.
import { beforeEach, describe, expect, test } from 'vitest';
import { Link } from '../../../src/console/voice/link.svelte';
import { LONGEST_MS } from '../../../src/console/voice/talk.svelte';
import { BROWSER } from '../../../src/console/voice/world';
import { NO_ANSWER } from '../../../src/lib/api/http';
import { id } from '../alarms';
import { aListener, FakeWorld, heardAlarm, peer, refused, settled } from './rooms';

let world: FakeWorld;
let link: Link;
const phase = () => link.talk.phase;
const open = () => world.tracks.some((track) => track.readyState === 'live');

beforeEach(async () => {
  world = new FakeWorld();
  const microphone = world.microphone();
  link = new Link(id(501), world.world(), () => microphone.open());
  link.start();
  await world.hear();
  world.asked.length = 0;
});

async function onAir() {
  link.hold();
  await settled();
  expect(phase()).toBe('on_air');
}

describe('the key is held', () => {
  test('AL-05 the microphone opens without the echo of the phone, the server is asked, and only then it is tied', async () => {
    link.hold();
    expect([phase(), world.last.tied]).toEqual(['asking', []]);
    await settled();
    expect(world.asked[0]).toMatch(/^microphone .*"echoCancellation":true/);
    expect(world.asked[1]).toBe(`speak ${peer(1)}`);
    expect([phase(), world.last.track]).toEqual(['on_air', world.tracks[0]]);
  });

  test('AL-05 let go, it is untied and closed at once, and the server is told', async () => {
    await onAir();
    link.talk.release();
    expect([phase(), open(), world.last.track]).toEqual(['off', false, null]);
    expect(world.asked.at(-1)).toBe(`let go ${peer(1)}`);
  });

  test('AL-05 speech that is refused ties no microphone, and says why', async () => {
    world.answers.speak = [refused('voice.silent_phase')];
    link.hold();
    await settled();
    expect([phase(), world.last.tied, open()]).toEqual(['refused', [], false]);
    expect(link.talk.fault).toEqual({ by: 'server', problem: expect.objectContaining({ code: 'voice.silent_phase' }) });
    link.talk.release();
    expect(phase()).toBe('off');
  });

  test('AL-05 let go before the answer, nothing is tied, and what the server began is ended', async () => {
    let answer = () => {};
    world.gate.speak = new Promise((then) => (answer = then));
    link.hold();
    await settled();
    link.talk.release();
    expect([phase(), open()]).toEqual(['off', false]);
    answer();
    await settled();
    expect([phase(), world.last.tied.filter(Boolean)]).toEqual(['off', []]);
    expect(world.asked.at(-1)).toBe(`let go ${peer(1)}`);
  });

  test('AL-05 no answer is no yes: nothing is tied, and the server is told that it ended', async () => {
    world.answers.speak = [NO_ANSWER];
    link.hold();
    await settled();
    expect([phase(), world.last.tied.filter(Boolean)]).toEqual(['refused', []]);
    expect(world.asked.at(-1)).toBe(`let go ${peer(1)}`);
  });

  test('AL-05 a browser that gives no microphone asks nothing of the server', async () => {
    world.gives = 'nothing';
    link.hold();
    await settled();
    expect([phase(), link.talk.fault]).toEqual(['refused', { by: 'microphone' }]);
    expect(world.asked.filter((one) => one.startsWith('speak'))).toEqual([]);
  });

  test('AL-05 without a connection there is nothing to speak into', async () => {
    world.last.becomes('failed');
    link.hold();
    await settled();
    expect([phase(), world.tracks]).toEqual(['off', []]);
  });
});

describe('it ends', () => {
  test('AL-05 when the page loses the keyboard or goes out of sight', async () => {
    await onAir();
    for (const away of world.away) away();
    expect([phase(), open(), world.away]).toEqual(['off', false, []]);
  });

  test('AL-05 the window that loses the focus, a page that goes, and a page out of sight are each away', () => {
    const seen: string[] = [];
    const stop = BROWSER.onAway(() => seen.push('away'));
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('pagehide'));
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange'));
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'visible' });
    document.dispatchEvent(new Event('visibilitychange'));
    stop();
    window.dispatchEvent(new Event('blur'));
    expect(seen).toHaveLength(3);
  });

  test('AL-05 after 60 s: a stuck key', async () => {
    await onAir();
    await world.pass(LONGEST_MS);
    expect([phase(), open()]).toEqual(['off', false]);
  });

  test.each([
    ['somebody sets do not speak', { speech_forbidden: true }],
    ['the sound of the phone is lost', { microphone: 'lost' as const }],
    ['the server ended it', { listeners: [aListener(1, { speaks: false })] }],
  ])('AL-05 when %s', async (_why, room) => {
    await onAir();
    link.seen(heardAlarm(1, { listeners: [aListener(1, { speaks: true })] }));
    expect(phase()).toBe('on_air');
    link.seen(heardAlarm(1, { listeners: [aListener(1, { speaks: true })], ...room }));
    expect([phase(), open(), world.last.track]).toEqual(['off', false, null]);
  });

  test('AL-05 a view of before it began ends nothing', async () => {
    await onAir();
    link.seen(heardAlarm(1));
    expect(phase()).toBe('on_air');
  });

  test('AL-05 when the connection is lost or the alarm closes', async () => {
    await onAir();
    world.last.becomes('failed');
    expect([phase(), open()]).toEqual(['off', false]);
  });

  test('AL-05 a microphone that is pulled out ends it', async () => {
    await onAir();
    world.tracks[0]?.onended?.();
    expect([phase(), world.last.track]).toEqual(['off', null]);
  });

  test('AL-05 a server that was not reached is told again, and the next word waits for its answer', async () => {
    await onAir();
    world.answers.endSpeech = [NO_ANSWER, NO_ANSWER];
    link.talk.release();
    await world.pass(5_000);
    expect(world.asked.filter((one) => one.startsWith('let go'))).toHaveLength(3);
    await onAir();
    expect(world.asked.at(-1)).toBe(`speak ${peer(1)}`);
  });
});
