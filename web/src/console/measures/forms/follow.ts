// 7.11 and 7.2.3: new facts, revisits, usual places, trips, moves, and what was not kept.
import { t } from '../../../lib/i18n/i18n.svelte';
import { plusDays } from '../../parts/civil';
import { commandOf, nest } from '../parts/form';
import { dayField, destinationFields, options, pvFields, type FormSpec } from './spec';

export const newFact: FormSpec = {
  title: 'form-fact', point: '7.11.3', mind: 'form-fact-mind',
  first: (about) => {
    const told = about.view.file.announced_facts.find((one) => about.task?.endsWith(one.fact));
    return { on: told?.on ?? about.today, what: told?.what ?? '' };
  },
  parts: (about) => [{ fields: [
    dayField(about, 'on', t('f-fact-on')),
    { type: 'line', name: 'number', label: t('f-pv-new') },
    { type: 'text', name: 'what', label: t('f-fact') },
  ] }],
  command: (about, parts, values) => {
    const { on, number, what } = nest(parts, values) as { on: string; number: string; what: string };
    const told = about.view.file.announced_facts.find((one) => about.task?.endsWith(one.fact));
    // A new fact stands in a new initial report (7.11.3): no other kind can be chosen.
    return { type: 'report_incident', incident: { type: 'fact', fact: told?.fact ?? about.fresh, on, pv: { kind: 'initial', number }, what } };
  },
};

export const announceFact: FormSpec = {
  title: 'form-announced', point: '7.11.3', mind: 'form-announced-mind',
  first: (about) => ({ on: about.today }),
  parts: (about) => [{ fields: [dayField(about, 'on', t('f-told-on')), { type: 'text', name: 'what', label: t('f-fact') }] }],
  command: (about, parts, values) => ({ ...commandOf('announce_fact', parts, values), fact: about.fresh }) as ReturnType<FormSpec['command']>,
};

export const revisit: FormSpec = {
  title: 'form-revisit', point: '7.11.3',
  first: (about) => ({ on: about.today, 'pv.kind': 'subsequent' }),
  parts: (about) => [{ fields: [
    dayField(about, 'on', t('f-visited-on')), ...pvFields('pv'),
    { type: 'text', name: 'found', label: t('f-found'), hint: t('f-found-hint'), rows: 5 },
  ] }],
  command: (_about, parts, values) => commandOf('record_revisit', parts, values),
};

export const sharePlaces: FormSpec = {
  title: 'form-places', point: '7.11.1', mind: 'form-places-mind',
  first: (about) => ({ on: about.today, zones: about.view.file.places?.zones ?? [] }),
  parts: (about) => [{ fields: [dayField(about, 'on', t('f-shared-on')), { type: 'many', name: 'zones', label: t('f-shared-with'), options: about.zones }] }],
  command: (_about, parts, values) => commandOf('share_places', parts, values),
};

export const trip: FormSpec = {
  title: 'form-trip', point: '7.11.1', mind: 'form-trip-mind',
  first: (about) => ({ from: plusDays(about.today, 7), until: plusDays(about.today, 14) }),
  parts: (about, values) => [{ fields: [
    { type: 'date', name: 'from', label: t('f-first-night') },
    { type: 'date', name: 'until', label: t('f-back-on'), min: typeof values['from'] === 'string' ? values['from'] : undefined },
    ...destinationFields(about, values),
    { type: 'text', name: 'place', label: t('f-trip-place'), rows: 2 },
  ] }],
  command: (about, parts, values) => ({ ...commandOf('announce_trip', parts, values), trip: about.fresh }) as ReturnType<FormSpec['command']>,
};

export const move: FormSpec = {
  title: 'form-move', point: '7.2.3', mind: 'form-move-mind',
  parts: (about, values) => [{ fields: [
    { type: 'date', name: 'on', label: t('f-moves-on') },
    ...destinationFields(about, values),
    { type: 'text', name: 'place', label: t('f-new-address'), rows: 2 },
  ] }],
  command: (_about, parts, values) => commandOf('announce_move', parts, values),
};

export const breach: FormSpec = {
  title: 'form-breach', point: '7.12.3', mind: 'form-breach-mind',
  first: (about) => ({ on: about.today }),
  parts: (about) => [{ fields: [
    dayField(about, 'on', t('f-day')),
    { type: 'select', name: 'kind', label: t('f-breach'), options: options({
      'voluntary-contact': 'breach-contact', 'no-complaint': 'breach-no-complaint', 'device-not-carried': 'breach-not-carried',
      'not-reachable': 'breach-not-reachable', misuse: 'breach-misuse',
    }) },
    { type: 'text', name: 'note', label: t('f-breach-note') },
  ] }],
  command: (_about, parts, values) => commandOf('record_breach', parts, values),
};

export const askToEnd: FormSpec = {
  title: 'form-ask-end', point: '7.12.3', mind: 'form-ask-end-mind',
  parts: () => [{ fields: [{ type: 'text', name: 'note', label: t('f-ask-end-note'), optional: true }] }],
  command: (_about, parts, values) => commandOf('ask_to_end', parts, values),
};
