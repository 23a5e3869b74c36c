// Two people asleep in their homes, and how often their devices would say that they are near: the layouts that an order must not have (FL-33). Pure.
import { normal, seeded, waiting } from './seeded';

/** Homes nearer than this many limits give alerts in the night without anybody moving. */
export const CLEAR_RATIO = 1.6;
export const NIGHT_H = 8;
/** How many nights are reckoned. */
export const NIGHTS = 120;

/** Indoors a position comes from wireless networks: an error that creeps for an hour, a little noise, and now and then a wrong place. */
const CREEP_M = 22;
const CREEP_S = 3_600;
const NOISE_M = 8;
const EXCURSION = { perHour: 0.05, medianM: 150, logSpread: 1.2, lastsS: 240 };
/** What the device says of its own accuracy, metres. */
const SAID_M = 35;
const CLEAR_FOR_S = 180;
const SAME_ALERT_S = 600;

export interface Nights {
  /** Alerts in a night, on average. */
  perNight: number;
  /** Share of the night in which the alarm is on, 0 to 1: near one it never ends. */
  share: number;
}

/** The error of one device, report after report. */
function wandering(chance: () => number, everyS: number): () => { east: number; north: number } {
  const gauss = normal(chance);
  const keep = Math.exp(-everyS / CREEP_S);
  const push = CREEP_M * Math.sqrt(1 - keep * keep);
  let [east, north] = [CREEP_M * gauss(), CREEP_M * gauss()];
  let away = { east: 0, north: 0, left: 0 };
  return () => {
    [east, north] = [east * keep + push * gauss(), north * keep + push * gauss()];
    away = { ...away, left: away.left - everyS };
    if (away.left <= 0) away = { east: 0, north: 0, left: 0 };
    if (away.left <= 0 && chance() < (EXCURSION.perHour * everyS) / 3_600) {
      const far = EXCURSION.medianM * Math.exp(EXCURSION.logSpread * gauss());
      const way = 2 * Math.PI * chance();
      away = { east: far * Math.cos(way), north: far * Math.sin(way), left: waiting(chance, EXCURSION.lastsS) };
    }
    return { east: east + away.east + NOISE_M * gauss(), north: north + away.north + NOISE_M * gauss() };
  };
}

/** The margin that is added to a limit for the accuracy of both positions, metres. */
export function marginM(limitM: number): number {
  return Math.max(0.8 * ((1.3 * Math.hypot(SAID_M, SAID_M)) / 1.515) + 10, 0.15 * limitM);
}

function oneNight(homesM: number, limitM: number, everyS: number, seed: number): { alerts: number; onS: number } {
  const chance = seeded(seed);
  const [one, other] = [wandering(chance, everyS), wandering(chance, everyS)];
  const margin = marginM(limitM);
  let [alerts, onS, on, clearS, endedAt] = [0, 0, 'no', 0, -Infinity];
  for (let s = 0; s < NIGHT_H * 3_600; s += everyS) {
    const [a, b] = [one(), other()];
    const metres = Math.hypot(homesM + b.east - a.east, b.north - a.north);
    if (on === 'no' && metres < limitM + margin) {
      if (s - endedAt > SAME_ALERT_S) alerts += 1;
      [on, clearS] = ['yes', 0];
    }
    if (on === 'no') continue;
    onS += everyS;
    clearS = metres > 1.25 * limitM ? clearS + everyS : 0;
    if (clearS >= CLEAR_FOR_S) [on, endedAt] = ['no', s];
  }
  return { alerts, onS };
}

/** Alerts in a night in which nobody leaves home. */
export function nightsOf(homesM: number, limitM: number, everyS: number): Nights {
  const nights = Array.from({ length: NIGHTS }, (_, index) => oneNight(homesM, limitM, everyS, 104_729 * (index + 1)));
  return {
    perNight: nights.reduce((sum, night) => sum + night.alerts, 0) / NIGHTS,
    share: nights.reduce((sum, night) => sum + night.onS, 0) / (NIGHTS * NIGHT_H * 3_600),
  };
}

/** Are the homes too near for this limit? */
export const tooNear = (homesM: number, limitM: number): boolean => homesM < CLEAR_RATIO * limitM;
