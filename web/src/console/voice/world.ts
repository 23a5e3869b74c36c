// What the voice of a desk needs of the browser and the server, in one place, so that a test stands in for both.
import { endSpeech, joinVoice, leaveVoice, speak } from '../../lib/api/voice';
import { Player, type Sink } from './player';

export interface VoiceCalls {
  join: typeof joinVoice;
  leave: typeof leaveVoice;
  speak: typeof speak;
  endSpeech: typeof endSpeech;
}
export interface VoiceWorld {
  calls: VoiceCalls;
  /** `null` in a browser that has no such thing. */
  connect(): RTCPeerConnection | null;
  sink(): Sink;
  /** Both return how to stop. */
  after(ms: number, then: () => void): () => void;
  every(ms: number, then: () => void): () => void;
  /** The page loses the keyboard, goes out of sight or away. */
  onAway(then: () => void): () => void;
  /** 0 up to 1. */
  random(): number;
}

function onAway(then: () => void): () => void {
  const hidden = () => document.visibilityState === 'hidden' && then();
  window.addEventListener('blur', then);
  window.addEventListener('pagehide', then);
  document.addEventListener('visibilitychange', hidden);
  return () => {
    window.removeEventListener('blur', then);
    window.removeEventListener('pagehide', then);
    document.removeEventListener('visibilitychange', hidden);
  };
}

export const BROWSER: VoiceWorld = {
  calls: { join: joinVoice, leave: leaveVoice, speak, endSpeech },
  connect: () => (typeof RTCPeerConnection === 'undefined' ? null : new RTCPeerConnection({ bundlePolicy: 'max-bundle' })),
  sink: () => new Player(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  every: (ms, then) => {
    const timer = setInterval(then, ms);
    return () => clearInterval(timer);
  },
  onAway,
  random: Math.random,
};
