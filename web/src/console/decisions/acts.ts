// Which acts have their place in which stage: the table of the law (`measure::decide::stages`), so that a door stays off the screen that
// the server keeps shut. It knows the stage and the open tasks, and no answer of an assessment.
import type { CommandKind, MeasureStage, MeasureView } from '../../lib/api/measure-types';

export const ACTS = [
  'grant', 'refuse', 'ask', 'extend', 'end-as-planned', 'end-early', 'resume', 'move', 'reopen', 'antecedents', 'ban', 'judge', 'office',
  'second-offer', 'chain', 'continue',
] as const;
export type Act = (typeof ACTS)[number];

const PLACES: Record<Act, readonly MeasureStage[]> = {
  grant: ['awaiting-decision'],
  refuse: ['awaiting-decision'],
  ask: ['awaiting-decision'],
  extend: ['running', 'ending'],
  'end-as-planned': ['running', 'ending'],
  'end-early': ['granted', 'running'],
  resume: ['ending'],
  move: ['granted', 'running'],
  reopen: ['refused'],
  antecedents: ['requested', 'awaiting-decision', 'granted', 'running', 'ending'],
  ban: ['requested', 'awaiting-decision', 'granted', 'running', 'ending'],
  judge: ['requested', 'awaiting-decision', 'refused', 'granted', 'running', 'ending'],
  office: ['requested', 'awaiting-decision'],
  'second-offer': ['running', 'ending'],
  chain: ['requested', 'awaiting-decision', 'refused', 'granted', 'running', 'ending'],
  continue: ['granted', 'running', 'ending'],
};
/** The rulings that a magistrate is asked for: each of a set has the same size, the same colour, and no default. */
const RULINGS: Partial<Record<MeasureStage, readonly Act[]>> = {
  'awaiting-decision': ['grant', 'refuse', 'ask'],
  refused: ['reopen'],
};

/** The act that does a task with a form of its own. A ruling is chosen under the thumb, never from a task. */
export const FORM_ACT: Partial<Record<CommandKind, Act>> = {
  'give-antecedents': 'antecedents', 'involve-judge': 'judge', 'track-suspect': 'ban', 'answer-move': 'move', 'ask-second-offer': 'second-offer',
};

function openMove(view: MeasureView): boolean {
  return view.file.moves.some((move) => move.case === 'not-in-force' && move.answer === null);
}

/** All acts of this stage, in their order. An office to which the file is on its way answers the move, and no more (7.2.3). */
export function actsOf(view: MeasureView, office: string | null | undefined = null): Act[] {
  const elsewhere = office != null && office !== view.line.office?.id;
  return ACTS.filter((act) => PLACES[act].includes(view.line.stage) && (act === 'move' ? openMove(view) : !elsewhere));
}

/** What is asked now: the set of rulings under the thumb. */
export function askedActs(view: MeasureView, office: string | null | undefined = null): Act[] {
  const asked = new Set<Act>(RULINGS[view.line.stage] ?? []);
  const kinds = new Set(view.tasks.map((task) => task.kind));
  if (kinds.has('rule-on-end') || kinds.has('evaluate')) for (const act of ['extend', 'end-as-planned'] as const) asked.add(act);
  if (view.file.asked_to_end.length > 0 || kinds.has('end-after-move')) asked.add('end-early');
  if (kinds.has('answer-move')) asked.add('move');
  return actsOf(view, office).filter((act) => asked.has(act));
}
