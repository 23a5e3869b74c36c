// What this browser can do for the page, asked of it and never guessed from its name - but for iOS, where no browser can.
// Never here: what follows from it.

export interface Abilities {
  /** Web Bluetooth at all. */
  bluetooth: boolean;
  /** May it find a button again after a reload, without a tap? */
  remembersButtons: boolean;
  /** May it listen to buttons that only advertise? */
  hearsAdvertising: boolean;
  vibrates: boolean;
  staysAwake: boolean;
  notices: boolean;
  offline: boolean;
  /** An iPhone or iPad: no browser there knows Web Bluetooth. */
  apple: boolean;
}

type Wide = Navigator & { bluetooth?: { getDevices?: unknown }; wakeLock?: unknown };

export function abilities(from: Navigator = navigator, scope: object = globalThis): Abilities {
  const { bluetooth, wakeLock } = from as Wide;
  const device = (scope as { BluetoothDevice?: { prototype: object } }).BluetoothDevice;
  const touchMac = /Macintosh/.test(from.userAgent) && from.maxTouchPoints > 1;
  return {
    bluetooth: bluetooth !== undefined,
    remembersButtons: typeof bluetooth?.getDevices === 'function',
    hearsAdvertising: device !== undefined && 'watchAdvertisements' in device.prototype,
    vibrates: typeof from.vibrate === 'function',
    staysAwake: wakeLock !== undefined,
    notices: 'Notification' in scope,
    offline: 'serviceWorker' in from,
    apple: /iPhone|iPad|iPod/.test(from.userAgent) || touchMac,
  };
}
