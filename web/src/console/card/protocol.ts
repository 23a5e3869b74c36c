// The protocol of an alarm as it runs: what is done, what is next, what is late and by how much. Pure.
import type { Step } from '../../lib/api/types';

export type Timing = { state: 'done' } | { state: 'late'; ms: number } | { state: 'due'; ms: number } | { state: 'open' };

/** How a step stands. The server says what is late; between two of its words our clock does, so that no timer stands still. */
export function timingOf(step: Step, nowMs: number): Timing {
  if (step.done_at) return { state: 'done' };
  if (!step.due_at) return step.late ? { state: 'late', ms: 0 } : { state: 'open' };
  const left = Date.parse(step.due_at) - nowMs;
  return step.late || left <= 0 ? { state: 'late', ms: Math.max(0, -left) } : { state: 'due', ms: left };
}

/** The first step that is not done. */
export function nextStep(steps: readonly Step[]): Step | null {
  return steps.find((step) => !step.done_at) ?? null;
}

/** `0:43`, `12:05`, `1:02:09`: minutes and seconds, as on a stopwatch. */
export function countdown(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const pad = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${Math.floor((seconds % 3600) / 60)}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}` : rest;
}
