// The ways in which the law says no, in the words of the reader. The point of the circular comes with the problem.
import type { Problem } from '../../../lib/api/http';
import { language, t } from '../../../lib/i18n/i18n.svelte';
import type { MessageKey } from '../../../lib/i18n/keys';
import { problemText } from '../../../lib/problems';
import { civilDay } from '../../parts/civil';
import { CONDITION, CONDITIONS, PART } from './words';

const TEXTS: Record<string, MessageKey> = {
  'measure.not_now': 'refused-not-now', 'measure.wrong_hand': 'refused-wrong-hand', 'measure.unknown_zone': 'refused-unknown-zone',
  'measure.unknown_office': 'refused-unknown-office', 'measure.office_not_competent': 'refused-office-not-competent',
  'measure.hand_over_open': 'refused-hand-over-open', 'measure.nothing_to_confirm': 'refused-nothing-to-confirm',
  'measure.condition_not_met': 'refused-condition', 'measure.minor_not_able': 'refused-minor-not-able',
  'measure.parts_missing': 'refused-parts-missing', 'measure.checklist_version': 'refused-checklist-version',
  'measure.checklist_item': 'refused-checklist-item', 'measure.antecedents_too_short': 'refused-antecedents-short',
  'measure.already_granted': 'refused-already-granted', 'measure.oral_needs_source': 'refused-oral-source',
  'measure.ruling_not_open': 'refused-ruling-not-open', 'measure.only_in_writing': 'refused-only-in-writing',
  'measure.third_party_answer': 'refused-third-party', 'measure.assent_unfit': 'refused-assent', 'measure.end_date_wrong': 'refused-end-date',
  'measure.not_agreed': 'refused-not-agreed', 'measure.test_not_passed': 'refused-test', 'measure.coverage_not_tried': 'refused-coverage',
  'measure.ban_too_short': 'refused-ban-short',
  'measure.judge_known': 'refused-judge-known', 'measure.no_shortage': 'refused-no-shortage', 'measure.initial_pv_needed': 'refused-initial-pv',
  'measure.zone_needed': 'refused-zone-needed', 'measure.no_open_move': 'refused-no-open-move',
  'measure.evaluation_too_early': 'refused-evaluation-early', 'measure.reassess_first': 'refused-reassess',
  'measure.not_repeated': 'refused-not-repeated', 'measure.not_asked': 'refused-not-asked', 'measure.not_moved': 'refused-not-moved',
  'measure.no_continuation': 'refused-no-continuation', 'measure.switched_off': 'refused-switched-off',
  'measure.evaluate_first': 'refused-evaluate-first', 'measure.task_not_open': 'refused-task-not-open',
  'measure.task_has_form': 'refused-task-has-form', 'measure.reference_missing': 'refused-reference', 'measure.in_future': 'refused-future',
  'measure.too_early': 'refused-too-early', 'measure.too_many': 'refused-too-many', 'measure.changed': 'refused-changed',
  'measure.exists': 'refused-exists', 'measure.person_has_one': 'refused-person-has-one',
};

/** One sentence for a person: ours for the law, else that of the house. */
export function refusalText(problem: Problem): string {
  const key = TEXTS[problem.code];
  return key ? t(key) : problemText(problem);
}

/** Another desk was first (the form keeps what was typed). */
export const isChanged = (problem: Problem | null): boolean => problem?.code === 'measure.changed';

/** The days and words that belong to the refusal: which condition, which parts, from or until which day. */
export function refusalFacts(problem: Problem): string[] {
  const facts = problem.facts ?? {};
  const day = (name: string): string | null => {
    const value = facts[name];
    return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? civilDay(value, language()) : null;
  };
  const said: (string | null)[] = [];
  for (const condition of CONDITIONS) if (facts['condition'] === condition) said.push(t(CONDITION[condition]));
  const parts = facts['parts'];
  if (Array.isArray(parts)) said.push(Object.entries(PART).filter(([part]) => parts.includes(part)).map(([, key]) => t(key)).join(', '));
  for (const name of ['right', 'on', 'ends_on']) {
    const found = day(name);
    if (found) said.push(t('refused-day', { day: found }));
  }
  for (const name of ['from', 'not_before', 'since']) {
    const found = day(name);
    if (found) said.push(t('refused-from', { day: found }));
  }
  return said.filter((one) => one !== null && one !== '') as string[];
}
