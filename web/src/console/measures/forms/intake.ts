// 7.3 to 7.6: the request, the hearing and the assessment, in the order of a talk with the person opposite.
import type { CommandForm, Question } from '../../../lib/api/measure-types';
import type { MessageKey } from '../../../lib/i18n/keys';
import { language, t } from '../../../lib/i18n/i18n.svelte';
import { commandOf, valueOf, type FormField, type FormPart, type Option, type Values } from '../parts/form';
import { ageOn, ANSWERS, dayField, options, pvFields, type About, type FormSpec } from './spec';

/** What the request needs besides the measure, which is not there yet. */
export interface RequestAbout {
  today: string;
  zones: readonly Option[];
  offices: About['offices'];
  zone: string | null;
}

export function requestParts(about: RequestAbout, values: Values): FormPart[] {
  const who: FormField[] = [
    { type: 'choice', name: 'origin.type', label: t('f-origin'), options: options({
      person: 'f-origin-person', police: 'f-origin-police', office: 'f-origin-office', third_party: 'f-origin-third', investigating_judge: 'f-origin-judge',
      tracking: 'f-origin-tracking',
    }) },
  ];
  switch (values['origin.type']) {
    case 'police':
      who.push({ type: 'select', name: 'origin.zone', label: t('zone'), options: about.zones });
      break;
    case 'office':
      who.push({ type: 'select', name: 'origin.office', label: t('f-office'), options: officeOptions(about.offices) });
      break;
    case 'third_party':
      who.push(
        { type: 'line', name: 'origin.who', label: t('f-third-who'), max: 200 },
        { type: 'choice', name: 'origin.trust', label: t('f-third-trust'), hint: t('f-third-trust-hint'), options: options({ trusted: 'answer-yes', 'not-trusted': 'answer-no' }) },
      );
      break;
    case 'tracking':
      who.push({ type: 'line', name: 'origin.mandate', label: t('f-mandate') });
      break;
  }
  const offence: FormField[] = [
    { type: 'choice', name: 'offence.type', label: t('f-offence'), hint: t('f-offence-hint'), options: options({ none: 'f-offence-none', alleged: 'f-offence-alleged' }) },
  ];
  if (values['offence.type'] === 'alleged') {
    offence.push(
      { type: 'select', name: 'offence.known_to', label: t('f-offence-known'), options: officeOptions(about.offices) },
      { type: 'many', name: 'offence.districts', label: t('f-offence-districts'), hint: t('f-offence-districts-hint'),
        options: (about.offices?.districts ?? []).map((one) => ({ value: one.id, text: one.name })) },
    );
  }
  return [
    { title: t('f-part-who-asks'), fields: who },
    { title: t('f-part-request'), fields: [
      { type: 'date', name: 'made_on', label: t('f-made-on'), max: about.today },
      ...pvFields('pv'),
      { type: 'date', name: 'born', label: t('f-born-on'), hint: t('f-born-on-hint'), max: about.today },
      { type: 'select', name: 'residence', label: t('f-residence'), hint: t('f-residence-hint'), options: about.zones },
      { type: 'select', name: 'relation', label: t('f-relation'), options: options({
        'ex-partners': 'relation-ex-partners', partners: 'relation-partners', ascendant: 'relation-ascendant', descendant: 'relation-descendant',
        siblings: 'relation-siblings', 'other-family': 'relation-other-family',
      }) },
      { type: 'choice', name: 'honour', label: t('f-honour'), options: options({ related: 'answer-yes', 'not-related': 'answer-no' }) },
      { type: 'text', name: 'summary', label: t('f-summary'), hint: t('f-summary-hint'), rows: 4 },
    ] },
    { title: t('f-part-offence'), fields: offence },
  ];
}

export const firstRequest = (about: RequestAbout): Values => ({
  'origin.type': 'person', made_on: about.today, 'pv.kind': 'initial', residence: about.zone ?? '', honour: 'not-related', 'offence.type': 'none',
});

export function officeOptions(offices: About['offices']): Option[] {
  return (offices?.offices ?? []).map((one) => ({ value: one.id, text: one.name }));
}

/** Under eighteen on the day of the request: the law asks whether the alarm can be used properly (7.9). */
export function isMinor(about: About): boolean {
  const born = about.view.file.request?.born;
  return born !== undefined && ageOn(born, about.today) < 18;
}

export const hear: FormSpec = {
  title: 'form-hear', point: '7.4.1', mind: 'form-hear-mind',
  first: (about) => ({ on: about.today, 'pv.kind': about.view.file.hearings.length > 0 ? 'subsequent' : 'initial', 'secrecy.address': 'kept', 'secrecy.contact': 'kept' }),
  parts: (about) => [
    { title: t('f-part-hearing'), fields: [dayField(about, 'on', t('f-heard-on')), ...pvFields('pv')] },
    { title: t('f-part-facts'), fields: [
      { type: 'text', name: 'facts', label: t('f-facts'), rows: 6 },
      { type: 'text', name: 'relation', label: t('f-relation-context'), hint: t('f-relation-context-hint'), rows: 4 },
    ] },
    { title: t('f-part-commitments'), fields: [
      { type: 'choice', name: 'wants_it', label: t('f-wants-it'), options: ANSWERS() },
      { type: 'choice', name: 'no_contact', label: t('f-no-contact'), hint: t('f-no-contact-hint'), options: ANSWERS() },
      { type: 'choice', name: 'complaints', label: t('f-complaints'), options: ANSWERS() },
      { type: 'choice', name: 'agreement', label: t('f-agreement'), options: ANSWERS() },
      { type: 'choice', name: 'told_no_right', label: t('f-told-no-right'), options: options({ told: 'answer-yes', 'not-told': 'answer-no' }) },
      ...(isMinor(about) ? [{ type: 'choice', name: 'able', label: t('f-able'), hint: t('f-able-hint'), options: ANSWERS() } as const] : []),
    ] },
    { title: t('f-part-secrecy'), fields: [
      { type: 'choice', name: 'secrecy.address', label: t('f-secret-address'), hint: t('f-secret-hint'), options: options({ kept: 'f-secret-kept', open: 'f-secret-open' }) },
      { type: 'choice', name: 'secrecy.contact', label: t('f-secret-contact'), options: options({ kept: 'f-secret-kept', open: 'f-secret-open' }) },
    ] },
  ],
  // For a grown-up the question is not asked: the law reads it only for minors.
  command: (about, parts, values) => ({ ...commandOf('hear', parts, values), ...(isMinor(about) ? {} : { able: 'yes' }) }) as CommandForm,
};

export const EIGHT: readonly { question: Question; text: MessageKey }[] = [
  { question: 'fears_for_life', text: 'eight-1' }, { question: 'break_up_not_accepted', text: 'eight-2' }, { question: 'death_threats', text: 'eight-3' },
  { question: 'earlier_violence', text: 'eight-4' }, { question: 'affinity_with_weapons', text: 'eight-5' }, { question: 'much_effort', text: 'eight-6' },
  { question: 'great_anger', text: 'eight-7' }, { question: 'destroyed_belongings', text: 'eight-8' },
];
const LIST = 'checklist.';

/** The checklist is for former partners, and may be used for others (7.6). */
const listAsked = (about: About, values: Values): boolean =>
  about.questionnaire !== null && (about.view.file.request?.relation === 'ex-partners' || valueOf(values, 'with_list') === 'yes');

/** A task that completes the file after an urgent decision, or that answers what was not known: what was said stands there already. */
const isCompleted = (about: About): boolean => about.task !== null && (about.task.startsWith('complete-') || about.task === 'check-firearms');

/** The answers of the last assessment, as they stood on the form. An assessment anew, months later, begins with an empty one. */
function answersOf(about: About): Values {
  const last = about.view.file.assessments.at(-1);
  if (!last) return {};
  const values: Values = {
    'attention.opposed_intentions': last.attention.opposed_intentions, 'attention.secret_shelter': last.attention.secret_shelter,
    'scope.within': last.scope.within, 'scope.why': last.scope.why, subsidiarity: last.subsidiarity,
  };
  for (const { question } of EIGHT) {
    values[`eight.${question}.answer`] = last.eight[question].answer;
    values[`eight.${question}.note`] = last.eight[question].note;
  }
  if (last.checklist && last.checklist.version === about.questionnaire?.version) {
    values['with_list'] = 'yes';
    for (const one of last.checklist.answers) {
      values[`${LIST}${one.item}`] = one.answer;
      values[`${LIST}${one.item}.note`] = one.note;
    }
  }
  if (last.firearms) {
    values['firearms.answer'] = last.firearms.answer;
    values['firearms.note'] = last.firearms.note;
    values['firearms.by'] = last.firearms.checked_by?.type === 'zone' ? 'zone' : last.firearms.checked_by?.type === 'office' ? 'office' : 'nobody';
  }
  return values;
}

export const assess: FormSpec = {
  title: 'form-assess', point: '7.6', mind: 'form-assess-mind',
  first: (about) => ({
    on: about.today, with_list: about.view.file.request?.relation === 'ex-partners' ? 'yes' : 'no', ...(isCompleted(about) ? answersOf(about) : {}),
  }),
  parts: (about, values) => {
    const note = (name: string): FormField => ({ type: 'line', name, label: t('f-note'), max: 1000, optional: true });
    const eight: FormPart[] = EIGHT.map((one, at) => ({
      fields: [
        { type: 'choice', name: `eight.${one.question}.answer`, label: `${at + 1}. ${t(one.text)}`, options: ANSWERS() },
        note(`eight.${one.question}.note`),
      ],
    }));
    const firstEight = eight[0];
    if (firstEight) firstEight.title = t('f-part-eight');
    const list: FormPart[] = [];
    if (about.questionnaire && about.view.file.request?.relation !== 'ex-partners') {
      list.push({ fields: [{ type: 'choice', name: 'with_list', label: t('f-with-list'), options: options({ yes: 'answer-yes', no: 'answer-no' }) }] });
    }
    if (listAsked(about, values)) {
      for (const item of about.questionnaire?.items ?? []) {
        const name = `${LIST}${item.id}`;
        const fields: FormField[] = [{ type: 'choice', name, label: item.bomb ? t('f-bomb', { text: item[language()] }) : item[language()], options: ANSWERS() }];
        if (values[name] === 'yes') fields.push(note(`${name}.note`));
        list.push({ fields });
      }
    }
    const firstList = list[0];
    if (firstList) firstList.title = t('f-part-checklist');
    return [
      { fields: [dayField(about, 'on', t('f-assessed-on'))] },
      ...eight,
      ...list,
      { title: t('f-part-attention'), fields: [
        { type: 'choice', name: 'attention.opposed_intentions', label: t('f-opposed'), options: ANSWERS() },
        { type: 'choice', name: 'attention.secret_shelter', label: t('f-shelter'), options: ANSWERS() },
      ] },
      { title: t('f-part-firearms'), fields: [
        { type: 'choice', name: 'firearms.answer', label: t('f-firearms'), options: ANSWERS() },
        { type: 'choice', name: 'firearms.by', label: t('f-firearms-by'), options: options({ zone: 'f-firearms-zone', office: 'f-firearms-office', nobody: 'f-firearms-nobody' }) },
        note('firearms.note'),
      ] },
      { title: t('f-part-scope'), fields: [
        { type: 'choice', name: 'scope.within', label: t('f-within'), hint: t('f-within-hint'), options: ANSWERS() },
        { type: 'text', name: 'scope.why', label: t('f-within-why') },
        { type: 'text', name: 'subsidiarity', label: t('f-subsidiarity'), hint: t('f-subsidiarity-hint'), optional: true },
      ] },
    ];
  },
  command: (about, _parts, values) => {
    const said = (name: string) => valueOf(values, name);
    const answer = (name: string) => said(name) as 'yes' | 'no' | 'unknown';
    const { zone, office } = about.view.file;
    const by = said('firearms.by');
    const checkedBy = by === 'zone' && zone ? { type: 'zone' as const, zone } : by === 'office' && office ? { type: 'office' as const, office } : null;
    const answered = (name: string) => ({ answer: answer(`${name}.answer`), note: said(`${name}.note`) });
    return {
      type: 'assess', on: said('on'),
      eight: Object.fromEntries(EIGHT.map((one) => [one.question, answered(`eight.${one.question}`)])) as Record<Question, ReturnType<typeof answered>>,
      checklist: listAsked(about, values) && about.questionnaire
        ? {
            version: about.questionnaire.version,
            answers: about.questionnaire.items.map((item) => ({ item: item.id, answer: answer(`${LIST}${item.id}`), note: said(`${LIST}${item.id}.note`) })),
          }
        : null,
      attention: { opposed_intentions: answer('attention.opposed_intentions'), secret_shelter: answer('attention.secret_shelter') },
      firearms: { answer: answer('firearms.answer'), checked_by: checkedBy, note: said('firearms.note') },
      scope: { within: answer('scope.within'), why: said('scope.why') },
      subsidiarity: said('subsidiarity'),
    };
  },
};

export const putBefore: FormSpec = {
  title: 'form-put-before', point: '7.4.1', mind: 'form-put-before-mind',
  first: (about) => ({ procedure: about.view.missing.length === 0 ? 'ordinary' : 'urgent' }),
  parts: () => [{ fields: [
    { type: 'choice', name: 'procedure', label: t('f-procedure'), hint: t('f-procedure-hint'), options: options({ ordinary: 'f-ordinary', urgent: 'f-urgent' }) },
  ] }],
  command: (_about, parts, values) => commandOf('put_before', parts, values),
};

export const reopen: FormSpec = {
  title: 'form-reopen', point: '7.7',
  parts: () => [{ fields: [{ type: 'text', name: 'new_elements', label: t('f-new-elements') }] }],
  command: (_about, parts, values) => commandOf('reopen', parts, values),
};
