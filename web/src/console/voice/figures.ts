// What the server says of the stream of the phone, and how good that is in one word. Pure.

/** Of the phone's stream as the server gets it. */
export interface Figures {
  /** Packets since its start. */
  received: number;
  lost: number;
  jitterMs: number;
  /** Of the last packet; `null` when not known. */
  levelDbov: number | null;
  /** Since its last packet. */
  silentMs: number | null;
  path: 'udp' | 'tcp';
}
export type Quality = 'good' | 'poor' | 'failing';

/** So many words of the server, one a second, are looked at. */
export const WINDOW = 10;
/** Above these it is worse than good, and worse than poor. Loss as a part of one. */
const POOR = { loss: 0.02, jitterMs: 30, silentMs: 500 };
const FAILING = { loss: 0.1, jitterMs: 100, silentMs: 2_000 };

const numberOr = <T>(value: unknown, other: T): number | T => (typeof value === 'number' && Number.isFinite(value) ? value : other);

/** Reads one text of the data channel. `'other'`: it is not about this; `null`: no phone is connected. */
export function figuresOf(text: unknown): Figures | null | 'other' {
  if (typeof text !== 'string') return 'other';
  let said: Record<string, unknown>;
  try {
    const read: unknown = JSON.parse(text);
    said = typeof read === 'object' && read !== null ? { ...read } : {};
  } catch {
    return 'other';
  }
  if (said['kind'] !== 'figures') return 'other';
  if (typeof said['received'] !== 'number') return null;
  return {
    received: said['received'],
    lost: numberOr(said['lost'], 0),
    jitterMs: numberOr(said['jitter_ms'], 0),
    levelDbov: numberOr(said['level_dbov'], null),
    silentMs: numberOr(said['silent_ms'], null),
    path: said['path'] === 'tcp' ? 'tcp' : 'udp',
  };
}

/** The last words of the server, the newest at the end. A stream that began anew makes the old ones worthless. */
export function keptFigures(kept: readonly Figures[], next: Figures | null): readonly Figures[] {
  if (!next) return [];
  const last = kept.at(-1);
  const anew = last !== undefined && next.received < last.received;
  return [...(anew ? [] : kept), next].slice(-WINDOW - 1);
}

/** The part that was lost in the window, 0 up to 1. */
export function lossOf(kept: readonly Figures[]): number {
  const [first, last] = [kept[0], kept.at(-1)];
  if (!first || !last) return 0;
  const alone = kept.length === 1;
  const received = alone ? last.received : last.received - first.received;
  const lost = Math.max(0, alone ? last.lost : last.lost - first.lost);
  return received + lost > 0 ? lost / (received + lost) : 0;
}

/** In one word; `null` when no phone is connected. */
export function qualityOf(kept: readonly Figures[]): Quality | null {
  const now = kept.at(-1);
  if (!now) return null;
  const loss = lossOf(kept);
  const silent = now.silentMs ?? 0;
  if (loss >= FAILING.loss || now.jitterMs >= FAILING.jitterMs || silent >= FAILING.silentMs) return 'failing';
  return loss >= POOR.loss || now.jitterMs >= POOR.jitterMs || silent >= POOR.silentMs ? 'poor' : 'good';
}
