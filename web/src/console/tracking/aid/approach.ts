// How many minutes a distance gives: approaches on foot, by bicycle and by car, made or recorded, against the arrival of the police (FL-33). Pure.
import { seeded, waiting } from './seeded';

/** The distances of which an order is chosen, metres. */
export const DISTANCES_M: readonly number[] = [100, 350, 500, 1000, 2000];
/** Nearer than this counts as together, metres. */
export const TOGETHER_M = 60;

export interface Step {
  ms: number;
  metres: number;
}
export type Mover = 'foot' | 'bike' | 'car';
export const MOVERS: readonly Mover[] = ['foot', 'bike', 'car'];

interface Pace {
  mps: number;
  spread: number;
  /** Chance of a stop each 250 m, and its mean length, seconds. */
  stop: number;
  stopS: number;
}
/** Speeds and stops in a town: walking 1.35 m/s, a bicycle 4.6, a car 10.5 with its lights and crossings. */
export const PACES: Record<Mover, Pace> = {
  foot: { mps: 1.35, spread: 0.2, stop: 0, stopS: 0 },
  bike: { mps: 4.6, spread: 0.9, stop: 0.12, stopS: 12 },
  car: { mps: 10.5, spread: 2.5, stop: 0.35, stopS: 18 },
};
const FAR_M = 3_200;
const LEG_M = 250;

/** One way through the streets of a grid, from far to together: the distance as the crow flies at each report. */
export function madeApproach(mover: Mover, everyS: number, seed: number): Step[] {
  const chance = seeded(seed);
  const pace = PACES[mover];
  const mps = Math.max(pace.mps / 2, pace.mps + (chance() + chance() + chance() - 1.5) * 2 * pace.spread);
  const angle = chance() * 2 * Math.PI;
  let [east, north] = [FAR_M * Math.cos(angle), FAR_M * Math.sin(angle)];
  const places: { s: number; metres: number }[] = [{ s: 0, metres: FAR_M }];
  let s = 0;
  while (Math.hypot(east, north) > 1) {
    // Streets run along the grid: the longer way first, more often than not.
    const alongEast = Math.abs(north) < 1 || (Math.abs(east) >= 1 && chance() < Math.abs(east) / (Math.abs(east) + Math.abs(north)));
    const leg = Math.min(LEG_M, alongEast ? Math.abs(east) : Math.abs(north));
    const parts = Math.max(1, Math.ceil(leg / 10));
    for (let part = 0; part < parts; part += 1) {
      if (alongEast) east -= (Math.sign(east) * leg) / parts;
      else north -= (Math.sign(north) * leg) / parts;
      s += leg / parts / mps;
      places.push({ s, metres: Math.hypot(east, north) });
    }
    if (chance() < pace.stop) s += waiting(chance, pace.stopS);
  }
  return reported(places, everyS, chance() * everyS);
}

/** What reports every so many seconds see of it. */
function reported(places: readonly { s: number; metres: number }[], everyS: number, firstS: number): Step[] {
  const steps: Step[] = [];
  let at = 0;
  const end = places.at(-1)?.s ?? 0;
  for (let s = firstS; s <= end + everyS; s += everyS) {
    while ((places[at + 1]?.s ?? Infinity) <= s) at += 1;
    steps.push({ ms: s * 1000, metres: places[at]?.metres ?? 0 });
  }
  return steps;
}

/** Seconds from the first report within the limit to being together, or to the nearest point, for each approach in a series. */
export function warningsOf(steps: readonly Step[], limitM: number): number[] {
  const found: number[] = [];
  let since: Step | null = null;
  let nearest: Step | null = null;
  const close = () => {
    if (since && nearest && nearest.metres <= 0.9 * limitM) found.push((nearest.ms - since.ms) / 1000);
    since = null;
    nearest = null;
  };
  for (const step of steps) {
    if (since === null && step.metres < limitM) [since, nearest] = [step, step];
    if (since === null) continue;
    const met = (nearest?.metres ?? Infinity) <= TOGETHER_M;
    if (!met && step.metres < (nearest?.metres ?? Infinity)) nearest = step;
    if (step.metres > 1.2 * limitM) close();
  }
  close();
  return found;
}

export interface Minutes {
  approaches: number;
  /** Half of them gave at least this, minutes. */
  median: number;
  /** Three of four gave at least this. */
  quarter: number;
}

/** The middle and the lower quarter of warnings in seconds; `null` without any. */
export function minutesOf(warnings: readonly number[]): Minutes | null {
  if (warnings.length === 0) return null;
  const sorted = warnings.toSorted((a, b) => a - b);
  const at = (part: number) => (sorted[Math.floor(part * (sorted.length - 1))] ?? 0) / 60;
  return { approaches: sorted.length, median: at(0.5), quarter: at(0.25) };
}

/** How many approaches of each kind are made. */
export const MADE = 60;

/** Minutes of warning for every distance and every way to move. */
export function madeMinutes(limitM: number, everyS: number): Record<Mover, Minutes | null> {
  const of = (mover: Mover) =>
    minutesOf(Array.from({ length: MADE }, (_, index) => warningsOf(madeApproach(mover, everyS, 7_919 * (index + 1)), limitM)).flat());
  return { foot: of('foot'), bike: of('bike'), car: of('car') };
}
