// What is being written during an alarm, seen on the other side as it is typed. In memory only: a line that was not sent is
// the cell's to keep. Never here: what was said (talk).
import type { HandsetTemplate, Said, Typed, Uplink } from '../protocol/messages';
import { TYPED_EVERY } from './limits';
import { cut } from './safety';
import type { State } from './state';

/** A line as it stands. */
export interface Line {
  message: string;
  edit: number;
  text: string;
}

/** The field of the person changed. It leaves at most every `TYPED_EVERY`, always as it stands then. */
export function typeLine(state: State, fresh: string, typed: string): void {
  const { alarm, tick } = state;
  if (!alarm || state.revoked) return;
  const text = cut(typed);
  if (alarm.line ? alarm.line.text === text : text === '') return;
  alarm.line = alarm.line ? { ...alarm.line, edit: alarm.line.edit + 1, text } : { message: fresh, edit: 1, text };
  state.outbox.put({ kind: 'typing' }, alarm.lastTyped === null ? tick : Math.max(alarm.lastTyped + TYPED_EVERY, tick));
}

/** A text that is said is the line that was typed: it has its id. */
export function lineSaid(state: State, fresh: string, said: Said<HandsetTemplate>): string {
  const line = state.alarm?.line;
  if (said.template !== undefined || !state.alarm || !line) return fresh;
  state.alarm.line = null;
  state.outbox.removeKinds('typing');
  return line.message;
}

export function typingUplink(state: State): Uplink | null {
  const { alarm } = state;
  return alarm?.line ? { type: 'typing', alarm: alarm.press.alarm, ...alarm.line } : null;
}

/** The control room types. Of two pieces the newer counts; what was said is not typed any more. */
export function theirs(state: State, { alarm: id, message, edit, text }: Typed): void {
  const { alarm } = state;
  if (alarm?.press.alarm !== id) return;
  const isOld = alarm.theirs?.message === message && edit <= alarm.theirs.edit;
  if (!isOld && !alarm.messages.some((known) => known.message === message)) alarm.theirs = { message, edit, text };
}
