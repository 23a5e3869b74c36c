// When one may speak into the room, and why not, in the words of the desk. The server decides each time; this keeps a key off that it would
// refuse and says why. Pure.
import type { Alarm } from '../../lib/api/types';

export type VoiceView = NonNullable<Alarm['voice']>;
export type VoiceListener = VoiceView['listeners'][number];

/** The room of an alarm in which nothing happened yet. */
export const NOTHING_YET: VoiceView = {
  microphone: 'awaited', lost_since: null, listeners: [], silent_until: null, speech_forbidden: false, loudspeaker: false,
  recording: 'awaited', recording_fault: null, gaps: [], more_gaps: 0, held: false,
};

export const viewOf = (alarm: Alarm): VoiceView => alarm.voice ?? NOTHING_YET;

export type NoSpeech =
  | 'forbidden' | 'nobody_heard' | 'silent' | 'microphone_awaited' | 'microphone_lost' | 'not_in' | 'connecting' | 'hears_nothing' | 'somebody_speaks';

/** Seconds of the silent phase that are left; `null` when nobody has heard yet, and so it has not begun. */
export function silentSeconds(view: VoiceView, nowMs: number): number | null {
  if (!view.silent_until) return null;
  return Math.max(0, Math.ceil((Date.parse(view.silent_until) - nowMs) / 1000));
}

/** Why nobody may speak now, whoever it is; `null` when somebody may. In the order of the server. */
export function noTimeToSpeak(view: VoiceView, nowMs: number): NoSpeech | null {
  if (view.speech_forbidden) return 'forbidden';
  const silent = silentSeconds(view, nowMs);
  if (silent === null) return 'nobody_heard';
  if (silent > 0) return 'silent';
  if (view.microphone === 'awaited') return 'microphone_awaited';
  return view.microphone === 'lost' ? 'microphone_lost' : null;
}

/** What this desk knows of its own ear. */
export interface Own {
  peer: string | null;
  link: 'none' | 'making' | 'up';
  /** Is what the desk shows of the alarm live? */
  fresh: 'live' | 'old';
}

/** Why this desk may not speak now. */
export function whyNotSpeak(view: VoiceView, own: Own, nowMs: number): NoSpeech | null {
  const nobody = noTimeToSpeak(view, nowMs);
  // What is old keeps nobody from asking: the server knows how it is now.
  if (nobody === 'forbidden' && own.fresh === 'live') return nobody;
  if (own.link === 'none') return 'not_in';
  if (own.link === 'making') return 'connecting';
  if (own.fresh === 'old') return null;
  if (nobody) return nobody;
  const mine = view.listeners.find((one) => one.peer === own.peer);
  if (!mine?.hears) return 'hears_nothing';
  return view.listeners.some((one) => one.speaks && one.peer !== own.peer) ? 'somebody_speaks' : null;
}
