// One ticking second for every age on the screen, reckoned by the server's clock where we know it.

let offsetMs = 0;
let now = $state(Date.now());

/** Milliseconds since 1970, one step a second. */
export function nowMs(): number {
  return now;
}

/** The server said what time it is: ages no longer depend on this machine's clock. */
export function heardServerTime(iso: string): void {
  const server = Date.parse(iso);
  if (Number.isNaN(server)) return;
  offsetMs = server - Date.now();
  now = Date.now() + offsetMs;
}

/** Starts ticking; returns how to stop. */
export function startClock(): () => void {
  const timer = setInterval(() => (now = Date.now() + offsetMs), 1000);
  return () => clearInterval(timer);
}
