// The words between handset and cell in the form that the wire has (docs/handset-protocol.md). Types only.
// Never here: bytes, signatures, what a message leads to.

/** Supervision classes (EN 50136 as read by T-ARC-3): a fault is known at the cell no later than the class says. */
export const SUPERVISION_CLASSES = ['s20', 's90', 'm3', 'm30', 'h25'] as const;
export type SupervisionClass = (typeof SUPERVISION_CLASSES)[number];

/** How the cell wants this handset to behave. */
export interface Settings {
  /** How long to hold for an alarm, milliseconds. */
  hold_ms: number;
  /** May two short presses also raise an alarm? */
  double_press: boolean;
  /** May the phone vibrate for 'sent' and 'someone is there' (FL-08)? */
  haptics: boolean;
  /** Within what time the cell knows of a fault; five heartbeats go into it. */
  class: SupervisionClass;
  /** With `two`, heartbeats go over two paths and a lost one is a fault (T-ARC-5). A web page has one path only. */
  paths: 'one' | 'two';
  /** Does the page look like something else until a gesture? */
  discreet: boolean;
}

/** `missed_check_in`: a safety timer ran out and nobody checked in. */
export type Trigger = 'button' | 'screen' | 'missed_check_in';
/** A way to the cell. A web page knows only `internet`. */
export type Path = 'wifi' | 'cellular' | 'internet';

/** What a control room can say without typing. */
export const DESK_TEMPLATES = [
  'are_you_alone', 'is_suspect_there', 'can_you_hide', 'are_you_hurt', 'police_coming', 'stay_where_you_are', 'leave_now',
  'is_weapon_there',
] as const;
/** What a person can say without typing. */
export const HANDSET_TEMPLATES = [
  'yes', 'no', 'suspect_here', 'suspect_gone', 'i_hide', 'i_am_hurt', 'send_help_children', 'weapon',
] as const;
export type DeskTemplate = (typeof DESK_TEMPLATES)[number];
export type HandsetTemplate = (typeof HANDSET_TEMPLATES)[number];
export type Template = DeskTemplate | HandsetTemplate;

/** A template in the reader's language, or 1 to 300 characters of text; exactly one of them. */
export interface Said<T extends Template = Template> {
  template?: T | undefined;
  text?: string | undefined;
}

/** Days are civil dates in Belgium, `2026-11-22`. */
export interface Trip {
  trip: string;
  from: string;
  /** The last day. */
  until: string;
  /** Where to, in words: 1 to 300 characters. */
  place: string;
}
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

/** The microphone, as an alarm would find it. `prompt`: the phone would ask first, on its screen. */
export type Microphone = 'granted' | 'denied' | 'prompt' | 'absent';

/** A line that is being typed: the whole of it, at most 300 characters; empty when everything was erased. The higher `edit` is newer. */
export interface Typed {
  alarm: string;
  message: string;
  edit: number;
  text: string;
}

export interface DailyReport {
  type: 'daily_report';
  button_battery_pct?: number | undefined;
  battery_pct?: number | undefined;
  button_linked?: boolean | undefined;
  location_permitted?: boolean | undefined;
  location_accuracy_m?: number | undefined;
  microphone?: Microphone | undefined;
  app_version: string;
  last_test?: string | undefined;
  network: string;
  do_not_disturb?: boolean | undefined;
}

export interface Heartbeat {
  type: 'heartbeat';
  sent_at: string;
  /** Over which path it was sent. */
  path?: Path | undefined;
  battery_pct?: number | undefined;
  button_battery_pct?: number | undefined;
  button_linked?: boolean | undefined;
}

/** A safety timer: if nobody checks in, the alarm of this id is raised. It carries no position (GN-03). */
export interface TimerSet {
  type: 'timer_set';
  alarm: string;
  /** By the phone's clock; the newest setting of a timer counts. */
  set_at: string;
  /** By the cell's clock, as far as the phone knows it. */
  until: string;
  note?: string | undefined;
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
  | { type: 'hello' }
  | TimerSet
  | { type: 'timer_ended'; alarm: string }
  | ({ type: 'trip' } & Trip)
  | { type: 'trip_ended'; trip: string }
  | ({ type: 'text'; alarm: string; message: string } & Said<HandsetTemplate>)
  | { type: 'answer'; alarm: string; message: string; yes: boolean }
  | { type: 'message_seen'; alarm: string; message: string }
  | ({ type: 'typing' } & Typed);

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
  | { type: 'timer_held'; alarm: string }
  | { type: 'timer_over'; alarm: string }
  | { type: 'trip_received'; trip: string }
  | ({ type: 'message'; alarm: string; message: string; asks: boolean } & Said<DeskTemplate>)
  | ({ type: 'typing' } & Typed)
  | { type: 'text_received'; alarm: string; message: string }
  | { type: 'test_planned'; test: string; from: string; until: string }
  | { type: 'test_plan_over' }
  | { type: 'refused'; code: Refusal };
