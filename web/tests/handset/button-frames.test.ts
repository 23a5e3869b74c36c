// @vitest-environment node
// The frames of Bluetooth buttons, held to the vectors of crates/wire/tests/bthome_buttons.rs (BT-V) and, for the seal, to
// the AES-CCM of Node as a second opinion.
import { createCipheriv } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BthomeButton, nonceOf } from '../../src/handset/button/bthome';
import { fitForAMeasure, FrameError, hexBytes, longUuid, type ButtonEvent, type FrameCode } from '../../src/handset/button/frames';
import * as itag from '../../src/handset/button/itag';
import { importBindKey, type BindKey } from '../../src/handset/button/seal';
import * as valrt from '../../src/handset/button/valrt';

const hex = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const MAC = hex('b43522f53da4');
const KEY = hex('90bffd73cb6b26ef58a7a8eba9232036');
const SEALED_PRESS = hex('45 0aeb84467f85 ba010000 3188788c');
const START = 1_795_000_000_000;
const at = (seconds: number) => START + seconds * 1000;
const PRESS: ButtonEvent = { is: 'pressed', key: 1, gesture: 'press' };
const FULL: ButtonEvent = { is: 'battery', percent: 100 };
const clear = (id: number) => Uint8Array.of(0x40, 0x00, id, 0x3a, 0x01);
const open = () => new BthomeButton(null, MAC);
const bind: Promise<BindKey> = importBindKey(KEY);

/** Seals as a button does. */
function seal(payload: string, counter: number, key: Uint8Array = KEY, mac: Uint8Array = MAC): Uint8Array {
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, counter, true);
  const cipher = createCipheriv('aes-128-ccm', key, nonceOf(0x45, count, mac), { authTagLength: 4 });
  const bytes = hex(payload);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Uint8Array.of(0x45), sealed, count, cipher.getAuthTag()]));
}
async function refusal(work: Promise<unknown>): Promise<FrameCode> {
  const error = await work.then(() => null, (thrown: unknown) => thrown);
  if (error instanceof FrameError) return error.code;
  throw new Error('it was not refused');
}

describe('BTHome', () => {
  // Proves AL-01, T-BT
  test('the published clear frames are a press and a long press (AL-01, BT-V)', async () => {
    const button = open();
    expect(await button.handle(hex('40 00 52 01 64 3a 01'), at(0))).toEqual([FULL, PRESS]);
    expect(await button.handle(hex('40 3a 04'), at(1))).toEqual([{ is: 'pressed', key: 1, gesture: 'long_press' }]);
    expect(fitForAMeasure(button.authentication)).toBe(false);
  });
  // Proves AL-01, T-BT
  test('the published sealed frame is a press with a full battery (AL-01, BT-V)', async () => {
    const button = new BthomeButton(await bind, MAC);
    expect(await button.handle(SEALED_PRESS, at(0))).toEqual([FULL, PRESS]);
    expect(button.counter).toBe(0x01ba);
    expect(fitForAMeasure(button.authentication)).toBe(true);
    expect(seal('00 07 01 64 3a 01', 0x01ba)).toEqual(SEALED_PRESS);
  });
  test('every gesture is told apart, an unknown one is still a press, and several keys are numbered', async () => {
    const gestures = [
      [0x01, 'press'], [0x02, 'double_press'], [0x03, 'triple_press'], [0x04, 'long_press'], [0x05, 'long_double_press'],
      [0x06, 'long_triple_press'], [0x80, 'hold'], [0xfe, 'other'],
    ] as const;
    for (const [value, gesture] of gestures) {
      expect(await open().handle(Uint8Array.of(0x40, 0x3a, value), at(0))).toEqual([{ is: 'pressed', key: 1, gesture }]);
    }
    expect(await open().handle(hex('40 3a 00 3a 02'), at(0))).toEqual([{ is: 'pressed', key: 2, gesture: 'double_press' }]);
  });
  test('a press said over and over within 4 seconds is one press', async () => {
    const button = open();
    expect(await button.handle(clear(9), at(0))).toEqual([PRESS]);
    for (let second = 0; second <= 4; second += 1) expect(await button.handle(clear(9), at(second))).toEqual([]);
    expect(await button.handle(clear(10), at(4))).toEqual([PRESS]);
    const sealed = new BthomeButton(await bind, MAC);
    expect(await sealed.handle(SEALED_PRESS, at(0))).toEqual([FULL, PRESS]);
    expect(await sealed.handle(SEALED_PRESS, at(3))).toEqual([]);
    expect(await sealed.handle(seal('00 07 01 64 3a 01', 0x01bb), at(3)), 'sealed anew, the same press').toEqual([]);
  });
  // Proves AL-01, T-BT
  test('a recorded advertisement is refused, however old, also after a restart (AL-01, T-BT)', async () => {
    const button = new BthomeButton(await bind, MAC);
    expect(await button.handle(SEALED_PRESS, at(0))).toEqual([FULL, PRESS]);
    expect(await refusal(button.handle(SEALED_PRESS, at(5)))).toBe('frame_replayed');
    expect(await refusal(button.handle(seal('00 08 3a 01', 0x01b9), at(1)))).toBe('frame_replayed');
    const restarted = new BthomeButton(await bind, MAC, 0x01ba);
    expect(await refusal(restarted.handle(SEALED_PRESS, at(6)))).toBe('frame_replayed');
    expect(await restarted.handle(seal('00 00 3a 01', 0x01bb), at(7))).toEqual([PRESS]);
  });
  test('a button with a new battery is heard again once the person confirms', async () => {
    const button = new BthomeButton(await bind, MAC);
    await button.handle(SEALED_PRESS, at(0));
    const anew = seal('00 00 3a 01', 1);
    expect(await refusal(button.handle(anew, at(60)))).toBe('frame_replayed');
    button.forgetCounter();
    expect(await button.handle(anew, at(61))).toEqual([PRESS]);
  });
  test('a packet id counts only when it is 1 to 63 ahead', async () => {
    for (const last of [0, 82, 200, 255]) {
      for (let ahead = 1; ahead <= 255; ahead += 1) {
        const button = open();
        await button.handle(clear(last), at(0));
        const heard = await button.handle(clear((last + ahead) & 0xff), at(10)).catch((error: FrameError) => error.code);
        expect(heard, `${last} + ${ahead}`).toEqual(ahead <= 63 ? [PRESS] : 'frame_replayed');
      }
    }
  });
  test('stragglers of earlier presses are no new presses, and presses that nobody heard never make a button deaf', async () => {
    const button = open();
    await button.handle(clear(10), at(0));
    for (const id of [7, 8, 9]) expect(await refusal(button.handle(clear(id), at(2)))).toBe('frame_replayed');
    expect(await refusal(button.handle(clear(110), at(60)))).toBe('frame_replayed');
    expect(await button.handle(clear(111), at(61)), 'the second press is heard').toEqual([PRESS]);
    const sealed = new BthomeButton(await bind, MAC);
    await sealed.handle(seal('00 0a 3a 01', 100), at(0));
    expect(await sealed.handle(seal('00 6e 3a 01', 200), at(60)), 'with a counter even the first is').toEqual([PRESS]);
  });
  // Proves AL-01
  test('frames of strangers are refused, and a forgery of any single bit does no harm (AL-01)', async () => {
    const stranger = hex('010203040506');
    const sealed = new BthomeButton(await bind, MAC);
    expect(await refusal(sealed.handle(clear(1), at(0)))).toBe('frame_not_sealed');
    expect(await refusal(new BthomeButton(await bind, stranger).handle(SEALED_PRESS, at(0)))).toBe('frame_wrong_seal');
    expect(await refusal(new BthomeButton(await importBindKey(new Uint8Array(16).fill(7)), MAC).handle(SEALED_PRESS, at(0)))).toBe('frame_wrong_seal');
    expect(await refusal(open().handle(SEALED_PRESS, at(0)))).toBe('frame_no_key');
    const withMac = hex('42 a43df52235b4 3a 01');
    expect(await open().handle(withMac, at(0))).toEqual([PRESS]);
    expect(await refusal(new BthomeButton(null, stranger).handle(withMac, at(0)))).toBe('frame_other_device');
    for (let bit = 0; bit < SEALED_PRESS.length * 8; bit += 1) {
      const forged = Uint8Array.from(SEALED_PRESS);
      forged[bit >> 3] = (forged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      await expect(sealed.handle(forged, at(0)), `bit ${bit}`).rejects.toBeInstanceOf(FrameError);
    }
    expect(await sealed.handle(SEALED_PRESS, at(0)), 'nothing of it did harm').toEqual([FULL, PRESS]);
  });
  test('what cannot be read is refused, and what follows a press does not lose it', async () => {
    const read = (frame: Uint8Array) => open().handle(frame, at(0));
    expect(await refusal(read(hex('')))).toBe('frame_malformed');
    expect(await refusal(read(hex('40')))).toBe('frame_malformed');
    expect(await refusal(read(hex('20 3a 01')))).toBe('frame_unknown_version');
    expect(await refusal(read(hex('40 ee 01')))).toBe('frame_malformed');
    expect(await refusal(read(hex('42 010203')))).toBe('frame_malformed');
    expect(await refusal(read(new Uint8Array(256).fill(0x40)))).toBe('frame_too_long');
    expect(await read(hex('40 3a 01 ee 01'))).toEqual([PRESS]);
    expect(await read(hex('40 02 1020 3a 01 53 09 78'))).toEqual([PRESS]);
    expect(await read(hex('40 01 ff 3a 01')), 'a battery of 255 % is dropped').toEqual([PRESS]);
    expect(await refusal(new BthomeButton(await bind, MAC).handle(hex('45 010203'), at(0)))).toBe('frame_malformed');
  });
  test('whatever a button seals its owner opens, of any length', async () => {
    for (let objects = 0; objects < 60; objects += 1) {
      const payload = `00 ${(objects & 0xff).toString(16).padStart(2, '0')} 3a 01 ${'01 32'.repeat(objects)}`;
      const events = await new BthomeButton(await bind, MAC).handle(seal(payload, objects), at(0));
      expect(events).toHaveLength(objects + 1);
      expect(events[0]).toEqual(PRESS);
    }
  });
  test('the key cannot be read out of the browser', async () => {
    const { tag, open: opener } = await bind;
    for (const key of [tag, opener]) {
      expect(key.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();
    }
  });
});

describe('V.ALRT and iTag', () => {
  // Proves AL-01
  test('a notification of a V.ALRT key is a press, long or short (AL-01, BT-03)', () => {
    expect(valrt.decode(hex('01'))).toEqual(PRESS);
    expect(valrt.decode(hex('03'))).toEqual({ is: 'pressed', key: 1, gesture: 'long_press' });
    expect(valrt.decode(hex('01 ff'))).toEqual(PRESS);
    expect(valrt.decode(hex('00'))).toEqual({ is: 'released' });
    expect(valrt.decode(hex('04'))).toEqual({ is: 'fallen' });
    for (const [bad, code] of [[hex(''), 'frame_malformed'], [hex('77'), 'frame_malformed'], [new Uint8Array(256).fill(1), 'frame_too_long']] as const) {
      expect(() => valrt.decode(bad)).toThrow(code);
    }
    expect([...valrt.APP_KEY]).toEqual([0x80, 0xbe, 0xf5, 0xac, 0xff]);
    expect([valrt.SERVICE, valrt.NOTIFICATION]).toEqual(['fffffff0-00f7-4000-b000-000000000000', 'fffffff4-00f7-4000-b000-000000000000']);
    expect(fitForAMeasure(valrt.AUTHENTICATION)).toBe(true);
  });
  // Proves BT-02
  test('an iTag is for practice only (BT-02)', () => {
    expect(itag.decode(hex('01'))).toEqual(PRESS);
    expect(() => itag.decode(hex(''))).toThrow('frame_malformed');
    expect(() => itag.decode(new Uint8Array(256))).toThrow('frame_too_long');
    expect(fitForAMeasure(itag.AUTHENTICATION)).toBe(false);
  });
  test('keys and addresses are read as people write them, and assigned numbers widen', () => {
    expect(hexBytes('B4:35:22:F5:3D:A4', 6)).toEqual(MAC);
    for (const bad of ['', 'B4:35:22:F5:3D', 'B4:35:22:F5:3D:A4:00', 'B4:35:22:F5:3D:G4']) expect(hexBytes(bad, 6)).toBeNull();
    expect(longUuid(0xfcd2)).toBe('0000fcd2-0000-1000-8000-00805f9b34fb');
  });
});
