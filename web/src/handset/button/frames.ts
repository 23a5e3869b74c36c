// What a frame of a Bluetooth button says (AL-01), as crates/wire/src/button does. Bytes to presses, nothing else.
// Never here: the radio, what a press leads to (the machine).

/** The longest frame that is looked at, bytes: the largest service data of an extended advertisement. */
export const MAX_FRAME_BYTES = 255;

// Numbers that Bluetooth assigned (BT-01).
export const BATTERY_SERVICE = 0x180f;
export const BATTERY_LEVEL = 0x2a19;
export const IMMEDIATE_ALERT_SERVICE = 0x1802;
export const LINK_LOSS_SERVICE = 0x1803;
export const DEVICE_INFORMATION_SERVICE = 0x180a;

/** The long form of a UUID that the Bluetooth SIG assigned as 16 bits, as a browser writes it. */
export const longUuid = (short: number): string => `${short.toString(16).padStart(8, '0')}-0000-1000-8000-00805f9b34fb`;

/** How a button was pressed; `other` is a way that this version does not know, and a press all the same. */
export type Gesture =
  | 'press' | 'double_press' | 'triple_press' | 'long_press' | 'long_double_press' | 'long_triple_press' | 'hold' | 'other';

export type ButtonEvent =
  | { is: 'pressed'; key: number; gesture: Gesture }
  | { is: 'released' }
  | { is: 'fallen' }
  /** Charge of the button, percent. */
  | { is: 'battery'; percent: number };

/** What a frame of a kind of button proves about its sender. */
export type Authentication = 'none' | 'bonded_link' | 'key_and_counter';
/** May such a button be handed to a protected person (BT-02)? */
export const fitForAMeasure = (proof: Authentication): boolean => proof !== 'none';

export type FrameCode =
  | 'frame_too_long' | 'frame_malformed' | 'frame_unknown_version' | 'frame_other_device' | 'frame_no_key' | 'frame_not_sealed'
  | 'frame_wrong_seal' | 'frame_replayed';

/** A frame that gives no event, and why. */
export class FrameError extends Error {
  constructor(readonly code: FrameCode) {
    super(code);
  }
}

/** Exactly so many bytes from hexadecimal digits; colons, hyphens and spaces between them do not matter. `null` is none. */
export function hexBytes(text: string, length: number): Uint8Array<ArrayBuffer> | null {
  const digits = text.replace(/[:\- ]/g, '');
  if (!new RegExp(`^[0-9a-f]{${2 * length}}$`, 'i').test(digits)) return null;
  return Uint8Array.from({ length }, (_, at) => Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16));
}
