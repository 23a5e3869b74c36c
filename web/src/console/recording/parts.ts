// A recording as it is read from top to bottom: stretches of sound, gaps between them, and what happened meanwhile.
import type { RecordingGap, RecordingHearing, RecordingStretch } from '../../lib/api/recording';
import type { TimelineLine } from '../../lib/api/types';

export type Part = { type: 'stretch'; from: string; stretch: RecordingStretch } | { type: 'gap'; from: string; gap: RecordingGap };

/** Stretches and gaps, oldest first. */
export function partsOf(hearing: RecordingHearing): Part[] {
  const parts: Part[] = [
    ...hearing.stretches.map((stretch) => ({ type: 'stretch' as const, from: stretch.from, stretch })),
    ...hearing.gaps.map((gap) => ({ type: 'gap' as const, from: gap.from, gap })),
  ];
  return parts.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/** Lines that are of no use beside the sound. */
const SILENT: readonly string[] = ['linked', 'shown', 'held', 'voice_segment', 'voice_recording_used', 'voice_recording_handed_out'];

/** What happened during a stretch, oldest first. */
export function marksOf(stretch: RecordingStretch, timeline: readonly TimelineLine[]): TimelineLine[] {
  const [from, until] = [Date.parse(stretch.from), Date.parse(stretch.until)];
  return timeline
    .filter((line) => !SILENT.includes(line.what) && Date.parse(line.at) >= from && Date.parse(line.at) <= until)
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** A recording of at most so much sound is fetched and drawn at once; of a longer one each stretch when it is wanted. */
export const SHORT_MS = 120_000;
/** A longer stretch is not drawn: its samples would fill the memory of the browser. */
export const DRAWN_MS = 30 * 60_000;

export const isShort = (hearing: RecordingHearing): boolean => hearing.stretches.reduce((sum, stretch) => sum + lengthMs(stretch), 0) <= SHORT_MS;

export const lengthMs = (part: { from: string; until: string }): number => Date.parse(part.until) - Date.parse(part.from);

/** The time of the clock at so many seconds of a stretch. */
export const timeAt = (stretch: RecordingStretch, seconds: number): string => new Date(Date.parse(stretch.from) + seconds * 1000).toISOString();
