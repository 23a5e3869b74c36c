// The words of the voice room, each state by one text.
import type { MessageKey } from '../../lib/i18n/keys';
import type { Quality } from './figures';
import type { NoSpeech, VoiceListener, VoiceView } from './speech';

export const QUALITY: Record<Quality, MessageKey> = { good: 'voice-good', poor: 'voice-poor', failing: 'voice-failing' };
export const SEAT: Record<VoiceListener['seat'], MessageKey> = { room: 'voice-seat-room', zone: 'voice-seat-zone', patrol: 'voice-seat-patrol' };
export const FAULT: Record<NonNullable<VoiceView['recording_fault']>, MessageKey> = {
  disk_full: 'voice-fault-disk-full', disk_failed: 'voice-fault-disk-failed', no_key: 'voice-fault-no-key', limit: 'voice-fault-limit',
};
export const WHY_NOT: Record<NoSpeech, MessageKey> = {
  forbidden: 'voice-no-forbidden',
  nobody_heard: 'voice-no-nobody-heard',
  silent: 'voice-no-silent',
  microphone_awaited: 'voice-no-sound-yet',
  microphone_lost: 'voice-no-sound',
  not_in: 'voice-no-not-in',
  connecting: 'voice-no-connecting',
  hears_nothing: 'voice-no-hears-nothing',
  somebody_speaks: 'voice-no-somebody',
};
