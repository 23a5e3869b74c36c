// 7.8: what an officer enters around the grant: the ruling that was said by phone, the agreement, the activation, the suspect.
import type { MeasureStage, Ruling } from '../../../lib/api/measure-types';
import type { MessageKey } from '../../../lib/i18n/keys';
import { language, t } from '../../../lib/i18n/i18n.svelte';
import { civilDay } from '../../parts/civil';
import { addressOf, phoneOf } from '../../cases/blank';
import type { PaperKind } from '../../papers/kinds';
import { commandOf, nest, valueOf, type FormField, type FormPart } from '../parts/form';
import { RULING } from '../parts/words';
import { ageOn, dayField, options, pvFields, type About, type FormSpec } from './spec';

/** What a magistrate can have said at each stage; an early end is in writing and never entered by an officer (7.12.3). */
const SAID: Partial<Record<MeasureStage, readonly Exclude<Ruling['type'], 'end_early'>[]>> = {
  'awaiting-decision': ['grant', 'refuse'], running: ['extend', 'end_as_planned'], ending: ['resume'],
};
export const saidAt = (stage: MeasureStage): readonly Ruling['type'][] => SAID[stage] ?? [];

export const oralRuling: FormSpec = {
  title: 'form-oral', point: '7.8.1', mind: 'form-oral-mind',
  first: (about) => ({ on: about.today, procedure: about.view.state?.procedure ?? 'ordinary', 'pv.kind': 'subsequent' }),
  parts: (about, values) => {
    const words = Object.fromEntries(saidAt(about.view.line.stage).map((one) => [one, RULING[one]])) as Record<string, MessageKey>;
    const fields: FormField[] = [{ type: 'choice', name: 'ruling.type', label: t('f-ruling'), options: options(words) }];
    if (values['ruling.type'] === 'refuse') {
      fields.push({ type: 'choice', name: 'ruling.third_party', label: t('f-refuse-third'), options: options({ 'no-third-party': 'f-refuse-none', 'by-police': 'f-refuse-police' }) });
    }
    return [{ fields: [
      ...fields,
      { type: 'choice', name: 'procedure', label: t('f-procedure'), options: options({ ordinary: 'f-ordinary', urgent: 'f-urgent' }) },
      dayField(about, 'on', t('f-ruled-on')),
      { type: 'select', name: 'said_by', label: t('f-said-by'), hint: t('f-said-by-hint'), options: magistrates(about) },
      ...pvFields('pv'),
      { type: 'text', name: 'reason', label: t('f-reason') },
    ] }];
  },
  command: (_about, parts, values) => commandOf('rule', parts, values),
};

/** The magistrates of the office, and those of another one who acted in this file. */
function magistrates(about: About): { value: string; text: string }[] {
  const found = new Map(about.magistrates.map((one) => [one.value, one.text]));
  for (const line of about.view.timeline) {
    if (line.actor.type === 'account' && (line.actor.role === 'magistrate' || line.actor.role === 'reference_magistrate') && !found.has(line.actor.account)) {
      found.set(line.actor.account, line.by ?? t('role-magistrate'));
    }
  }
  return [...found].map(([value, text]) => ({ value, text }));
}

/** Below sixteen the agreement is explained and not signed (7.9). */
const signs = (about: About): boolean => ageOn(about.view.file.request?.born ?? '1900-01-01', about.today) >= 16;
/** The signed copies of a kind that are filed. */
const copiesOf = (about: About, kind: PaperKind) =>
  about.view.documents.filter((one) => one.kind === kind && one.origin === 'uploaded').map((one) => ({ value: one.id, text: one.name }));

export const agree: FormSpec = {
  title: 'form-agree', point: '7.8.1', mind: 'form-agree-mind',
  first: (about) => ({
    on: about.today, version: '2023-03', told_end: about.view.term?.ends_on ?? '', 'assent.type': signs(about) ? 'signed' : 'explained',
    'assent.document': copiesOf(about, 'user-agreement').at(-1)?.value ?? '',
  }),
  parts: (about) => {
    const how: FormField[] = signs(about)
      ? [{ type: 'copy', name: 'assent.document', paper: 'user-agreement', label: t('f-signed-copy'), hint: t('f-signed-copy-hint'), options: copiesOf(about, 'user-agreement') }]
      : [];
    return [{ fields: [
      dayField(about, 'on', t('f-agreed-on')),
      ...how,
      { type: 'line', name: 'version', label: t('f-agreement-version') },
      { type: 'date', name: 'told_end', label: t('f-told-end'), hint: about.view.term ? t('f-told-end-hint', { day: civilDay(about.view.term.ends_on, language()) }) : undefined },
    ] }];
  },
  command: (about, parts, values) => {
    const { on, version, told_end } = nest(parts, values) as { on: string; version: string; told_end: string };
    const document = valueOf(values, 'assent.document');
    return { type: 'agree', on, version, told_end, assent: signs(about) ? { type: 'signed', document } : { type: 'explained' } };
  },
};

export const activate: FormSpec = {
  title: 'form-activate', point: '7.8.1', mind: 'form-activate-mind',
  first: (about) => ({ on: about.today, test: about.view.tests.at(-1)?.test ?? '', 'pv.kind': 'subsequent', button: buttonsOf(about)[0]?.value ?? '' }),
  parts: (about) => [
    { title: t('f-part-device'), fields: [
      dayField(about, 'on', t('f-activated-on')),
      { type: 'select', name: 'test', label: t('f-test'), hint: t('f-test-hint'), options: about.view.tests.map((one) => ({
        value: one.test, text: t('f-test-of', { model: modelOf(about, one.handset), day: civilDay(one.on, language()) }) })) },
      { type: 'select', name: 'button', label: t('button'), options: buttonsOf(about), optional: true },
    ] },
    { title: t('f-part-check'), fields: deviceCheck(about, 'f-check-out-signed') },
    { title: t('f-part-safe'), fields: [
      { type: 'choice', name: 'device_safety', label: t('f-device-safety'), options: options({ checked: 'f-safety-checked', 'loan-phone': 'f-safety-loan', doubtful: 'f-safety-doubtful' }) },
      { type: 'choice', name: 'coverage', label: t('f-coverage'), options: options({ good: 'f-coverage-good', gaps: 'f-coverage-gaps' }) },
    ] },
    { title: t('pv'), fields: pvFields('pv', true) },
  ],
  command: (about, parts, values) => {
    const whole = nest(parts, values) as { on: string; test: string; device_safety: 'checked'; coverage: 'good' };
    const { on, test, device_safety, coverage } = whole;
    const handset = about.view.tests.find((one) => one.test === test)?.handset ?? '';
    return { type: 'activate', on, test, handset, device_safety, coverage, button: valueOf(values, 'button') || null, pv: pvOf(values) };
  },
};

/** Device, record and number against each other, and signed, before it goes over the desk in either direction. */
export function deviceCheck(about: About, signed: MessageKey): FormField[] {
  const number = about.dossier?.persons.find((one) => one.id === about.view.line.person)?.phone ?? about.view.person?.phone ?? null;
  const addresses = buttonsOf(about).map((one) => one.text);
  return [
    ...(number ? [{ type: 'line', name: 'check.number', label: t('f-check-number'), hint: t('f-check-number-hint'), fits: (said: string) => phoneOf(said) === number } as const] : []),
    ...(addresses.length > 0
      ? [{ type: 'line', name: 'check.button', label: t('f-check-button'), hint: t('f-check-button-hint'), fits: (said: string) => addresses.includes(addressOf(said) ?? '') } as const]
      : []),
    { type: 'many', name: 'check.signed', label: t('f-check-receipt'), options: [{ value: 'signed', text: t(signed) }] },
    { type: 'copy', name: 'check.receipt', paper: 'device-receipt', label: t('f-receipt-copy'), hint: t('f-receipt-copy-hint'), options: copiesOf(about, 'device-receipt'), optional: true },
  ];
}

/** A report that may still be to follow. */
function pvOf(values: Parameters<typeof valueOf>[0]): { kind: 'initial' | 'subsequent'; number: string } | null {
  const number = valueOf(values, 'pv.number');
  return number === '' ? null : { kind: valueOf(values, 'pv.kind') === 'initial' ? 'initial' : 'subsequent', number };
}
export const modelOf = (about: About, handset: string): string => about.dossier?.handsets.find((one) => one.id === handset)?.model || t('handset');
export const buttonsOf = (about: About): { value: string; text: string }[] =>
  (about.dossier?.buttons ?? [])
    .filter((one) => one.person === about.view.line.person && one.state === 'active')
    .map((one) => ({ value: one.id, text: one.address }));

export const trackSuspect: FormSpec = {
  title: 'form-suspect', point: '7.8.4', mind: 'form-suspect-mind',
  first: (about) => ({
    'measure.type': about.task === 'hear-suspect' ? 'heard' : about.task === 'ban-contact' || about.task === 'extend-ban' ? 'contact_ban' : '',
    'measure.until': about.view.term?.ends_on ?? '', 'measure.pv.kind': 'subsequent',
  }),
  parts: (about, values) => {
    const period: FormField[] = [
      { type: 'date', name: 'measure.from', label: t('f-first-day'), max: about.today },
      { type: 'date', name: 'measure.until', label: t('f-last-day') },
    ];
    const kind: FormField = { type: 'select', name: 'measure.type', label: t('f-suspect-what'), options: options({
      heard: 'f-suspect-heard', arrested: 'f-suspect-arrested', signalled: 'f-suspect-signalled', contact_ban: 'f-suspect-contact-ban', home_ban: 'f-suspect-home-ban',
    }) };
    const more: Record<string, FormField[]> = {
      heard: [dayField(about, 'measure.on', t('f-day')), ...pvFields('measure.pv')],
      arrested: [dayField(about, 'measure.on', t('f-day'))],
      signalled: [dayField(about, 'measure.on', t('f-day'))],
      contact_ban: [...period, { type: 'line', name: 'measure.ang', label: t('f-ang') }],
      home_ban: period,
    };
    const part: FormPart = { fields: [kind, ...(more[valueOf(values, 'measure.type')] ?? [])] };
    return [part];
  },
  command: (_about, parts, values) => commandOf('track_suspect', parts, values),
};

export const referChain: FormSpec = {
  title: 'form-chain', point: '7.8.6',
  first: (about) => ({ on: about.today }),
  parts: (about) => [{ fields: [
    dayField(about, 'on', t('f-day')),
    { type: 'choice', name: 'direction', label: t('f-chain'), options: options({ 'to-chain': 'f-chain-to', 'from-chain': 'f-chain-from' }) },
    { type: 'text', name: 'note', label: t('f-note'), optional: true },
  ] }],
  command: (_about, parts, values) => commandOf('refer_chain', parts, values),
};

export const reportShortage: FormSpec = {
  title: 'form-shortage', point: '7.8.7', mind: 'form-shortage-mind',
  parts: () => [],
  command: () => ({ type: 'report_shortage' }),
};
