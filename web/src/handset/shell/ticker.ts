// Wakes the machine at its next deadline, also when the page is in the background and the page's own timers sleep.
import TickerWorker from './ticker.worker?worker';

/** The longest sleep that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

export interface Ticker {
  /** Replaces the former deadline. */
  wakeIn: (ms: number) => void;
  stop: () => void;
}

export function makeTicker(wake: () => void): Ticker {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let worker: Worker | null = null;
  try {
    worker = new TickerWorker();
    worker.onmessage = wake;
    worker.onerror = () => (worker = null);
  } catch {
    // Without a worker the page's own timers do, while the page is in sight.
  }
  const seen = () => {
    if (document.visibilityState === 'visible') wake();
  };
  document.addEventListener('visibilitychange', seen);
  return {
    wakeIn(ms) {
      const pause = Math.min(Math.max(0, ms), LONGEST_MS);
      clearTimeout(timer);
      timer = setTimeout(wake, pause);
      worker?.postMessage(pause);
    },
    stop() {
      clearTimeout(timer);
      worker?.terminate();
      document.removeEventListener('visibilitychange', seen);
    },
  };
}
