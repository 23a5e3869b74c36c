// What a form of the measure is: its title, its point of the circular, its fields, and the command it makes.
import type { CommandForm, MeasureView, OfficesView, Questionnaire } from '../../../lib/api/measure-types';
import type { Case, Me } from '../../../lib/api/types';
import type { MessageKey } from '../../../lib/i18n/keys';
import { t } from '../../../lib/i18n/i18n.svelte';
import type { FormField, FormPart, Option, Values } from '../parts/form';

/** What a form may know while it is filled in. */
export interface About {
  view: MeasureView;
  me: Me;
  /** The civil day in Belgium. */
  today: string;
  zones: readonly Option[];
  offices: OfficesView | null;
  questionnaire: Questionnaire | null;
  /** The dossier with its devices, where this role may read it. */
  dossier: Case | null;
  /** Magistrates whom this desk knows, for a ruling that was said by phone. */
  magistrates: readonly Option[];
  /** An id for what this form makes: the same for as long as the form is open, so that it counts once. */
  fresh: string;
  /** The task from which the form was opened. */
  task: string | null;
}
export interface FormSpec {
  title: MessageKey;
  point: string;
  /** Why, or what to mind, in a sentence. */
  mind?: MessageKey;
  parts: (about: About, values: Values) => FormPart[];
  first?: (about: About) => Values;
  command: (about: About, parts: readonly FormPart[], values: Values) => CommandForm;
}

/** Options of a closed list of words. */
export const options = (words: Readonly<Record<string, MessageKey>>): Option[] => Object.entries(words).map(([value, key]) => ({ value, text: t(key) }));
export const ANSWERS = (): Option[] => options({ yes: 'answer-yes', no: 'answer-no', unknown: 'answer-unknown' });
/** The day on which something was: never in the future. */
export const dayField = (about: Pick<About, 'today'>, name: string, label: string): FormField => ({ type: 'date', name, label, max: about.today });
/** The report in which something stands. */
export const pvFields = (name: string, optional?: true): FormField[] => [
  { type: 'line', name: `${name}.number`, label: t('f-pv-number'), ...(optional ? { optional } : {}) },
  { type: 'choice', name: `${name}.kind`, label: t('f-pv-kind'), options: options({ initial: 'f-pv-initial', subsequent: 'f-pv-subsequent' }), ...(optional ? { optional } : {}) },
];
/** Where a trip or a move goes. */
export function destinationFields(about: About, values: Values): FormField[] {
  const kind: FormField = {
    type: 'choice', name: 'to.type', label: t('f-to'), options: options({ zone: 'f-to-zone', belgium: 'f-to-belgium', abroad: 'f-to-abroad' }),
  };
  return values['to.type'] === 'zone' ? [kind, { type: 'select', name: 'to.zone', label: t('zone'), options: about.zones }] : [kind];
}
/** The years that somebody born on a day has on another. */
export function ageOn(born: string, day: string): number {
  return Number(day.slice(0, 4)) - Number(born.slice(0, 4)) - (day.slice(5) < born.slice(5) ? 1 : 0);
}
