// The next act of an alarm, as its stage says: take, send, arrive, close. Nothing stands between taking and sending (AL-09).
import type { Alarm } from '../../lib/api/types';

export type NextAct = 'take' | 'dispatch' | 'on_scene' | 'close';

export function nextAct(alarm: Alarm): NextAct | null {
  if (alarm.ringing) return 'take';
  switch (alarm.stage) {
    case 'ringing':
    case 'taken':
      return 'dispatch';
    case 'dispatched':
      return 'on_scene';
    case 'on_scene':
      return 'close';
    case 'closed':
      return null;
  }
}
