// A Web Bluetooth made of objects, for tests of what this page does with a radio. The real radio is played in the browser
// tests. Never here: what a press leads to.
import { longUuid } from '../../src/handset/button/frames';
import * as valrt from '../../src/handset/button/valrt';

export class FakeCharacteristic extends EventTarget {
  readonly properties = { write: true, writeWithoutResponse: false, notify: true };
  value: DataView | undefined;
  notifying = false;
  constructor(
    private readonly device: FakeDevice,
    private readonly name: string,
    private readonly first: number | null = null,
  ) {
    super();
  }
  async readValue(): Promise<DataView> {
    if (this.first === null) throw new Error('nothing to read');
    return new DataView(Uint8Array.of(this.first).buffer);
  }
  async startNotifications(): Promise<this> {
    this.device.did.push(`notify ${this.name}`);
    this.notifying = true;
    return this;
  }
  async writeValueWithResponse(value: Uint8Array): Promise<void> {
    if (!this.device.connected) throw new Error('not connected');
    this.device.did.push(`${this.name} ${Buffer.from(value).toString('hex')}`);
  }
  async writeValueWithoutResponse(value: Uint8Array): Promise<void> {
    return this.writeValueWithResponse(value);
  }
  say(...bytes: number[]): void {
    if (!this.notifying) return;
    this.value = new DataView(Uint8Array.from(bytes).buffer);
    this.dispatchEvent(new Event('characteristicvaluechanged'));
  }
}

const shortOf = (uuid: string | number) => (typeof uuid === 'number' ? longUuid(uuid) : uuid);

export class FakeDevice extends EventTarget {
  readonly did: string[] = [];
  readonly services = new Map<string, Map<string, FakeCharacteristic>>();
  connected = false;
  inReach = true;
  attempts = 0;
  watchAdvertisements?: (options?: { signal?: AbortSignal }) => Promise<void>;

  constructor(
    readonly id: string,
    readonly name: string,
  ) {
    super();
  }
  add(service: string | number, ...characteristics: [string | number, string, number?][]): this {
    const made = characteristics.map(([uuid, name, first]) => [shortOf(uuid), new FakeCharacteristic(this, name, first ?? null)] as const);
    this.services.set(shortOf(service), new Map(made));
    return this;
  }
  of(service: string | number, characteristic: string | number): FakeCharacteristic {
    const found = this.services.get(shortOf(service))?.get(shortOf(characteristic));
    if (!found) throw new Error('no such characteristic');
    return found;
  }
  readonly gatt = (() => {
    // The getters below speak of the device.
    // eslint-disable-next-line @typescript-eslint/no-this-alias
    const device = this;
    return {
      get connected() {
        return device.connected;
      },
      async connect() {
        device.attempts += 1;
        if (!device.inReach) throw new DOMException('out of reach', 'NetworkError');
        device.connected = true;
        return this;
      },
      disconnect() {
        device.drop();
      },
      async getPrimaryService(uuid: string | number) {
        const service = device.services.get(shortOf(uuid));
        if (!service) throw new DOMException('no such service', 'NotFoundError');
        return {
          async getCharacteristic(wanted: string | number) {
            const found = service.get(shortOf(wanted));
            if (!found) throw new DOMException('no such characteristic', 'NotFoundError');
            return found;
          },
          async getCharacteristics() {
            return [...service.values()];
          },
        };
      },
    };
  })();
  drop(): void {
    if (!this.connected) return;
    this.connected = false;
    for (const service of this.services.values()) for (const one of service.values()) one.notifying = false;
    this.dispatchEvent(new Event('gattserverdisconnected'));
  }
  advertise(bytes: Uint8Array): void {
    const event = new Event('advertisementreceived');
    Object.assign(event, { serviceData: new Map([[longUuid(0xfcd2), new DataView(Uint8Array.from(bytes).buffer)]]) });
    this.dispatchEvent(event);
  }
}

export function valrtDevice(id = 'v1'): FakeDevice {
  return new FakeDevice(id, 'V.ALRT 42')
    .add(valrt.SERVICE, [valrt.MODE, 'mode'], [valrt.DETECTION, 'detection'], [valrt.ACKNOWLEDGE, 'ack'], [valrt.NOTIFICATION, 'keys'],
      [valrt.APP_KEY_CHARACTERISTIC, 'app key'])
    .add(0x180f, [0x2a19, 'battery', 88]);
}
export const itagDevice = (): FakeDevice => new FakeDevice('i1', 'iTAG').add(0xffe0, [0xffe1, 'keys']);

export class FakeRadio extends EventTarget {
  offered: FakeDevice | null = null;
  known: FakeDevice[] | null = null;
  asked: unknown = null;
  on = true;
  get getDevices(): (() => Promise<FakeDevice[]>) | undefined {
    const { known } = this;
    return known ? async () => known : undefined;
  }
  async requestDevice(options: unknown): Promise<FakeDevice> {
    this.asked = options;
    if (!this.offered) throw new DOMException('nobody chose', 'NotFoundError');
    return this.offered;
  }
  async getAvailability(): Promise<boolean> {
    return this.on;
  }
}
