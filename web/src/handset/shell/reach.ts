// Can the cell be reached at all? `navigator.onLine` only gives the hint; a request gives the answer.
// Never here: what follows from it.

const PROBE = '/healthz';
const PROBE_WITHIN_MS = 4_000;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 10_000;

export interface Reach {
  up: () => void;
  down: () => void;
}

async function answers(): Promise<boolean> {
  return fetch(PROBE, { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(PROBE_WITHIN_MS) }).then(
    () => true,
    () => false,
  );
}

/** Watches the connection; returns how to stop. Begins with `up`: to try is better than to wait. */
export function watchReach(reach: Reach): () => void {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let run = 0;

  async function probe(pause: number, mine: number): Promise<void> {
    const reached = await answers();
    if (stopped || mine !== run) return;
    if (reached) {
      reach.up();
      return;
    }
    reach.down();
    timer = setTimeout(() => void probe(Math.min(pause * 2, LONGEST_PAUSE_MS), mine), pause);
  }
  const look = () => {
    clearTimeout(timer);
    run += 1;
    void probe(FIRST_PAUSE_MS, run);
  };
  reach.up();
  if (!navigator.onLine) look();
  window.addEventListener('online', look);
  window.addEventListener('offline', look);
  return () => {
    stopped = true;
    clearTimeout(timer);
    window.removeEventListener('online', look);
    window.removeEventListener('offline', look);
  };
}
