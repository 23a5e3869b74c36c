// The one timeline of alarm and tracking of a case (EM-11): stretches, points, and days on which there was neither. Pure.
import type { ProtectionPart, TrackQueue } from '../../../lib/api/tracking-types';
import { dayInBelgium } from '../../parts/civil';

/** A stretch in which somebody was protected. The alarm is known by the day, tracking by the moment. */
export interface Span {
  kind: 'alarm' | 'tracking';
  id: string;
  /** Of the mandate; an alarm has none. */
  reference: string | null;
  from: number;
  /** `null`: it goes on. */
  until: number | null;
  watched: 'yes' | 'no';
  /** Has it begun and not ended? */
  runs: 'yes' | 'no';
}
export interface Point {
  kind: 'press' | 'incident';
  id: string;
  at: number;
  queue: TrackQueue | null;
}
export interface Gap {
  /** The day on which one ended and the day on which the next began, as `2026-11-22`. */
  from: string;
  until: string;
}

const noon = (day: string) => Date.parse(`${day}T12:00:00Z`);

export function spansOf(parts: readonly ProtectionPart[], nowMs: number): Span[] {
  return parts.flatMap((part): Span[] => {
    if (part.type !== 'alarm' && part.type !== 'tracking') return [];
    const alarm = part.type === 'alarm';
    const from = alarm ? noon(part.from) : Date.parse(part.from);
    const end = part.until === null ? null : alarm ? noon(part.until) : Date.parse(part.until);
    const runs = from <= nowMs && (end === null || end > nowMs) ? 'yes' : 'no';
    return [{ kind: part.type, id: alarm ? part.measure : part.mandate, reference: alarm ? null : part.reference, from, until: end, watched: alarm || part.watched ? 'yes' : 'no', runs }];
  });
}

export function pointsOf(parts: readonly ProtectionPart[]): Point[] {
  return parts.flatMap((part): Point[] => {
    if (part.type === 'press') return [{ kind: 'press', id: part.alarm, at: Date.parse(part.at), queue: null }];
    return part.type === 'incident' ? [{ kind: 'incident', id: part.incident, at: Date.parse(part.at), queue: part.queue }] : [];
  });
}

/** Where neither alarm nor tracking stood: from the day on which one ended to the later day on which the next began, or to today. */
export function gapsOf(spans: readonly Span[], nowMs: number): Gap[] {
  const begun = spans.filter((span) => span.from <= nowMs).toSorted((a, b) => a.from - b.from);
  const gaps: Gap[] = [];
  let covered: number | null = null;
  for (const { from, until } of [...begun, { from: nowMs, until: nowMs }]) {
    if (covered !== null && dayInBelgium(covered) < dayInBelgium(from)) gaps.push({ from: dayInBelgium(covered), until: dayInBelgium(from) });
    covered = Math.max(covered ?? from, until ?? nowMs);
  }
  return begun.length === 0 ? [] : gaps;
}

/** The stretch of time that a picture shows: all of it, up to now at least, and a little room on both sides. */
export function frameOf(spans: readonly Span[], points: readonly Point[], nowMs: number): { from: number; until: number } {
  const moments = [...spans.flatMap((span) => [span.from, Math.min(span.until ?? nowMs, nowMs)]), ...points.map((point) => point.at), nowMs];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  const room = Math.max((last - first) * 0.02, 3_600_000);
  return { from: first - room, until: last + room };
}
