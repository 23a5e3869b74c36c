// Which incidents call for ears: danger like an alarm, a broken rule every half minute, a device once. Pure.
import type { TrackQueue } from '../../lib/api/tracking-types';
import type { Tracked } from './tracked';

const ringing = (tracked: Tracked) => [...tracked.incidents.values()].filter((incident) => incident.stage !== 'closed' && incident.rings_since !== null);

/** How many call now. */
export function callsOf(tracked: Tracked): { danger: number; tracking: number } {
  const calling = ringing(tracked);
  return { danger: calling.filter((one) => one.queue === 'danger').length, tracking: calling.filter((one) => one.queue === 'tracking').length };
}

/** The queues in which something began to call. */
export function newCalls(before: Tracked, now: Tracked): TrackQueue[] {
  return ringing(now)
    .filter((incident) => {
      const was = before.incidents.get(incident.id);
      return !was || was.rings_since === null || was.queue !== incident.queue;
    })
    .map((incident) => incident.queue);
}

/** Was one handed to this desk of the police that it did not know? It calls once: whoever handed it over has spoken with somebody. */
export function newlyHanded(before: Tracked, now: Tracked): boolean {
  return [...now.incidents.values()].some((incident) => incident.stage === 'with_police' && before.incidents.get(incident.id)?.stage !== 'with_police');
}
