// BTHome v2 service data, clear and sealed with AES-CCM (BT-04, BT-05; the Shelly BLU Button1 speaks it).
// A button says each press several times over: within 4 s the same packet id is the same press. A sealed frame must carry
// a counter that grows; once a key is set, clear frames are refused. Never here: the radio.
import { FrameError, MAX_FRAME_BYTES, type Authentication, type ButtonEvent, type Gesture } from './frames';
import { NONCE_BYTES, open as unsealBytes, TAG_BYTES, type BindKey } from './seal';

/** The 16-bit UUID under which the service data is advertised. */
export const SERVICE = 0xfcd2;
/** Within this time the same packet id is the same press. */
export const SAME_PRESS_MS = 4_000;
/** How far ahead, modulo 256, a packet id may lie to be a new one. */
export const MAX_AHEAD = 63;

const SEALED = 0b0000_0001;
const WITH_MAC = 0b0000_0010;
const VERSION_2 = 2;
const COUNTER_BYTES = 4;
const MAC_BYTES = 6;

const PACKET_ID = 0x00;
const BATTERY = 0x01;
const BUTTON = 0x3a;
const TEXT = 0x53;
const RAW = 0x54;

interface Opened {
  payload: Uint8Array;
  counter: number | null;
}
type News = 'new' | 'same_press';
const NEWEST_LONG_AGO = Number.NEGATIVE_INFINITY;

/** What is remembered of one paired button between frames. */
export class BthomeButton {
  /** The counter of the newest sealed frame, and when it came. */
  private newest: { counter: number; at: number } | null;
  /** The packet id of the newest press, and when it was first heard. */
  private packet: { id: number; at: number } | null = null;
  /** A clear frame without a packet id, to know its repeats by. */
  private nameless: { payload: string; at: number } | null = null;
  /** A refused packet id: where a button may have got to while nobody listened. */
  private elsewhere: number | null = null;

  /** `mac`: six bytes in the order in which they are printed, or `null` when nobody told; `counter` as kept over a restart. */
  constructor(
    private readonly key: BindKey | null,
    private readonly mac: Uint8Array | null,
    counter: number | null = null,
  ) {
    this.newest = counter === null ? null : { counter, at: NEWEST_LONG_AGO };
  }

  /** The newest counter, to be kept over a restart. */
  get counter(): number | null {
    return this.newest?.counter ?? null;
  }
  /** The person confirmed that the button has a new battery: it may start to count anew. */
  forgetCounter(): void {
    this.newest = null;
    this.packet = null;
  }
  get authentication(): Authentication {
    return this.key ? 'key_and_counter' : 'none';
  }

  /** Takes in the service data of one advertisement that came at `now`. No events when it says again what was heard.
   * Throws a `FrameError` when it cannot be read, is not of this button, or is an old frame once more. */
  async handle(frame: Uint8Array, now: number): Promise<ButtonEvent[]> {
    const opened = await this.open(frame);
    const { packet, events } = readObjects(opened.payload);
    return this.newsOf(opened, packet, now) === 'new' ? events : [];
  }

  private newsOf({ counter, payload }: Opened, packet: number | null, now: number): News {
    if (counter !== null) return this.sealedNews(counter, packet, now);
    return packet === null ? this.namelessNews(payload, now) : this.clearNews(packet, now);
  }

  /** The counter decides; the packet id only tells repeats, so that presses that nobody heard never make a button deaf. */
  private sealedNews(counter: number, packet: number | null, now: number): News {
    const { newest, packet: last } = this;
    if (newest) {
      if (counter === newest.counter && now - newest.at <= SAME_PRESS_MS) return 'same_press';
      if (counter <= newest.counter) throw new FrameError('frame_replayed');
    }
    this.newest = { counter, at: now };
    if (last && packet === last.id && now - last.at <= SAME_PRESS_MS) return 'same_press';
    this.packet = packet === null ? null : { id: packet, at: now };
    return 'new';
  }

  /** A clear frame has only its packet id. One that lies elsewhere is refused, and so is every other until two in a row
   * agree after a silence: a button that was pressed far from the phone is heard again at its second press. */
  private clearNews(id: number, now: number): News {
    const last = this.packet;
    if (last) {
      const same = now - last.at <= SAME_PRESS_MS;
      if (last.id === id) {
        if (same) return 'same_press';
        throw new FrameError('frame_replayed');
      }
      const follows = (from: number) => {
        const ahead = (id - from) & 0xff;
        return ahead >= 1 && ahead <= MAX_AHEAD;
      };
      if (!follows(last.id) && !(this.elsewhere !== null && follows(this.elsewhere))) {
        this.elsewhere = same ? null : id;
        throw new FrameError('frame_replayed');
      }
    }
    this.packet = { id, at: now };
    this.elsewhere = null;
    return 'new';
  }

  private namelessNews(bytes: Uint8Array, now: number): News {
    const payload = bytes.join();
    if (this.nameless?.payload === payload && now - this.nameless.at <= SAME_PRESS_MS) return 'same_press';
    this.nameless = { payload, at: now };
    return 'new';
  }

  private async open(frame: Uint8Array): Promise<Opened> {
    if (frame.length > MAX_FRAME_BYTES) throw new FrameError('frame_too_long');
    const info = frame[0];
    if (info === undefined) throw new FrameError('frame_malformed');
    if (info >> 5 !== VERSION_2) throw new FrameError('frame_unknown_version');
    let rest = frame.subarray(1);
    if ((info & WITH_MAC) !== 0) {
      if (rest.length < MAC_BYTES) throw new FrameError('frame_malformed');
      const said = rest.slice(0, MAC_BYTES).reverse();
      if (this.mac && said.some((byte, at) => byte !== this.mac?.[at])) throw new FrameError('frame_other_device');
      rest = rest.subarray(MAC_BYTES);
    }
    if ((info & SEALED) === 0) {
      if (this.key) throw new FrameError('frame_not_sealed');
      return { payload: rest, counter: null };
    }
    if (!this.key || !this.mac) throw new FrameError('frame_no_key');
    return unseal(info, rest, this.mac, this.key);
  }
}

/** Nonce: address, UUID as sent, first byte, counter as sent. */
export function nonceOf(info: number, counter: Uint8Array, mac: Uint8Array): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  nonce.set(mac);
  nonce.set([SERVICE & 0xff, SERVICE >> 8, info], MAC_BYTES);
  nonce.set(counter, MAC_BYTES + 3);
  return nonce;
}

async function unseal(info: number, rest: Uint8Array, mac: Uint8Array, key: BindKey): Promise<Opened> {
  const sealed = rest.length - COUNTER_BYTES - TAG_BYTES;
  if (sealed < 0) throw new FrameError('frame_malformed');
  const counter = rest.slice(sealed, sealed + COUNTER_BYTES);
  const payload = await unsealBytes(key, nonceOf(info, counter, mac), rest.subarray(0, sealed), rest.subarray(sealed + COUNTER_BYTES));
  if (!payload) throw new FrameError('frame_wrong_seal');
  return { payload, counter: new DataView(counter.buffer).getUint32(0, true) };
}

/** Reads objects up to the first that cannot be read; fails only when none could. Several keys are numbered in their order. */
function readObjects(payload: Uint8Array): { packet: number | null; events: ButtonEvent[] } {
  const events: ButtonEvent[] = [];
  let packet: number | null = null;
  let key = 0;
  let rest = payload;
  let read = false;
  for (let object = firstObject(rest); object; object = firstObject(rest)) {
    read = true;
    rest = object.next;
    const [value, more] = object.value;
    if (value === undefined || more !== undefined) continue;
    if (object.id === PACKET_ID) packet = value;
    if (object.id === BATTERY && value <= 100) events.push({ is: 'battery', percent: value });
    if (object.id === BUTTON) {
      key += 1;
      const gesture = gestureOf(value);
      if (gesture) events.push({ is: 'pressed', key, gesture });
    }
  }
  if (!read) throw new FrameError('frame_malformed');
  return { packet, events };
}

function gestureOf(value: number): Gesture | null {
  switch (value) {
    case 0x00:
      return null;
    case 0x01:
      return 'press';
    case 0x02:
      return 'double_press';
    case 0x03:
      return 'triple_press';
    case 0x04:
      return 'long_press';
    case 0x05:
      return 'long_double_press';
    case 0x06:
      return 'long_triple_press';
    case 0x80:
      return 'hold';
    default:
      return 'other';
  }
}

/** The first object: its id, its value and what follows; `null` when it is cut off or its length is not known. */
function firstObject(payload: Uint8Array): { id: number; value: Uint8Array; next: Uint8Array } | null {
  const id = payload[0];
  if (id === undefined) return null;
  const said = id === TEXT || id === RAW ? payload[1] : undefined;
  const length = said ?? fixedLength(id);
  if (length === null || ((id === TEXT || id === RAW) && said === undefined)) return null;
  const from = said === undefined ? 1 : 2;
  if (payload.length < from + length) return null;
  return { id, value: payload.subarray(from, from + length), next: payload.subarray(from + length) };
}

/** How long the values are, bytes, so that objects that do not concern us can be passed over: [first id, last id, length]. */
const LENGTHS: readonly (readonly [number, number, number])[] = [
  [0x00, 0x01, 1], [0x09, 0x09, 1], [0x0f, 0x11, 1], [0x15, 0x2f, 1], [0x3a, 0x3a, 1], [0x46, 0x46, 1], [0x57, 0x59, 1], [0x60, 0x60, 1],
  [0x64, 0x64, 1],
  [0x02, 0x03, 2], [0x06, 0x08, 2], [0x0c, 0x0e, 2], [0x12, 0x14, 2], [0x3c, 0x3d, 2], [0x3f, 0x41, 2], [0x43, 0x45, 2], [0x47, 0x4a, 2],
  [0x51, 0x52, 2], [0x56, 0x56, 2], [0x5a, 0x5a, 2], [0x5d, 0x5f, 2], [0x61, 0x61, 2], [0xf0, 0xf0, 2],
  [0x04, 0x05, 3], [0x0a, 0x0b, 3], [0x42, 0x42, 3], [0x4b, 0x4b, 3], [0xf2, 0xf2, 3],
  [0x3e, 0x3e, 4], [0x4c, 0x50, 4], [0x55, 0x55, 4], [0x5b, 0x5c, 4], [0x62, 0x63, 4], [0xf1, 0xf1, 4],
];
function fixedLength(id: number): number | null {
  return LENGTHS.find(([first, last]) => id >= first && id <= last)?.[2] ?? null;
}
