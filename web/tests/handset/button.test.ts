// What a person may expect of the button: what it takes to connect it, where its presses go, and that a lost one is known.
import { createCipheriv } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nonceOf } from '../../src/handset/button/bthome';
import { Button, TEST_WITHIN_MS, type ButtonHost, type KeptButton } from '../../src/handset/button/button.svelte';
import { PAUSES_MS, SAME_REPORT_WITHIN_MS } from '../../src/handset/button/link';
import type { Radio } from '../../src/handset/button/radio';
import * as valrt from '../../src/handset/button/valrt';
import { FakeDevice, FakeRadio, itagDevice, valrtDevice } from './radio';

const MAC = 'B4:35:22:F5:3D:A4';
const KEY = '90bffd73cb6b26ef58a7a8eba9232036';

let radio: FakeRadio;
let kept: KeptButton | null;
let did: string[];
let pauses: number[];
let due: (() => void) | null;
let button: Button;

const store = {
  loadButton: async () => kept,
  saveButton: async (given: KeptButton | null) => {
    kept = given;
  },
};
const host: ButtonHost = {
  press: (press, at) => did.push(`press ${press} ${at - start}`),
  selfTest: () => did.push('test'),
  link: (link) => did.push(`link ${link}`),
  battery: (percent) => did.push(`battery ${percent}`),
  alarmRuns: () => alarmRuns,
  gone: () => did.push('gone'),
  ticker: (wake) => ({
    wakeIn: (ms) => {
      pauses.push(ms);
      due = wake;
    },
    stop: () => (due = null),
  }),
};
let start = 0;
let alarmRuns = false;

async function quiet(): Promise<void> {
  // Seals are opened on other threads.
  for (let n = 0; n < 25; n += 1) {
    await crypto.subtle.digest('SHA-256', new Uint8Array(1));
    await new Promise((resolve) => setImmediate(resolve));
  }
}
async function open(): Promise<Button> {
  const fresh = new Button(() => radio as unknown as Radio);
  await fresh.start(store, host);
  await quiet();
  return fresh;
}
async function pairWith(device: FakeDevice): Promise<void> {
  radio.offered = device;
  await button.choose();
  await quiet();
}
function frame(payload: string, counter: number): Uint8Array {
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, counter, true);
  const nonce = nonceOf(0x45, count, Buffer.from(MAC.replaceAll(':', ''), 'hex'));
  const cipher = createCipheriv('aes-128-ccm', Buffer.from(KEY, 'hex'), nonce, { authTagLength: 4 });
  const sealed = Buffer.concat([cipher.update(Buffer.from(payload, 'hex')), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0x45), sealed, count, cipher.getAuthTag()]));
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-22T14:00:00.000Z') });
  start = Date.now();
  radio = new FakeRadio();
  kept = null;
  did = [];
  pauses = [];
  due = null;
  alarmRuns = false;
  button = await open();
});
afterEach(() => {
  button.stop();
  vi.useRealTimers();
});

describe('a V.ALRT button', () => {
  const keys = (device: FakeDevice) => device.of(valrt.SERVICE, valrt.NOTIFICATION);

  // Proves AL-01, BT-03
  test('gets its key first, then its keys are switched on, silently; its charge is told (AL-01, BT-03)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    expect(device.did).toEqual(['app key 80bef5acff', 'notify keys', 'detection 01', 'mode 03', 'notify battery']);
    expect(did).toEqual(['link up', 'battery 88']);
    expect([button.link, button.battery, kept?.kind, kept?.use]).toEqual(['up', 88, 'valrt', 'alarm']);
    device.of(0x180f, 0x2a19).say(12);
    expect(did.at(-1)).toBe('battery 12');
  });
  // Proves AL-01
  test('is offered by one tap, by its services and names (AL-01)', async () => {
    await pairWith(valrtDevice());
    const asked = JSON.stringify(radio.asked);
    for (const part of [valrt.SERVICE, String(0xfcd2), String(0xffe0), 'SBBT', 'optionalServices']) expect(asked).toContain(part);
  });
  // Proves AL-01, BT-06
  test('a press goes to the machine with the time at which it came, and the same report twice is one (AL-01, BT-06)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    did = [];
    vi.setSystemTime(start + 5000);
    keys(device).say(0x03);
    vi.setSystemTime(start + 5000 + SAME_REPORT_WITHIN_MS - 1);
    keys(device).say(0x03);
    keys(device).say(0x00);
    vi.setSystemTime(start + 9000);
    await quiet();
    expect(did).toEqual(['press long 5000']);
    keys(device).say(0x01);
    vi.setSystemTime(start + 9000 + SAME_REPORT_WITHIN_MS);
    keys(device).say(0x01);
    await quiet();
    expect(did.slice(1)).toEqual(['press short 9000', `press short ${9000 + SAME_REPORT_WITHIN_MS}`]);
  });
  // Proves BT-03
  test('is told once that the cell holds what it said, and the wearer feels it (BT-03)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    button.answered();
    await quiet();
    expect(device.did, 'nothing was said').not.toContain('ack 01');
    keys(device).say(0x03);
    await quiet();
    button.answered();
    button.answered();
    await quiet();
    expect(device.did.filter((step) => step === 'ack 01')).toHaveLength(1);
  });
  // Proves FL-10, BT-07
  test('a lost link is known at once and sought again with growing pauses, until it is there (FL-10, BT-07)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    device.inReach = false;
    did = [];
    device.drop();
    expect(did, 'at once').toEqual(['link lost']);
    expect(button.link).toBe('lost');
    for (let n = 0; n < PAUSES_MS.length + 2; n += 1) {
      due?.();
      await quiet();
    }
    expect(pauses.slice(0, PAUSES_MS.length)).toEqual([...PAUSES_MS]);
    expect(pauses.at(-1)).toBe(30_000);
    device.inReach = true;
    due?.();
    await quiet();
    expect(did.at(-2)).toBe('link up');
    keys(device).say(0x03);
    await quiet();
    expect(did.at(-1)).toContain('press long');
    device.drop();
    expect(pauses.at(-1), 'begins small again').toBe(PAUSES_MS[0]);
  });
  // Proves AL-17
  test('after "test the button" a short press tests and a long one is an alarm all the same (AL-17)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    did = [];
    button.armTest();
    keys(device).say(0x03);
    await quiet();
    expect(did).toEqual(['press long 0']);
    vi.setSystemTime(start + 3000);
    keys(device).say(0x01);
    await quiet();
    expect(did.at(-1)).toBe('test');
    vi.setSystemTime(start + 6000);
    keys(device).say(0x01);
    await quiet();
    expect(did.at(-1), 'one test, then as ever').toBe('press short 6000');
    button.armTest();
    vi.setSystemTime(start + 6000 + TEST_WITHIN_MS + 1);
    keys(device).say(0x01);
    await quiet();
    expect(did.at(-1), 'too late for a test').toContain('press short');
    button.armTest();
    alarmRuns = true;
    keys(device).say(0x01);
    vi.setSystemTime(start + 9000 + TEST_WITHIN_MS);
    keys(device).say(0x01);
    await quiet();
    expect(did.at(-1), 'during an alarm it may be an answer').toContain('press short');
  });
  // Proves AL-02
  test('of a press that is an alarm nothing is kept to show (AL-02)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    keys(device).say(0x03);
    await quiet();
    expect(button.lastPress).toBeNull();
  });
});

describe('after a reload', () => {
  // Proves FL-10, FL-11
  test('a button is lost until it is found: by the browser itself, or by one tap (FL-10, FL-11)', async () => {
    const device = valrtDevice();
    await pairWith(device);
    button.stop();
    did = [];
    button = await open();
    expect([did, button.link]).toEqual([['link lost'], 'away']);
    await pairWith(device);
    expect([did.slice(0, 2), button.link]).toEqual([['link lost', 'link up'], 'up']);
    button.stop();
    did = [];
    radio.known = [device];
    button = await open();
    expect([did.slice(0, 2), button.link]).toEqual([['link lost', 'link up'], 'up']);
  });
  test('when nothing is chosen the former button goes on', async () => {
    const device = valrtDevice();
    await pairWith(device);
    radio.offered = null;
    await button.choose();
    await quiet();
    expect([button.trouble, button.link]).toEqual(['nothing_chosen', 'up']);
  });
  test('a forgotten button is no fault any more', async () => {
    await pairWith(valrtDevice());
    await button.forget();
    expect([kept, button.kept, did.at(-1)]).toEqual([null, null, 'gone']);
  });
  test('a radio that is off is said, and tried again when it comes on', async () => {
    const device = valrtDevice();
    await pairWith(device);
    radio.on = false;
    radio.dispatchEvent(new Event('availabilitychanged'));
    await quiet();
    expect(button.ability).toBe('off');
    device.inReach = false;
    device.drop();
    device.inReach = true;
    radio.on = true;
    radio.dispatchEvent(new Event('availabilitychanged'));
    await quiet();
    expect([button.ability, button.link]).toEqual(['ready', 'up']);
  });
});

describe('an iTag', () => {
  // Proves BT-02, AL-17
  test('is refused for a real measure; to practise, its presses test and never alarm (BT-02, AL-17)', async () => {
    const device = itagDevice();
    await pairWith(device);
    expect([button.found?.kind, button.kept, kept]).toEqual(['itag', null, null]);
    await button.practise();
    await quiet();
    expect([button.isPractice, kept?.use]).toEqual([true, 'practice']);
    device.of(0xffe0, 0xffe1).say(0x01);
    await quiet();
    device.drop();
    expect(did, 'neither its presses nor its absence count').toEqual(['test']);
  });
  test('is let go when the person does not want it', async () => {
    const device = itagDevice();
    await pairWith(device);
    button.leaveIt();
    expect([button.found, device.connected]).toEqual([null, false]);
  });
});

describe('a BTHome button', () => {
  function advertiser(): FakeDevice {
    const device = new FakeDevice('b1', 'SBBT-002C');
    device.watchAdvertisements = async () => {
      device.did.push('watch');
    };
    return device;
  }
  // Proves AL-01, T-BT
  test('needs its key, then its sealed presses count and a replayed one is refused, also after a reload (AL-01, T-BT)', async () => {
    const device = advertiser();
    await pairWith(device);
    expect(button.found?.kind).toBe('bthome');
    await button.useSealed('B4:35', KEY);
    expect(button.trouble).toBe('bad_key');
    await button.useSealed(MAC, KEY);
    await quiet();
    expect([button.link, kept?.use, did], 'not heard yet').toEqual(['connecting', 'alarm', ['link lost']]);
    const recorded = frame('00073a04', 442);
    device.advertise(recorded);
    await quiet();
    expect(did).toEqual(['link lost', 'link up', 'press long 0']);
    expect(kept?.counter).toBe(442);
    vi.setSystemTime(start + 5000);
    device.advertise(recorded);
    await quiet();
    expect([did.length, button.trouble]).toEqual([3, 'frame_replayed']);
    button.stop();
    radio.known = [device];
    button = await open();
    device.advertise(recorded);
    await quiet();
    expect(did.filter((step) => step.startsWith('press'))).toHaveLength(1);
    device.advertise(frame('00083a02', 443));
    await quiet();
    expect(did.at(-1)).toContain('press double');
  });
  test('without a key it is for practice only', async () => {
    const device = advertiser();
    await pairWith(device);
    await button.practise();
    await quiet();
    device.advertise(Uint8Array.of(0x40, 0x00, 0x01, 0x3a, 0x04));
    await quiet();
    expect([did, kept?.use]).toEqual([['test'], 'practice']);
  });
  // Proves FL-11
  test('is not heard while the page is out of sight, which counts as lost (FL-11)', async () => {
    const device = advertiser();
    await pairWith(device);
    await button.useSealed(MAC, KEY);
    await quiet();
    device.advertise(frame('00073a01', 5));
    await quiet();
    expect(button.link).toBe('up');
    const sight = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    document.dispatchEvent(new Event('visibilitychange'));
    expect([button.link, did.at(-1)]).toEqual(['lost', 'link lost']);
    sight.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await quiet();
    expect([button.link, did.at(-1)]).toEqual(['up', 'link up']);
    sight.mockRestore();
  });
});

test('a browser without Bluetooth says so', async () => {
  const none = new Button(() => null);
  await none.start(store, host);
  expect(none.ability).toBe('none');
});
