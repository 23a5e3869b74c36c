// The documents of a measure: who makes which, what must be in the file first, and what the file does not hold and is asked for. Pure.
// Only the server decides (`engine::access::makes`, its `papers`); this keeps doors off the screen that stay shut.
import type { DocumentView, MeasureView } from '../../lib/api/measure-types';
import type { Case, Role, SpokenLanguage } from '../../lib/api/types';
import type { MessageKey } from '../../lib/i18n/keys';
import { t } from '../../lib/i18n/i18n.svelte';
import { dayInBelgium } from '../parts/civil';
import { SPOKEN } from '../words';
import { ageOn, dayField, options } from '../measures/forms/spec';
import { nest, valueOf, type FormField, type FormPart, type Values } from '../measures/parts/form';

export const PAPERS = [
  'hearing-annex', 'user-agreement', 'grant-notice', 'refusal-notice', 'marginal-note', 'reception-seizure', 'extension-notice', 'end-notice',
  'device-receipt', 'instructions', 'judge-letter', 'revisit-annex', 'registration-lines',
] as const;
export type PaperKind = (typeof PAPERS)[number];
export const PAPER: Record<PaperKind, MessageKey> = {
  'hearing-annex': 'document-hearing-annex', 'user-agreement': 'document-user-agreement', 'grant-notice': 'document-grant-notice',
  'refusal-notice': 'document-refusal-notice', 'marginal-note': 'document-marginal-note', 'reception-seizure': 'document-reception-seizure',
  'extension-notice': 'document-extension-notice', 'end-notice': 'document-end-notice', 'device-receipt': 'document-device-receipt',
  instructions: 'document-instructions', 'judge-letter': 'document-judge-letter', 'revisit-annex': 'document-revisit-annex',
  'registration-lines': 'document-registration-lines',
};
const isPaper = (kind: string): kind is PaperKind => Object.hasOwn(PAPER, kind);
/** The name of a kind. One that a newer server adds is shown as it is. */
export const paperText = (kind: string): string => (isPaper(kind) ? t(PAPER[kind]) : kind);

const POLICE: readonly Role[] = ['case_officer', 'zone_duty'];
const OFFICE: readonly Role[] = ['magistrate'];
/** Each desk makes what goes out under its own head. */
const MAKERS: Record<PaperKind, readonly Role[]> = {
  'hearing-annex': POLICE, 'user-agreement': POLICE, 'grant-notice': POLICE, 'device-receipt': POLICE, instructions: POLICE, 'revisit-annex': POLICE,
  'refusal-notice': [...POLICE, ...OFFICE], 'marginal-note': OFFICE, 'reception-seizure': OFFICE, 'extension-notice': OFFICE, 'end-notice': OFFICE,
  'judge-letter': OFFICE, 'registration-lines': [...POLICE, ...OFFICE],
};
export const papersOf = (role: Role): PaperKind[] => PAPERS.filter((kind) => MAKERS[kind].includes(role));

/** What is signed on paper, and comes back as a copy. */
const SIGNED: Record<PaperKind, boolean> = {
  'hearing-annex': true, 'user-agreement': true, 'device-receipt': true, 'marginal-note': true, 'revisit-annex': true, 'judge-letter': true,
  'reception-seizure': true, 'refusal-notice': true, 'grant-notice': false, 'extension-notice': false, 'end-notice': false, instructions: false,
  'registration-lines': false,
};
export const signedOf = (role: Role): PaperKind[] => papersOf(role).filter((kind) => SIGNED[kind]);

/** The language of the person's letters is the person's; what goes to a service is in that of the service. */
const FOR_PERSON: ReadonlySet<PaperKind> = new Set<PaperKind>([
  'user-agreement', 'grant-notice', 'refusal-notice', 'extension-notice', 'end-notice', 'device-receipt', 'instructions',
]);

const ruled = (view: MeasureView, type: string) => view.file.rulings.findLast((one) => one.decision.ruling.type === type && one.denied_on === null);

/** What the file must hold first; `null`: it can be made now. */
export function missingFor(kind: PaperKind, view: MeasureView): MessageKey | null {
  const { file, term } = view;
  switch (kind) {
    case 'hearing-annex': {
      const heard = file.hearings.at(-1);
      if (!heard) return 'paper-needs-hearing';
      return [heard.wants_it, heard.no_contact, heard.complaints, heard.agreement].includes('unknown') ? 'paper-needs-answers' : null;
    }
    case 'user-agreement':
    case 'grant-notice':
    case 'device-receipt':
    case 'instructions':
    case 'reception-seizure':
    case 'registration-lines':
      return term ? null : 'paper-needs-grant';
    case 'judge-letter':
      if (!term) return 'paper-needs-grant';
      return file.judge || file.request?.origin.type === 'investigating_judge' ? null : 'paper-needs-judge';
    case 'refusal-notice':
      return ruled(view, 'refuse') ? null : 'paper-needs-refusal';
    case 'marginal-note': {
      const early = ruled(view, 'end_early')?.decision.ruling;
      return early?.type === 'end_early' && early.ground !== 'tracking-took-over' ? null : 'paper-needs-early-end';
    }
    case 'extension-notice':
      return term && term.extensions.length > 0 ? null : 'paper-needs-extension';
    case 'end-notice':
      return ruled(view, 'end_early') || ruled(view, 'end_as_planned') ? null : 'paper-needs-end';
    case 'revisit-annex':
      return file.revisits.length > 0 ? null : 'paper-needs-revisit';
  }
}

/** On which day a document was last made. */
function madeOn(kind: PaperKind, documents: readonly DocumentView[]): string | null {
  const days = documents.filter((one) => one.kind === kind && one.origin === 'made').map((one) => dayInBelgium(Date.parse(one.filed_at)));
  return days.sort().at(-1) ?? null;
}

/** Is it asked for by what happened since it was last made? */
export function isDue(kind: PaperKind, view: MeasureView): boolean {
  const since = view.wanted.filter((one) => one.kind === kind).map((one) => one.since).sort().at(-1);
  const made = madeOn(kind, view.documents);
  return since !== undefined && (made === null || made < since);
}

export interface PaperRow {
  kind: PaperKind;
  missing: MessageKey | null;
  due: boolean;
}
/** Everything that this desk can make, what is due first, in the order of a life. */
export function rowsOf(role: Role, view: MeasureView): PaperRow[] {
  const rows = papersOf(role).map((kind) => ({ kind, missing: missingFor(kind, view), due: isDue(kind, view) }));
  return [...rows.filter((row) => row.due && !row.missing), ...rows.filter((row) => !row.due || row.missing)];
}

/** What a document is made of, besides the file. */
export interface PaperAbout {
  view: MeasureView;
  role: Role;
  today: string;
  dossier: Case | null;
  /** What the server asked for besides: who signs. */
  asked: readonly ('officer' | 'magistrate')[];
}

const YES_NO = () => options({ yes: 'answer-yes', no: 'answer-no' });
const line = (name: string, label: MessageKey, more: { optional?: true; hint?: MessageKey } = {}): FormField => ({
  type: 'line', name, label: t(label), max: 200, ...(more.optional ? { optional: true } : {}), ...(more.hint ? { hint: t(more.hint) } : {}),
});
const words = (name: string, label: MessageKey): FormField => ({ type: 'text', name, label: t(label), optional: true });

const CODES: Record<SpokenLanguage, string> = { dutch: 'nl', french: 'fr', german: 'de', english: 'en' };

/** The first choice is that of the reader; the server knows it. */
function languageField(kind: PaperKind, about: PaperAbout, values: Values): FormField {
  const recipient = valueOf(values, 'recipient');
  const person = about.view.person && FOR_PERSON.has(kind) && (recipient === '' || recipient === 'person') ? about.view.person : null;
  const own = person ? t('paper-language-of-person', { language: t(SPOKEN[person.language]) }) : t('paper-language-of-service');
  const others = (Object.keys(CODES) as SpokenLanguage[]).map((one) => ({ value: CODES[one], text: t(SPOKEN[one]) }));
  return { type: 'select', name: 'language', label: t('paper-language'), options: [{ value: 'own', text: own }, ...others] };
}

function ownFields(kind: PaperKind, about: PaperAbout, values: Values): FormField[] {
  const { view } = about;
  const young = ageOn(view.file.request?.born ?? '1900-01-01', about.today) < 16;
  const adult = young ? [line('trusted_adult', 'paper-trusted-adult', { optional: true, hint: 'paper-trusted-adult-hint' })] : [];
  switch (kind) {
    case 'hearing-annex':
      return [
        { type: 'choice', name: 'hearing.common_children', label: t('paper-children'), options: YES_NO() },
        line('hearing.interpreter', 'paper-interpreter', { optional: true }), ...adult,
      ];
    case 'user-agreement':
      return adult;
    case 'grant-notice':
    case 'registration-lines':
      return [];
    case 'refusal-notice': {
      const third = view.file.request?.origin.type === 'third_party';
      const to: FormField = { type: 'choice', name: 'recipient', label: t('paper-for'), options: options({ person: 'paper-for-person', 'third-party': 'paper-for-third' }) };
      return valueOf(values, 'recipient') === 'third-party' ? [to] : [
        ...(third ? [to] : []), words('refusal.reasons', 'paper-reasons'), words('refusal.advice', 'paper-advice'),
      ];
    }
    case 'marginal-note':
      return [line('official_report', 'paper-report', { optional: true, hint: 'paper-report-hint' })];
    case 'reception-seizure':
      return [words('safe_contact', 'paper-safe-contact')];
    case 'extension-notice':
    case 'end-notice': {
      const to: FormField = { type: 'choice', name: 'recipient', label: t('paper-for'), options: options({ person: 'paper-for-person', 'victim-reception': 'paper-for-reception' }) };
      if (kind === 'extension-notice') return [to];
      // A day without a place is no appointment.
      const free = valueOf(values, 'hand_over.on') === '' && valueOf(values, 'hand_over.place') === '' ? ({ optional: true } as const) : {};
      return [to, { type: 'date', name: 'hand_over.on', label: t('paper-return-on'), ...free }, line('hand_over.place', 'paper-return-place', free)];
    }
    case 'device-receipt':
      return [
        { type: 'choice', name: 'devices.movement', label: t('paper-movement'), options: options({ 'hand-out': 'paper-hand-out', return: 'paper-return' }) },
        dayField(about, 'devices.on', t('f-day')), ...adult,
      ];
    case 'instructions':
      return [
        { type: 'choice', name: 'handset.press_twice', label: t('paper-press-twice'), options: YES_NO() },
        { type: 'choice', name: 'handset.vibrates', label: t('paper-vibrates'), options: YES_NO() },
        { type: 'choice', name: 'handset.notes_in_front', label: t('paper-notes'), options: YES_NO() },
      ];
    case 'judge-letter':
      return [line('judge.judge', 'paper-judge', { hint: 'paper-judge-hint' }), line('judge.investigation', 'paper-investigation', { optional: true })];
    case 'revisit-annex':
      return [
        ...(view.file.revisits.length > 1
          ? [{ type: 'select', name: 'revisit.n', label: t('paper-which-visit'), options: view.file.revisits.map((one, at) => ({ value: String(at + 1), text: `${one.on} · ${one.pv.number}` })) } as const]
          : []),
        { type: 'choice', name: 'revisit.place', label: t('paper-place'), options: options({
          residence: 'paper-place-residence', 'police-station': 'paper-place-station', elsewhere: 'paper-place-elsewhere', telephone: 'paper-place-telephone',
        }) },
        line('revisit.new_fact', 'paper-new-fact', { optional: true }), words('revisit.help', 'paper-help'),
      ];
  }
}

export function partsOf(kind: PaperKind, about: PaperAbout, values: Values): FormPart[] {
  const signs = about.asked.flatMap((who): FormField[] => [
    line(`${who}.name`, who === 'officer' ? 'paper-officer' : 'paper-magistrate'), line(`${who}.capacity`, 'paper-capacity'),
  ]);
  return [{ fields: [...ownFields(kind, about, values), ...signs, languageField(kind, about, values)] }];
}

/** What is known already. */
export function firstOf(kind: PaperKind, about: PaperAbout): Values {
  const settings = about.dossier?.handsets.findLast((one) => one.person === about.view.line.person && one.state === 'active')?.settings;
  const said = (is: boolean | undefined): string => (is === undefined ? '' : is ? 'yes' : 'no');
  const over = about.view.line.stage === 'ending' || about.view.line.stage === 'ended';
  const known: Partial<Record<PaperKind, Values>> = {
    'device-receipt': { 'devices.movement': over ? 'return' : 'hand-out', 'devices.on': about.today },
    instructions: { 'handset.press_twice': said(settings?.double_press), 'handset.vibrates': said(settings?.haptics), 'handset.notes_in_front': said(settings?.discreet) },
    'revisit-annex': { 'revisit.n': String(about.view.file.revisits.length) },
    'refusal-notice': { recipient: 'person' }, 'extension-notice': { recipient: 'person' }, 'end-notice': { recipient: 'person' },
  };
  return { language: 'own', ...known[kind] };
}

export interface Device {
  kind: 'button' | 'phone' | 'accessory' | 'tracker';
  number: string;
  serial: string;
  condition: string;
}
export const blankDevice = (): Device => ({ kind: 'button', number: '', serial: '', condition: '' });
/** The buttons that the file knows, one row each. */
export function devicesOf(about: Pick<PaperAbout, 'dossier' | 'view'>): Device[] {
  const worn = (about.dossier?.buttons ?? []).filter((one) => one.person === about.view.line.person && one.state === 'active');
  return worn.length > 0 ? worn.map((one) => ({ ...blankDevice(), serial: one.address })) : [blankDevice()];
}

const ANSWERED: readonly string[] = ['common_children', 'press_twice', 'vibrates', 'notes_in_front'];
const asTold = (name: string, value: unknown): unknown => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return told(value as Record<string, unknown>);
  if (ANSWERED.includes(name)) return value === 'yes';
  if (name === 'advice') return value === '' ? [] : [value];
  return name === 'n' ? Number(value) : value;
};
/** Without what was left empty. */
const told = (tree: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== '').map(([name, value]) => [name, asTold(name, value)]));

/** What is asked of the server. */
export function askFor(kind: PaperKind, parts: readonly FormPart[], values: Values, devices: readonly Device[]): Record<string, unknown> {
  const { language, ...rest } = told(nest(parts, values));
  const items = devices.map((one) => told({ ...one, number: one.number.trim(), serial: one.serial.trim(), condition: one.condition.trim() }));
  return {
    kind, ...rest, ...(language === 'own' ? {} : { language }),
    ...(kind === 'device-receipt' ? { devices: { ...(rest['devices'] as object), items } } : {}),
  };
}
