// What a desk knows of incidents of tracked people, made from the frames of its stream. Pure.
import type { Frame } from '../../lib/api/types';
import type { Incident, QueueCounts } from '../../lib/api/tracking-types';

/** As many ended incidents as stay on the screen. */
export const MOST_ENDED = 30;

export interface Tracked {
  incidents: ReadonlyMap<string, Incident>;
  /** Those that this connection sent; the others are from before. */
  confirmed: ReadonlySet<string>;
  counts: QueueCounts | null;
}
export const NONE_TRACKED: Tracked = { incidents: new Map(), confirmed: new Set(), counts: null };

/** A new connection: what we had stays until the server has said what is open. */
export const trackedAnew = (before: Tracked): Tracked => ({ ...before, confirmed: new Set() });

function pruned(incidents: Map<string, Incident>): void {
  const ended = [...incidents.values()].filter((one) => one.stage === 'closed').toSorted((a, b) => Date.parse(b.closed_at ?? b.opened_at) - Date.parse(a.closed_at ?? a.opened_at));
  for (const one of ended.slice(MOST_ENDED)) incidents.delete(one.id);
}

/** After some frames; the same value when none was about tracking. */
export function trackedAfter(before: Tracked, frames: readonly Frame[]): Tracked {
  const ours = frames.filter((frame) => frame.type === 'incident' || frame.type === 'incident_gone' || frame.type === 'queues' || frame.type === 'complete');
  if (ours.length === 0) return before;
  const incidents = new Map(before.incidents);
  const confirmed = new Set(before.confirmed);
  let counts = before.counts;
  for (const frame of ours) {
    if (frame.type === 'queues') counts = frame.counts as QueueCounts;
    if (frame.type === 'incident') {
      const incident = frame.incident as unknown as Incident;
      incidents.set(incident.id, incident);
      confirmed.add(incident.id);
    }
    // What a person closed is said to be over: it stays as long as it is told, and goes then.
    if (frame.type === 'incident_gone') incidents.delete(frame.incident);
    if (frame.type === 'complete') for (const id of before.incidents.keys()) if (!confirmed.has(id)) incidents.delete(id);
  }
  pruned(incidents);
  return { incidents, confirmed, counts };
}
