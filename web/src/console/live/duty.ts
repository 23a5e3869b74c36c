// Is this desk on duty? Only after its check tone was played and somebody confirmed hearing it, in this life of the page. Pure.
import type { DeskSays } from '../../lib/api/types';
import type { AudioState } from './speaker';

export type DutyPhase =
  /** Not on duty. */
  | 'off'
  /** The browser was asked for sound and has not given it yet. */
  | 'waiting'
  /** It did not give it. */
  | 'blocked'
  /** The tone was played: was it heard? */
  | 'asking'
  /** On duty. */
  | 'on'
  /** It was on duty and lost its sound. */
  | 'deaf';
export interface Duty {
  phase: DutyPhase;
  audio: AudioState;
  /** Was it on duty before this page was loaded anew? */
  before: 'on' | 'off';
}
export type DutyEvent =
  | { type: 'start' }
  | { type: 'audio'; state: AudioState }
  /** The browser had long enough. */
  | { type: 'gave_up' }
  | { type: 'heard' }
  | { type: 'off' };

/** How long the browser may take to give sound after it was asked, milliseconds. */
export const SOUND_WITHIN_MS = 3_000;
/** Between two reports to the server, milliseconds. */
export const READY_EVERY_MS = 5_000;

export const freshDuty = (before: Duty['before']): Duty => ({ phase: 'off', audio: 'absent', before });

function withAudio(duty: Duty, audio: AudioState): Duty {
  const now = { ...duty, audio };
  const running = audio === 'running';
  switch (duty.phase) {
    case 'waiting':
    case 'blocked':
      return { ...now, phase: running ? 'asking' : duty.phase };
    case 'asking':
      return { ...now, phase: running ? 'asking' : 'blocked' };
    case 'on':
      return { ...now, phase: running ? 'on' : 'deaf' };
    case 'off':
    case 'deaf':
      // Sound that came back by itself was heard by nobody yet.
      return now;
  }
}

/** The state after an event. */
export function dutyAfter(duty: Duty, event: DutyEvent): Duty {
  switch (event.type) {
    case 'audio':
      return withAudio(duty, event.state);
    case 'start':
      if (duty.audio === 'absent') return duty;
      return { ...duty, phase: duty.audio === 'running' ? 'asking' : 'waiting' };
    case 'gave_up':
      return duty.phase === 'waiting' ? { ...duty, phase: 'blocked' } : duty;
    case 'heard':
      return duty.phase === 'asking' ? { ...duty, phase: 'on', before: 'on' } : duty;
    case 'off':
      return { ...duty, phase: 'off', before: 'off' };
  }
}

/** Must the check tone be played by this step? */
export function playsCheck(before: Duty, after: Duty, event: DutyEvent): boolean {
  return after.phase === 'asking' && (before.phase !== 'asking' || event.type === 'start');
}

/** What the desk says of itself to the server. */
export function readyOf(duty: Duty, page: DocumentVisibilityState, version: string): DeskSays {
  return { type: 'ready', audio: duty.audio, heard: duty.phase === 'on', visible: page === 'visible', version };
}
