// The steps of each kind of alarm in words, as the server said them when this screen connected.
import type { Alarm, Protocol, StepWords } from '../../lib/api/types';
import { language } from '../../lib/i18n/i18n.svelte';

let protocols = $state.raw<readonly Protocol[]>([]);

/** A connection began: these hold from now on. */
export function heardProtocols(said: readonly Protocol[]): void {
  protocols = said;
}

function words(alarm: Alarm, id: string): StepWords | null {
  return protocols.find((protocol) => protocol.kind === alarm.kind)?.steps.find((step) => step.id === id) ?? null;
}

/** What to do. A step of an older protocol is named by its id. */
export function stepTitle(alarm: Alarm, id: string): string {
  return words(alarm, id)?.title[language()] ?? id;
}

/** How to do it, or what to mind. */
export function stepHint(alarm: Alarm, id: string): string | null {
  return words(alarm, id)?.hint?.[language()] ?? null;
}
