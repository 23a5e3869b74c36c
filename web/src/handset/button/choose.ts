// Which devices the browser offers, and which kind of button a chosen one is. Never here: keeping it, its presses.
import { BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, IMMEDIATE_ALERT_SERVICE, LINK_LOSS_SERVICE, longUuid } from './frames';
import type { Advertisement, Device, Filter, Radio } from './radio';
import * as bthome from './bthome';
import * as itag from './itag';
import * as valrt from './valrt';

export type ButtonKind = 'valrt' | 'bthome' | 'itag';

const FILTERS: Filter[] = [
  { services: [valrt.SERVICE] }, { services: [bthome.SERVICE] }, { services: [itag.SERVICE] },
  { namePrefix: 'V.ALRT' }, { namePrefix: 'SBBT' }, { namePrefix: 'iTAG' },
];
const SERVICES = [
  valrt.SERVICE, bthome.SERVICE, itag.SERVICE, BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, IMMEDIATE_ALERT_SERVICE, LINK_LOSS_SERVICE,
];
const KINDS: readonly (readonly [ButtonKind, string | number])[] = [
  ['valrt', valrt.SERVICE], ['bthome', bthome.SERVICE], ['itag', itag.SERVICE],
];
/** A radio may try a device that is out of reach for much longer. */
export const CONNECT_WITHIN_MS = 20_000;
/** A button that only advertises says something when it is pressed. */
const ADVERTISES_WITHIN_MS = 15_000;

export type Outcome<T> = { done: true; value: T } | { done: false; why: 'nothing_chosen' | 'not_allowed' | 'no_answer' | 'other_kind' };

export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error('no answer')), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Opens the browser's own list. Only from a tap of the person. */
export async function chooseDevice(radio: Radio): Promise<Outcome<Device>> {
  try {
    return { done: true, value: await radio.requestDevice({ filters: FILTERS, optionalServices: SERVICES }) };
  } catch (error) {
    const name = error instanceof Error || error instanceof DOMException ? error.name : '';
    return { done: false, why: name === 'NotFoundError' || name === 'AbortError' ? 'nothing_chosen' : 'not_allowed' };
  }
}

export async function recognise(device: Device): Promise<Outcome<ButtonKind>> {
  // This maker's buttons only advertise; connecting to one would wait for nothing.
  if (device.name?.startsWith('SBBT')) return { done: true, value: 'bthome' };
  const kind = await connectedKind(device);
  if (kind) return kind === 'other' ? { done: false, why: 'other_kind' } : { done: true, value: kind };
  return (await advertises(device)) ? { done: true, value: 'bthome' } : { done: false, why: 'no_answer' };
}

async function connectedKind(device: Device): Promise<ButtonKind | 'other' | null> {
  const { gatt } = device;
  if (!gatt) return null;
  try {
    await within(CONNECT_WITHIN_MS, gatt.connect());
  } catch {
    return null;
  }
  for (const [kind, service] of KINDS) {
    if (await gatt.getPrimaryService(service).then(() => true, () => false)) return kind;
  }
  const lost = !gatt.connected;
  gatt.disconnect();
  return lost ? null : 'other';
}

async function advertises(device: Device): Promise<boolean> {
  if (!device.watchAdvertisements) return false;
  const stop = new AbortController();
  try {
    const heard = new Promise<true>((resolve) => {
      const listen = (event: Event) => {
        if ((event as Advertisement).serviceData.has(longUuid(bthome.SERVICE))) resolve(true);
      };
      device.addEventListener('advertisementreceived', listen, { signal: stop.signal });
    });
    await device.watchAdvertisements({ signal: stop.signal });
    return await within(ADVERTISES_WITHIN_MS, heard);
  } catch {
    return false;
  } finally {
    stop.abort();
  }
}
