// Which alarms a desk hears: what it takes, one at a time, and what goes to a colleague no longer.
import { beforeEach, describe, expect, test } from 'vitest';
import { MOST, Voices } from '../../../src/console/voice/voices.svelte';
import type { Alarm } from '../../../src/lib/api/types';
import { anAlarm, id, taken } from '../alarms';
import { FakeWorld, heardAlarm, MINE, peer, settled } from './rooms';

let world: FakeWorld;
let voices: Voices;
const of = (...alarms: Alarm[]) => new Map(alarms.map((alarm) => [alarm.id, alarm]));
const heard = () => voices.links.filter((link) => link.open).map((link) => link.alarm);
const mine = (n: number) => taken(n, MINE);

beforeEach(() => {
  world = new FakeWorld();
  voices = new Voices(MINE, world.world(), world.microphone());
});

describe('one at a time', () => {
  test('AL-05 the next one that is listened to takes the place of the last, unless it is to be heard beside it', async () => {
    voices.join(id(501));
    voices.join(id(502));
    await settled();
    expect(heard()).toEqual([id(502)]);
    voices.join(id(503), 'beside');
    expect(heard()).toEqual([id(502), id(503)]);
    voices.toggle(id(502));
    expect(heard()).toEqual([id(503)]);
    voices.toggle(id(503));
    expect(heard()).toEqual([]);
  });

  test('AL-05 to listen to what is heard already makes no second connection', async () => {
    voices.join(id(501));
    voices.join(id(501));
    await settled();
    expect(world.connections).toHaveLength(1);
  });

  test('AL-05 more than a person can follow are not heard', () => {
    for (let n = 0; n < MOST + 2; n += 1) voices.join(id(501 + n), 'beside');
    expect(heard()).toEqual(Array.from({ length: MOST }, (_, n) => id(503 + n)));
  });
});

describe('with the alarm', () => {
  test('AL-05 what is mine after a reload, or comes to me, is heard; what is heard already is not cut off for it', () => {
    voices.seen(of(anAlarm(1), mine(2)), true);
    expect(heard()).toEqual([id(502)]);
    voices.seen(of(mine(1), mine(2)), true);
    expect(heard()).toEqual([id(502)]);
  });

  test('AL-05 who chose to hear it no longer is not put in again', () => {
    voices.seen(of(mine(1)), true);
    voices.leave(id(501));
    voices.seen(of(mine(1)), true);
    expect(heard()).toEqual([]);
  });

  test('AL-05 handed over, it is left, unless it still stands on the screen', async () => {
    const hide = voices.show(id(501));
    voices.seen(of(mine(1)), true);
    voices.seen(of(taken(1, id(108))), true);
    expect(heard()).toEqual([id(501)]);
    hide();
    await settled();
    expect(heard()).toEqual([]);
    voices.seen(of(mine(2)), true);
    voices.seen(of(taken(2, id(108))), true);
    expect(heard()).toEqual([]);
  });

  test('AL-05 mine is heard on every page; an alarm that is shown in two places is shown until the last is gone', async () => {
    const hides = [voices.show(id(501)), voices.show(id(501))];
    voices.join(id(501));
    hides[0]?.();
    await settled();
    expect(heard()).toEqual([id(501)]);
    voices.seen(of(mine(1)), true);
    hides[1]?.();
    await settled();
    expect(heard()).toEqual([id(501)]);
  });

  test('AL-05 closed or taken out of sight, it is left; while the list is being filled, nothing is', () => {
    voices.join(id(501));
    voices.seen(of(), false);
    expect(heard()).toEqual([id(501)]);
    voices.seen(of(mine(1)), true);
    voices.seen(of(taken(1, MINE, { stage: 'closed' })), true);
    expect(heard()).toEqual([]);
    voices.join(id(502));
    voices.seen(of(), true);
    expect(heard()).toEqual([]);
  });
});

describe('speech', () => {
  test('AL-05 what is about to be refused is not asked, and said in words', async () => {
    voices.join(id(501));
    await world.hear();
    voices.hold(id(501), 'silent');
    await settled();
    expect([voices.tried, voices.speaking]).toEqual([{ alarm: id(501), why: 'silent' }, false]);
    expect(world.asked.filter((one) => one.startsWith('speak'))).toEqual([]);
    voices.release();
    expect(voices.tried).toBeNull();
  });

  test('AL-05 an alarm that goes off the screen is spoken to no longer', async () => {
    const hide = voices.show(id(501));
    voices.join(id(501));
    voices.seen(of(heardAlarm(1)), true);
    await world.hear();
    voices.hold(id(501), null);
    await settled();
    expect(voices.speaking).toBe(true);
    hide();
    expect(voices.speaking).toBe(false);
    await settled();
    expect([heard(), world.asked.at(-1)]).toEqual([[id(501)], `let go ${peer(1)}`]);
  });
});

describe('the microphone of the desk', () => {
  test('AL-05 asked for at the start of duty it is closed again at once, and not asked for twice', async () => {
    await voices.microphone.ask();
    await voices.microphone.ask();
    expect([voices.microphone.state, world.tracks.map((track) => track.readyState)]).toEqual(['granted', ['ended']]);
  });

  test('AL-05 a browser that says no is remembered as such', async () => {
    world.gives = 'nothing';
    await voices.microphone.ask();
    expect(voices.microphone.state).toBe('refused');
  });
});
