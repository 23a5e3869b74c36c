// The part of Web Bluetooth that this page uses. Types and the browser's own radio; nothing is decided here.

export interface Characteristic extends EventTarget {
  readonly properties: { readonly write: boolean; readonly writeWithoutResponse: boolean; readonly notify: boolean };
  readonly value?: DataView | undefined;
  readValue(): Promise<DataView>;
  startNotifications(): Promise<unknown>;
  writeValueWithResponse(value: Uint8Array): Promise<void>;
  writeValueWithoutResponse(value: Uint8Array): Promise<void>;
}
export interface Service {
  getCharacteristic(uuid: string | number): Promise<Characteristic>;
  getCharacteristics(): Promise<Characteristic[]>;
}
export interface Gatt {
  readonly connected: boolean;
  connect(): Promise<Gatt>;
  disconnect(): void;
  getPrimaryService(uuid: string | number): Promise<Service>;
}
export interface Advertisement extends Event {
  readonly serviceData: ReadonlyMap<string, DataView>;
}
export interface Device extends EventTarget {
  readonly id: string;
  readonly name?: string | undefined;
  readonly gatt?: Gatt | undefined;
  watchAdvertisements?: (options?: { signal?: AbortSignal }) => Promise<void>;
  forget?: () => Promise<void>;
}
export interface Filter {
  services?: (string | number)[];
  namePrefix?: string;
}
export interface Radio extends EventTarget {
  requestDevice(options: { filters: Filter[]; optionalServices: (string | number)[] }): Promise<Device>;
  getDevices?: () => Promise<Device[]>;
  getAvailability?: () => Promise<boolean>;
}

/** `null` where the browser has no Web Bluetooth at all. */
export function browserRadio(): Radio | null {
  return (navigator as Navigator & { bluetooth?: Radio }).bluetooth ?? null;
}

/** Writes as the characteristic wants it: with an answer where it gives one. */
export async function write(characteristic: Characteristic, value: Uint8Array): Promise<void> {
  if (characteristic.properties.write) await characteristic.writeValueWithResponse(value);
  else await characteristic.writeValueWithoutResponse(value);
}

export const bytesOf = (view: DataView): Uint8Array => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
