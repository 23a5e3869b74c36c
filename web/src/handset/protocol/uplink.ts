// Writes a message of the handset: fields in a fixed order, no spaces, what is not known left out.
// Never here: signatures, what an answer means.
import type { Fix, Uplink } from './messages';

const MAX_ACCURACY_DM = 200_000_000;

/** An accuracy of 0 or beyond belief is left out, which says 'not known'. */
function place(fix: Fix): object {
  const { lat_e7, lon_e7, accuracy_dm, fixed_at, source } = fix;
  const known = accuracy_dm !== undefined && accuracy_dm >= 1 && accuracy_dm <= MAX_ACCURACY_DM;
  return { lat_e7, lon_e7, accuracy_dm: known ? accuracy_dm : undefined, fixed_at, source };
}

function fieldsOf(uplink: Uplink): object {
  switch (uplink.type) {
    case 'press': {
      const { type, alarm, pressed_at, trigger, fix, battery_pct, repeats } = uplink;
      return { type, alarm, pressed_at, trigger, fix: fix && place(fix), battery_pct, repeats };
    }
    case 'pressed_again': {
      const { type, alarm, pressed_at } = uplink;
      return { type, alarm, pressed_at };
    }
    case 'moved': {
      const { type, alarm, fix, battery_pct } = uplink;
      return { type, alarm, fix: place(fix), battery_pct };
    }
    case 'mistake': {
      const { type, alarm, word } = uplink;
      return { type, alarm, word };
    }
    case 'heartbeat': {
      const { type, sent_at, path, battery_pct, button_battery_pct, button_linked } = uplink;
      return { type, sent_at, path, battery_pct, button_battery_pct, button_linked };
    }
    case 'daily_report': {
      const {
        type, button_battery_pct, battery_pct, button_linked, location_permitted, location_accuracy_m, microphone, app_version,
        last_test, network, do_not_disturb,
      } = uplink;
      return {
        type, button_battery_pct, battery_pct, button_linked, location_permitted, location_accuracy_m, microphone, app_version,
        last_test, network, do_not_disturb,
      };
    }
    case 'self_test': {
      const { type, test, sent_at, trigger } = uplink;
      return { type, test, sent_at, trigger };
    }
    case 'hello':
      return { type: uplink.type };
    case 'timer_set': {
      const { type, alarm, set_at, until, note } = uplink;
      return { type, alarm, set_at, until, note };
    }
    case 'timer_ended': {
      const { type, alarm } = uplink;
      return { type, alarm };
    }
    case 'trip': {
      const { type, trip, from, until, place: where } = uplink;
      return { type, trip, from, until, place: where };
    }
    case 'trip_ended': {
      const { type, trip } = uplink;
      return { type, trip };
    }
    case 'text': {
      const { type, alarm, message, template, text } = uplink;
      return { type, alarm, message, template, text };
    }
    case 'answer': {
      const { type, alarm, message, yes } = uplink;
      return { type, alarm, message, yes };
    }
    case 'typing': {
      const { type, alarm, message, edit, text } = uplink;
      return { type, alarm, message, edit, text };
    }
    case 'message_seen': {
      const { type, alarm, message } = uplink;
      return { type, alarm, message };
    }
  }
}

export function encodeUplink(uplink: Uplink): string {
  return JSON.stringify(fieldsOf(uplink));
}
