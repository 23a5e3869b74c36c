// What a timeline says of the voice room of an alarm and of its recording. Every name has its word in four languages (GN-01).
import type { MessageKey } from '../../lib/i18n/keys';

/** By the name of the line. */
export const VOICE_LINE: Record<string, MessageKey> = {
  voice_started: 'line-voice-started', voice_mic_lost: 'line-voice-mic-lost', voice_mic_returned: 'line-voice-mic-returned',
  voice_joined: 'line-voice-joined', voice_heard: 'line-voice-heard', voice_silence_began: 'line-voice-silence', voice_left: 'line-voice-left',
  voice_speech_began: 'line-voice-speech-began', voice_speech_ended: 'line-voice-speech-ended', voice_speech_forbidden: 'line-voice-forbidden',
  voice_speech_allowed: 'line-voice-allowed', voice_loudspeaker: 'line-voice-loudspeaker', voice_segment: 'line-voice-segment',
  voice_recording_stopped: 'line-voice-recording-stopped', voice_recording_resumed: 'line-voice-recording-resumed',
  voice_recording_used: 'line-voice-recording-used', voice_recording_handed_out: 'line-voice-recording-handed-out',
  voice_held: 'line-voice-held', voice_released: 'line-voice-released',
  voice_recording_erased: 'line-voice-erased', voice_closed: 'line-voice-closed',
};

/** By the name of the detail; what is not here goes without saying. */
export const VOICE_DETAIL: Record<string, MessageKey> = {
  network: 'voice-why-network', handset: 'voice-why-handset', restart: 'voice-why-restart', no_right: 'voice-why-right', lost: 'voice-why-lost',
  too_long: 'voice-why-too-long', on: 'voice-on', off: 'voice-off', disk_full: 'voice-fault-disk-full', disk_failed: 'voice-fault-disk-failed',
  no_key: 'voice-fault-no-key', limit: 'voice-fault-limit', heard: 'voice-used-heard', exported: 'voice-used-exported',
};
