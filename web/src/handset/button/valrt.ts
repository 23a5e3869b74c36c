// V.ALRT: a connected button that the phone acknowledges, so that the wearer feels that it was heard (BT-03).
// The app key is the same for every button: what vouches for a press is the bonded link. Never here: the radio.
import { FrameError, MAX_FRAME_BYTES, type Authentication, type ButtonEvent } from './frames';

const characteristic = (number: number): string => `fffffff${number}-00f7-4000-b000-000000000000`;
export const SERVICE = characteristic(0);
/** Write: how loud the button is. */
export const MODE = characteristic(1);
/** Write: what the button notifies. */
export const DETECTION = characteristic(2);
/** Write: acknowledgement of a press. */
export const ACKNOWLEDGE = characteristic(3);
/** Notify: key and fall. */
export const NOTIFICATION = characteristic(4);
/** Write: the app key. */
export const APP_KEY_CHARACTERISTIC = characteristic(5);

/** Without this within 30 s of connecting the button drops the link. */
export const APP_KEY = Uint8Array.of(0x80, 0xbe, 0xf5, 0xac, 0xff);
export const APP_KEY_DEADLINE_MS = 30_000;
/** To `DETECTION`: notify key presses. */
export const ENABLE_KEYS = Uint8Array.of(0x01);
/** To `MODE`: no light and no sound (AL-02). */
export const SILENT = Uint8Array.of(0x03);
/** To `ACKNOWLEDGE` once the alarm is held: the wearer feels it. */
export const RECEIVED = Uint8Array.of(0x01);

export const AUTHENTICATION: Authentication = 'bonded_link';

/** Reads a notification. Bytes after the first are not looked at. Throws a `FrameError`. */
export function decode(notification: Uint8Array): ButtonEvent {
  if (notification.length > MAX_FRAME_BYTES) throw new FrameError('frame_too_long');
  switch (notification[0]) {
    case 0x00:
      return { is: 'released' };
    case 0x01:
      return { is: 'pressed', key: 1, gesture: 'press' };
    case 0x03:
      return { is: 'pressed', key: 1, gesture: 'long_press' };
    case 0x04:
      return { is: 'fallen' };
    default:
      throw new FrameError('frame_malformed');
  }
}
