// iTag key finders: anyone can buy one, none proves anything (BT-02). For practice and demonstrations only.
// Never here: the radio.
import { FrameError, MAX_FRAME_BYTES, type Authentication, type ButtonEvent } from './frames';

export const SERVICE = 0xffe0;
/** Notify: a press. */
export const NOTIFICATION = 0xffe1;

export const AUTHENTICATION: Authentication = 'none';

/** Reads a notification: whatever it holds, it is a press. Throws a `FrameError`. */
export function decode(notification: Uint8Array): ButtonEvent {
  if (notification.length === 0) throw new FrameError('frame_malformed');
  if (notification.length > MAX_FRAME_BYTES) throw new FrameError('frame_too_long');
  return { is: 'pressed', key: 1, gesture: 'press' };
}
