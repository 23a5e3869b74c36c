// What stands in the file of a measure, as short lines by kind: for the page of the zone. The newest comes first.
import type { Destination, Incident, MeasureView, PvForm, SuspectMeasure } from '../../lib/api/measure-types';
import { language, t } from '../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../lib/i18n/keys';
import { civilDay } from '../parts/civil';
import { alarmOutcome } from './parts/words';

export interface FileLine {
  on: string;
  text: string;
  more?: string;
  mark?: string;
}
export interface FileSection {
  title: MessageKey;
  lines: FileLine[];
}

const day = (on: string) => civilDay(on, language());
const pvText = (pv: PvForm | null): string | undefined => (pv?.number ? t('file-pv', { number: pv.number }) : undefined);
const span = (from: string, until: string) => t('trip-days', { from: day(from), until: day(until) });

function where(to: Destination, zones: ReadonlyMap<string, string>): string {
  switch (to.type) {
    case 'zone':
      return zones.get(to.zone) ?? t('f-to-zone');
    case 'belgium':
      return t('f-to-belgium');
    case 'abroad':
      return t('file-abroad');
  }
}

function incident(one: Incident): FileLine {
  return one.type === 'alarm'
    ? { on: one.on, text: `${t('notice-alarm')}: ${alarmOutcome(one.outcome)}`, more: one.pv ? t('file-pv', { number: one.pv }) : t('pv-to-follow') }
    : { on: one.on, text: `${t('notice-new-fact')}: ${one.what}`, more: pvText(one.pv) };
}

function suspect(one: SuspectMeasure): FileLine {
  switch (one.type) {
    case 'heard':
      return { on: one.on, text: t('f-suspect-heard'), more: pvText(one.pv) };
    case 'arrested':
      return { on: one.on, text: t('f-suspect-arrested') };
    case 'signalled':
      return { on: one.on, text: t('f-suspect-signalled') };
    case 'contact_ban':
      return { on: one.from, text: `${t('f-suspect-contact-ban')}, ${span(one.from, one.until)}`, more: one.ang };
    case 'home_ban':
      return { on: one.from, text: `${t('f-suspect-home-ban')}, ${span(one.from, one.until)}` };
  }
}

const BREACH: Record<string, MessageKey> = {
  'voluntary-contact': 'breach-contact', 'no-complaint': 'breach-no-complaint', 'device-not-carried': 'breach-not-carried',
  'not-reachable': 'breach-not-reachable', misuse: 'breach-misuse',
};

/** What a move still waits for. */
function moveMark(one: MeasureView['file']['moves'][number]): { mark?: string } {
  if (one.case === 'zone-not-known') return { mark: t('file-move-zone') };
  return one.case === 'not-in-force' && !one.answer ? { mark: t('file-move-waits') } : {};
}

/** The days of a measure that ran before it was kept here. */
function takenOver(taken: MeasureView['file']['taken_over']): FileLine[] {
  if (!taken) return [];
  return [
    { on: taken.granted_on, text: t('file-taken-decision', { who: taken.decided_by }), more: t('file-pv', { number: taken.granted_pv }) },
    { on: taken.active_since, text: t('file-taken-on', { device: taken.device }) },
    ...taken.incidents.map((on) => ({ on, text: t('file-taken-incident') })),
    ...taken.extended_on.map((on) => ({ on, text: t('file-taken-extended') })),
  ];
}

/** The parts of the file that hold something, in the order of a day's work. */
export function sectionsOf(view: MeasureView, zones: ReadonlyMap<string, string>): FileSection[] {
  const { file } = view;
  const all: FileSection[] = [
    { title: 'file-incidents', lines: file.incidents.map(incident) },
    { title: 'file-announced', lines: file.announced_facts.map((one) => ({ on: one.on, text: one.what })) },
    { title: 'file-trips', lines: file.trips.map(({ trip, notice }) => ({
      on: trip.from, text: `${where(trip.to, zones)}, ${span(trip.from, trip.until)}`, more: trip.place, ...(notice === 'late' ? { mark: t('file-late-notice') } : {}) })) },
    { title: 'file-moves', lines: file.moves.map((one) => ({
      on: one.what.on, text: where(one.what.to, zones), more: one.what.place, ...moveMark(one) })) },
    { title: 'file-revisits', lines: file.revisits.map((one) => ({ on: one.on, text: one.found || t('mtask-revisit'), more: pvText(one.pv) })) },
    { title: 'file-breaches', lines: file.breaches.map((one) => ({ on: one.on, text: BREACH[one.kind] ? t(BREACH[one.kind] ?? 'breach-misuse') : one.kind, more: one.note })) },
    { title: 'file-asked-to-end', lines: file.asked_to_end.map((one) => ({ on: one.on, text: one.text || t('happened-end-asked') })) },
    { title: 'file-suspect', lines: file.suspect.map(suspect) },
    { title: 'file-taken-over', lines: takenOver(file.taken_over) },
    { title: 'file-hearings', lines: file.hearings.map((one) => ({ on: one.on, text: one.facts, more: pvText(one.pv) })) },
  ];
  return all.filter((one) => one.lines.length > 0).map((one) => ({ ...one, lines: one.lines.toSorted((a, b) => b.on.localeCompare(a.on)) }));
}
