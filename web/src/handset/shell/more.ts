// What else a person asks of the machine besides an alarm, and what comes of it: safety timer, trips, texts, planned tests.
import type { Input, Output } from '../beacon/types';

export type Template = (typeof TEMPLATES)[number];
/** What a person can say without typing. */
export const TEMPLATES = [
  'yes', 'no', 'suspect_here', 'suspect_gone', 'i_hide', 'i_am_hurt', 'send_help_children', 'weapon',
] as const;
export const DESK_TEMPLATES = [
  'are_you_alone', 'is_suspect_there', 'can_you_hide', 'are_you_hurt', 'police_coming', 'stay_where_you_are', 'leave_now',
  'is_weapon_there',
] as const;
export type DeskTemplate = (typeof DESK_TEMPLATES)[number];

export interface Trip {
  trip: string;
  from: string;
  until: string;
  place: string;
}
export interface AnnouncedTrip extends Trip {
  state: 'waiting' | 'received';
}
export interface SafetyTimer {
  until: string;
  note?: string | undefined;
  state: 'waiting' | 'held';
}
export interface PlannedTest {
  test: string;
  from: string;
  until: string;
}
export interface Message {
  message: string;
  from: 'desk' | 'handset';
  template?: Template | DeskTemplate | undefined;
  text?: string | undefined;
  asks: boolean;
  answer?: 'yes' | 'no' | undefined;
  at: string;
  seen: boolean;
  state: 'waiting' | 'received' | 'refused';
}

export type Ask =
  | { give: 'set_timer'; fresh: string; until: string; note?: string | undefined }
  | { give: 'check_in' }
  | { give: 'announce_trip'; trip: Trip }
  | { give: 'end_trip'; trip: string }
  | { give: 'say_text'; fresh: string; said: { template: Template } | { text: string } }
  | { give: 'answer'; message: string; yes: boolean }
  | { give: 'message_seen'; message: string };
export type Told =
  | { do: 'look'; discreet: boolean }
  | { do: 'timer'; timer?: SafetyTimer | undefined }
  | { do: 'test_planned'; planned?: PlannedTest | undefined }
  | { do: 'trips'; trips: AnnouncedTrip[] }
  | { do: 'conversation'; messages: Message[] }
  | { do: 'notice'; notice: 'too_many_trips' };

export const asInput = (ask: Ask): Input => ask as unknown as Input;
/** `null` for what the runner shows itself. */
export function toldBy(output: Output): Told | null {
  const told = output as unknown as Told;
  const ours = ['look', 'timer', 'test_planned', 'trips', 'conversation'].includes(told.do);
  return ours || (told.do === 'notice' && told.notice === 'too_many_trips') ? told : null;
}
