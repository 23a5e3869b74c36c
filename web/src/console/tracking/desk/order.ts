// The three queues of the monitoring centre (FL-01): each in its own order, none pushed by another. Pure.
import type { Incident, TrackQueue } from '../../../lib/api/tracking-types';
import { QUEUES } from '../words';

/** What calls for somebody, what is mine, and what colleagues have, in this order in each queue. */
function urgency(incident: Incident, me: string): number {
  if (incident.stage === 'closed') return 3;
  if (incident.rings_since !== null) return 0;
  return incident.owner === me ? 1 : 2;
}

/** The incidents of each queue: those that call first, the oldest first; what ended stands last, the newest first. */
export function queuesOf(incidents: Iterable<Incident>, me: string): Record<TrackQueue, Incident[]> {
  const queues: Record<TrackQueue, Incident[]> = { danger: [], tracking: [], technical: [] };
  for (const incident of incidents) queues[incident.queue].push(incident);
  for (const queue of QUEUES) {
    queues[queue].sort((a, b) => {
      const by = urgency(a, me) - urgency(b, me);
      const older = Date.parse(a.opened_at) - Date.parse(b.opened_at);
      return by !== 0 ? by : urgency(a, me) === 3 ? -older : older;
    });
  }
  return queues;
}

/** All of them in the order in which the arrows walk: danger, tracking, technical. */
export function walkOrder(queues: Record<TrackQueue, Incident[]>): Incident[] {
  return QUEUES.flatMap((queue) => queues[queue]);
}

/** The next one from here; the ends do not wrap. */
export function stepFrom(order: readonly Incident[], chosen: string | null, by: 1 | -1): Incident | null {
  const at = order.findIndex((incident) => incident.id === chosen);
  if (at < 0) return order[0] ?? null;
  return order[Math.min(order.length - 1, Math.max(0, at + by))] ?? null;
}

/** The one to take first: what calls in the gravest queue. */
export function firstRinging(queues: Record<TrackQueue, Incident[]>): Incident | null {
  return walkOrder(queues).find((incident) => incident.rings_since !== null) ?? null;
}

/** Of how many alerts is it still so, and how many are over by themselves and wait for a person (FL-02)? */
export function standing(incident: Incident): { stand: number; over: number; aside: number } {
  const over = incident.alerts.filter((alert) => alert.cleared_at !== null).length;
  const aside = incident.alerts.filter((alert) => alert.cleared_at === null && alert.set_aside_at !== null).length;
  return { stand: incident.alerts.length - over - aside, over, aside };
}
