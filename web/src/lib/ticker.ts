// A steady beat that goes on while the page is in the background.
import TickerWorker from './ticker.worker?worker';

/** Calls `beat` every so many milliseconds; returns how to stop. */
export function startTicker(everyMs: number, beat: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const byPage = () => (timer ??= setInterval(beat, everyMs));
  try {
    const worker = new TickerWorker();
    worker.onmessage = beat;
    worker.onerror = byPage;
    worker.postMessage(everyMs);
    return () => {
      worker.terminate();
      clearInterval(timer);
    };
  } catch {
    // Without a worker the page's own timers do, while the page is in sight.
    byPage();
    return () => clearInterval(timer);
  }
}
