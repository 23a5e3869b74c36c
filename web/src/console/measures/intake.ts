// The steps of the intake and which comes next. Pure.
import type { CommandKind, MeasureView } from '../../lib/api/measure-types';
import type { MessageKey } from '../../lib/i18n/keys';

interface Step {
  text: MessageKey;
  /** The form that does it; the request itself is done before there is a page. */
  kind: CommandKind | null;
  done: (view: MeasureView) => boolean;
}
export const INTAKE: readonly Step[] = [
  { text: 'intake-request', kind: null, done: () => true },
  { text: 'intake-hear', kind: 'hear', done: (view) => view.file.hearings.length > 0 },
  { text: 'intake-assess', kind: 'assess', done: (view) => view.file.assessments.length > 0 },
  { text: 'intake-put-before', kind: 'put-before', done: (view) => view.line.stage !== 'requested' },
];

/** The first step that is not done; `null` when the intake is over. */
export function nextStep(view: MeasureView): CommandKind | null {
  if (view.line.stage !== 'requested') return null;
  return INTAKE.find((step) => step.kind !== null && !step.done(view))?.kind ?? null;
}

/** An evaluation is a hearing and an assessment, both in the last month (7.12.1): what of it comes next. */
export function nextOfEvaluation(view: MeasureView): 'hear' | 'assess' | null {
  const from = view.term?.evaluation_from;
  if (from === undefined || !view.tasks.some((task) => task.kind === 'evaluate')) return null;
  return view.file.hearings.some((one) => one.on >= from) ? 'assess' : 'hear';
}
