// The picture of a sound: how loud it is over time, as bars, and in words for who does not see them.

/** Bars of a picture. */
export const BARS = 240;
/** A bar from here on is loud: -26 dB of the loudest that there can be. */
const LOUD = 0.05;
/** Loud times that are said. */
const SAID = 8;

/** The loudest sample of each of so many parts, 0 to 1. */
export function bars(samples: Float32Array, count: number = BARS): number[] {
  const each = Math.max(1, samples.length / count);
  return Array.from({ length: Math.min(count, samples.length) }, (_, bar) => {
    let loudest = 0;
    for (let at = Math.floor(bar * each); at < Math.floor((bar + 1) * each); at += 1) loudest = Math.max(loudest, Math.abs(samples[at] ?? 0));
    return Math.min(1, loudest);
  });
}

/** Where it gets loud, as parts of the whole from 0 to 1: each time that a quiet part ends. */
export function loudAt(all: readonly number[]): number[] {
  const begins = all.flatMap((bar, at) => (bar >= LOUD && (all[at - 1] ?? 0) < LOUD ? [at / all.length] : []));
  return begins.slice(0, SAID);
}

export interface Palette {
  bar: string;
  played: string;
}

/** The colours of a page, or those that somebody chose for all pages. */
export function paletteOf(element: Element): Palette {
  if (matchMedia('(forced-colors: active)').matches) return { bar: 'CanvasText', played: 'Highlight' };
  const style = getComputedStyle(element);
  return { bar: style.getPropertyValue('--soft') || '#777', played: style.getPropertyValue('--accent') || '#06c' };
}

/** Draws the bars; what was played is told apart by its height mark as well as by its colour. */
export function draw(canvas: HTMLCanvasElement, all: readonly number[], played: number, palette: Palette): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const { width, height } = canvas;
  context.clearRect(0, 0, width, height);
  const wide = width / Math.max(1, all.length);
  all.forEach((bar, at) => {
    const high = Math.max(1, bar * height);
    context.fillStyle = at / all.length < played ? palette.played : palette.bar;
    context.fillRect(at * wide, (height - high) / 2, Math.max(1, wide - 1), high);
  });
  context.fillStyle = palette.played;
  context.fillRect(played * width - 1, 0, 2, height);
}

/** Samples a second of a picture: a third of those of the sound, so that half an hour fits. */
const RATE = 16_000;

/** The samples of a sound; `null` where the browser cannot read it. No loudspeaker is opened for it. */
export async function samplesOf(sound: Blob): Promise<Float32Array | null> {
  if (typeof OfflineAudioContext === 'undefined') return null;
  try {
    return (await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await sound.arrayBuffer())).getChannelData(0);
  } catch {
    return null;
  }
}
