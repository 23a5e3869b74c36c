// The form of a mandate: what stands in it, and what is wrong with it. Pure.
import type { MandateForm } from '../../../lib/api/tracking-types';
import type { MessageKey } from '../../../lib/i18n/keys';
import { belgianMoment, fieldOf } from '../../parts/civil';

export interface Fields {
  kind: MandateForm['kind'];
  state: MandateForm['state'];
  court: string;
  reference: string;
  case: string;
  zone: string;
  group: MandateForm['group'];
  scope: MandateForm['scope'];
  from: string;
  until: string;
  conditions: string;
  alcohol: 'yes' | 'no';
  limit: number;
  every_min: number;
  then_min: number;
  pilot: string;
}

/** What stands in a new form, or in that of a mandate. */
export function fieldsOf(form: MandateForm | null, nowMs: number, zone: string): Fields {
  const alcohol = form?.alcohol ?? null;
  return {
    kind: form?.kind ?? 'contact_ban', state: form?.state ?? 'draft', court: form?.court ?? '', reference: form?.reference ?? '', case: form?.case ?? '',
    zone: form?.zone ?? zone, group: form?.group ?? 'partner_violence', scope: form?.scope ? [...form.scope] : ['distance'],
    from: fieldOf(form ? Date.parse(form.from) : nowMs), until: form?.until ? fieldOf(Date.parse(form.until)) : '', conditions: form?.conditions ?? '',
    alcohol: alcohol ? 'yes' : 'no', limit: alcohol?.milligrams_per_litre ?? 0, every_min: (alcohol?.every_s ?? 3_600) / 60, then_min: (alcohol?.then_every_s ?? 1_800) / 60,
    pilot: form?.pilot ?? '',
  };
}

/** What is wrong, by field; a mandate without an end has none, and that is said. */
export function wrongOf(fields: Fields): Partial<Record<keyof Fields, MessageKey>> {
  const wrong: Partial<Record<keyof Fields, MessageKey>> = {};
  if (fields.court.trim() === '') wrong.court = 'track-fault-empty';
  if (fields.reference.trim() === '') wrong.reference = 'track-fault-empty';
  if (fields.case === '') wrong.case = 'track-choose-one';
  if (fields.zone === '') wrong.zone = 'track-choose-one';
  if (fields.scope.length === 0) wrong.scope = 'track-choose-one';
  const [from, until] = [belgianMoment(fields.from), belgianMoment(fields.until)];
  if (from === null) wrong.from = 'track-fault-empty';
  if (fields.until !== '' && (until === null || (from !== null && until <= from))) wrong.until = 'track-period-wrong';
  const minutes = (value: number) => value >= 1 && value <= 1_440;
  if (fields.alcohol === 'yes' && (!minutes(fields.every_min) || !minutes(fields.then_min) || fields.then_min > fields.every_min)) wrong.every_min = 'mandate-alcohol-wrong';
  return wrong;
}

/** What is sent; `before` keeps what the form does not show. */
export function mandateOf(fields: Fields, before: MandateForm | null): MandateForm {
  return {
    kind: fields.kind, state: fields.state, court: fields.court.trim(), reference: fields.reference.trim(), case: fields.case, measure: before?.measure ?? null,
    zone: fields.zone, office: before?.office ?? null, group: fields.group, scope: fields.alcohol === 'yes' && !fields.scope.includes('alcohol') ? [...fields.scope, 'alcohol'] : fields.scope,
    from: belgianMoment(fields.from) ?? '', until: belgianMoment(fields.until), conditions: fields.conditions.trim(),
    alcohol: fields.alcohol === 'yes' ? { milligrams_per_litre: Math.round(fields.limit), every_s: Math.round(fields.every_min * 60), then_every_s: Math.round(fields.then_min * 60) } : null,
    pilot: fields.pilot === '' ? null : fields.pilot,
  };
}
