// Pretended devices that speak as the real ones do: a band (Teltonika codec 8 over TCP) and a phone (OwnTracks over HTTPS).
import { request, type APIRequestContext } from '@playwright/test';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Spot } from './territory';

/** How long a listener may take to answer, milliseconds. */
const ANSWER_MS = 20_000;
const METRES_OF_A_DEGREE = 111_320;

/** So many metres to the east. */
export function eastOf(spot: Spot, metres: number): Spot {
  const longitude = spot.longitude + metres / (METRES_OF_A_DEGREE * Math.cos((spot.latitude * Math.PI) / 180));
  return { latitude: spot.latitude, longitude };
}

/** One report of a band. */
export interface BandReport {
  /** Time of the device, milliseconds since 1970. */
  at: number;
  spot: Spot;
  /** Metres a second to the east; to the west when below 0. */
  speed?: number;
  /** Elements of one byte by their number, such as the strap. */
  ones?: Readonly<Record<number, number>>;
  /** Elements of two bytes by their number, such as alcohol. */
  twos?: Readonly<Record<number, number>>;
}

const BATTERY = 113;
const MOVEMENT = 240;
/** HDOP in tenths. */
const HDOP = 182;

function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}

function elements(list: Readonly<Record<number, number>>, width: 1 | 2): Buffer {
  const entries = Object.entries(list);
  const bytes = Buffer.alloc(1 + entries.length * (1 + width));
  bytes.writeUInt8(entries.length, 0);
  entries.forEach(([id, value], index) => {
    const from = 1 + index * (1 + width);
    bytes.writeUInt8(Number(id), from);
    bytes.writeUIntBE(value, from + 1, width);
  });
  return bytes;
}

function recordOf({ at, spot, speed = 0, ones = {}, twos = {} }: BandReport): Buffer {
  const head = Buffer.alloc(24);
  head.writeBigUInt64BE(BigInt(at), 0);
  head.writeInt32BE(Math.round(spot.longitude * 1e7), 9);
  head.writeInt32BE(Math.round(spot.latitude * 1e7), 13);
  head.writeUInt16BE(speed < 0 ? 270 : 90, 19);
  head.writeUInt8(11, 21);
  head.writeUInt16BE(Math.round(Math.abs(speed) * 3.6), 22);
  const [small, large] = [{ [BATTERY]: 80, [MOVEMENT]: speed === 0 ? 0 : 1, ...ones }, { [HDOP]: 12, ...twos }];
  const counts = Buffer.from([0, Object.keys(small).length + Object.keys(large).length]);
  return Buffer.concat([head, counts, elements(small, 1), elements(large, 2), Buffer.from([0, 0])]);
}

/** An ankle band on its connection. */
export class Band {
  private heard = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('data', (bytes) => (this.heard = Buffer.concat([this.heard, bytes])));
  }

  /** Connects and says its number. */
  static async login(port: number, imei: string): Promise<Band> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const band = new Band(socket);
    const name = Buffer.from(imei, 'ascii');
    socket.write(Buffer.concat([Buffer.from([0, name.length]), name]));
    const answer = await band.answer(1);
    if (answer[0] !== 1) throw new Error(`the band ${imei} was not let in`);
    return band;
  }

  private async answer(bytes: number): Promise<Buffer> {
    while (this.heard.length < bytes) await once(this.socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) });
    const answer = this.heard.subarray(0, bytes);
    this.heard = this.heard.subarray(bytes);
    return answer;
  }

  /** One packet; done when the server has said that it keeps it. */
  async report(...reports: readonly BandReport[]): Promise<void> {
    const data = Buffer.concat([Buffer.from([8, reports.length]), ...reports.map(recordOf), Buffer.from([reports.length])]);
    const packet = Buffer.alloc(8 + data.length + 4);
    packet.writeUInt32BE(data.length, 4);
    data.copy(packet, 8);
    packet.writeUInt32BE(crc16(data), 8 + data.length);
    this.socket.write(packet);
    const kept = (await this.answer(4)).readUInt32BE(0);
    if (kept !== reports.length) throw new Error(`${kept} of ${reports.length} reports were kept`);
  }

  /** Everything that the server said without being asked: commands. */
  get told(): number {
    return this.heard.length;
  }

  close(): void {
    this.socket.destroy();
  }
}

/** The tracker of a protected person. */
export class TrackerPhone {
  /** Everything that it was told. */
  readonly told: unknown[] = [];

  private constructor(private readonly http: APIRequestContext) {}

  static async open(port: number, number: string, secret: string): Promise<TrackerPhone> {
    const authorization = `Basic ${Buffer.from(`${number}:${secret}`).toString('base64')}`;
    const http = await request.newContext({ baseURL: `https://127.0.0.1:${port}`, ignoreHTTPSErrors: true, extraHTTPHeaders: { authorization } });
    return new TrackerPhone(http);
  }

  /** Says where it is; done when the server keeps it. */
  async report(at: number, spot: Spot): Promise<void> {
    const data = { _type: 'location', tst: Math.floor(at / 1000), lat: spot.latitude, lon: spot.longitude, acc: 9, batt: 71, vel: 0, t: 'p' };
    const answer = await this.http.post('/trackers/owntracks', { data });
    if (!answer.ok()) throw new Error(`owntracks: ${answer.status()} ${await answer.text()}`);
    this.told.push(...((await answer.json()) as unknown[]));
  }

  close(): Promise<void> {
    return this.http.dispose();
  }
}
