// Small texts of an incident that more than one part needs.
import type { IncidentEntry, Instruction } from '../../../lib/api/tracking-types';
import { language, t } from '../../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../../lib/i18n/keys';
import { clock } from '../../../lib/time';
import { CALL_RESULT, CALLEE, CHANNEL, DELIVERY, QUEUE, TRACK_ALERT, TRACK_OUTCOME } from '../words';

const WINDS: readonly MessageKey[] = ['wind-n', 'wind-ne', 'wind-e', 'wind-se', 'wind-s', 'wind-sw', 'wind-w', 'wind-nw'];

/** `towards the north-east (47°)` */
export function directionText(degrees: number): string {
  const wind = WINDS[Math.round(degrees / 45) % 8] ?? 'wind-n';
  return t('track-towards', { wind: t(wind), degrees });
}

export function instructionText(instruction: Instruction): string {
  if (instruction.type === 'stay') return t('track-instruct-stay');
  return instruction.type === 'all_clear' ? t('track-instruct-clear') : t('track-instruct-leave', { way: instruction.way });
}

/** A line of the timeline in words. `step` gives the title of a step by its id. */
export function entryText(what: IncidentEntry, step: (id: string) => string): string {
  switch (what.type) {
    case 'raised':
      return t('track-line-raised', { kind: t(TRACK_ALERT[what.kind]) });
    case 'worse':
      return t('track-line-worse', { kind: t(TRACK_ALERT[what.kind]) });
    case 'cleared':
      return t('track-line-cleared', { kind: t(TRACK_ALERT[what.kind]) });
    case 'revised': {
      const [kind, was] = [t(TRACK_ALERT[what.kind]), clock(what.was, language())];
      return what.now ? t('track-line-began', { kind, was, now: clock(what.now, language()) }) : t('track-line-not-so', { kind, was });
    }
    case 'grew':
      return t('track-line-grew', { kind: t(TRACK_ALERT[what.kind]), n: what.level });
    case 'set_aside':
      return t('track-line-aside', { kind: t(TRACK_ALERT[what.kind]), reason: what.reason });
    case 'rose':
      return t('track-line-rose', { queue: t(QUEUE[what.queue]) });
    case 'taken':
      return t('track-line-taken');
    case 'handed_over':
      return t('track-line-handed', { to: what.to ?? t('track-name-erased') });
    case 'rings_again':
      return t('track-line-again');
    case 'reminded':
      return t('track-line-reminded');
    case 'not_taken':
      return t('track-line-not-taken');
    case 'step':
      return t('track-line-step', { step: step(what.step) });
    case 'called':
      return [t('track-line-called', { whom: t(CALLEE[what.whom]), result: t(CALL_RESULT[what.result]) }), what.note].filter(Boolean).join(' ');
    case 'noted':
      return what.text;
    case 'handed_to_police':
      return t('track-line-police', { place: what.told.place, reference: what.told.reference });
    case 'instructed':
      return t('track-line-instructed', { what: instructionText(what.instruction), how: t(CHANNEL[what.channel]) });
    case 'delivery':
      return t('track-line-delivery', { how: t(DELIVERY[what.delivery]) });
    case 'closed':
      return t('track-line-closed', { outcome: t(TRACK_OUTCOME[what.outcome]), reason: what.reason });
  }
}
