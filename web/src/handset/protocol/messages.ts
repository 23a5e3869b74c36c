// The words between handset and cell in the form that the wire has (docs/handset-protocol.md). Types only.
// Never here: bytes, signatures, what a message leads to.

/** How the cell wants this handset to behave. */
export interface Settings {
  /** How long to hold for an alarm, milliseconds. */
  hold_ms: number;
  /** May two short presses also raise an alarm? */
  double_press: boolean;
  /** May the phone vibrate for 'sent' and 'someone is there' (FL-08)? */
  haptics: boolean;
  /** Between two heartbeats, milliseconds. */
  heartbeat_ms: number;
}

export type Trigger = 'button' | 'screen';
export type FixSource = 'gnss' | 'wifi' | 'cell' | 'fused' | 'unknown';

/** A place: 1e-7 degree WGS 84, accuracy in tenths of a metre (95 %). */
export interface Fix {
  lat_e7: number;
  lon_e7: number;
  accuracy_dm?: number | undefined;
  fixed_at: string;
  source: FixSource;
}

export interface Press {
  type: 'press';
  alarm: string;
  pressed_at: string;
  trigger: Trigger;
  fix?: Fix | undefined;
  battery_pct?: number | undefined;
  repeats: number;
}

export interface DailyReport {
  type: 'daily_report';
  button_battery_pct?: number | undefined;
  battery_pct?: number | undefined;
  button_linked?: boolean | undefined;
  location_permitted?: boolean | undefined;
  location_accuracy_m?: number | undefined;
  microphone_permitted?: boolean | undefined;
  app_version: string;
  last_test?: string | undefined;
  network: string;
  do_not_disturb?: boolean | undefined;
}

export interface Heartbeat {
  type: 'heartbeat';
  sent_at: string;
  battery_pct?: number | undefined;
  button_battery_pct?: number | undefined;
  button_linked?: boolean | undefined;
}

/** From handset to cell. */
export type Uplink =
  | Press
  | { type: 'pressed_again'; alarm: string; pressed_at: string }
  | { type: 'moved'; alarm: string; fix: Fix; battery_pct?: number | undefined }
  | { type: 'mistake'; alarm: string; word: string }
  | Heartbeat
  | DailyReport
  | { type: 'self_test'; test: string; sent_at: string; trigger: Trigger }
  | { type: 'hello' };

/** Signed refusals, status 200. */
export const REFUSALS = [
  'unknown_device', 'revoked_device', 'wrong_signature', 'replayed', 'stale', 'no_such_alarm', 'too_many',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** From cell to handset. */
export type Downlink =
  | { type: 'held'; alarm: string }
  | { type: 'someone_there'; alarm: string }
  | { type: 'closed'; alarm: string }
  | { type: 'word_received'; alarm: string }
  | { type: 'test_answered'; test: string; answered_at: string }
  | { type: 'heard'; server_time: string }
  | { type: 'report_received' }
  | ({ type: 'settings' } & Settings)
  | { type: 'revoked' }
  | { type: 'refused'; code: Refusal };
