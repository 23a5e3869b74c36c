// The conversation during an alarm, where speaking is impossible; the button as yes and no. Nothing said here ends an
// alarm or changes what the phone does about it (FL-07). Never here: what a text means.
import { HANDSET_TEMPLATES, type DeskTemplate, type HandsetTemplate, type Said, type Uplink } from '../protocol/messages';
import { DOUBLE_PRESS_WITHIN, MAX_MESSAGES, MAX_UNSENT_TEXTS } from './limits';
import { wasSent, type Body } from './outbox';
import { cut } from './safety';
import type { Alarming, State } from './state';
import { lineSaid } from './typing';
import { PATTERNS, type ButtonPress, type Message } from './types';

/** A click that is 'yes' unless a second one makes it 'no'. */
export interface Click {
  question: string;
  first: number;
}
export const settledAt = (click: Click): number => click.first + DOUBLE_PRESS_WITHIN + 1;

/** The newest question that was not answered. */
function openQuestion(alarm: Alarming | null): string | null {
  return alarm?.messages.findLast((message) => message.asks && message.answer === undefined)?.message ?? null;
}

function change(state: State, id: string, to: Partial<Message>): void {
  if (!state.alarm) return;
  state.alarm.messages = state.alarm.messages.map((message) => (message.message === id ? { ...message, ...to } : message));
  state.dirty = true;
}

/** Beyond the most messages the oldest that waits for nothing makes room. */
function keep(state: State, alarm: Alarming, message: Message): void {
  const kept = [...alarm.messages];
  if (kept.length >= MAX_MESSAGES) kept.splice(Math.max(0, kept.findIndex((old) => old.state !== 'waiting')), 1);
  alarm.messages = [...kept, message];
  state.dirty = true;
}

/** While a question is open one click is 'yes' and two are 'no'; a long press is an alarm as ever. Was it an answer? */
export function click(state: State, press: ButtonPress): boolean {
  const question = state.revoked ? null : openQuestion(state.alarm);
  if (question === null || press === 'long' || press === 'hold') return false;
  if (press === 'double') {
    answer(state, question, false);
  } else if (state.clicked) {
    const { question: first } = state.clicked;
    state.clicked = null;
    answer(state, first, false);
  } else {
    state.clicked = { question, first: state.tick };
  }
  return true;
}

export function passClick(state: State): void {
  const { clicked } = state;
  if (!clicked || settledAt(clicked) > state.tick) return;
  state.clicked = null;
  answer(state, clicked.question, true);
}

/** The first answer counts. */
export function answer(state: State, question: string, yes: boolean): void {
  if (state.revoked) return;
  state.clicked = null;
  const asked = state.alarm?.messages.find(({ message }) => message === question);
  if (!asked?.asks || asked.answer !== undefined) return;
  change(state, question, { answer: yes ? 'yes' : 'no', state: 'waiting' });
  state.outbox.put({ kind: 'answer', message: question, yes }, state.tick);
}

const what = ({ template, text }: Said): Said => (template === undefined ? { text } : { template });

export function say(state: State, unused: string, said: Said<HandsetTemplate>): void {
  const { alarm, tick, clock } = state;
  const known = said.template === undefined ? (said.text ?? '') !== '' : HANDSET_TEMPLATES.includes(said.template);
  if (state.revoked || !known) return;
  const fresh = lineSaid(state, unused, said);
  if (!alarm || alarm.messages.some(({ message }) => message === fresh)) return;
  const full = state.outbox.of('text').length >= MAX_UNSENT_TEXTS;
  const words = said.template === undefined ? { text: cut(said.text ?? '') } : what(said);
  keep(state, alarm, {
    message: fresh, from: 'handset', ...words, asks: false, at: clock.text(), seen: false, state: full ? 'refused' : 'waiting',
  });
  if (!full) state.outbox.put({ kind: 'text', message: fresh }, tick);
}

export function messageSeen(state: State, id: string): void {
  const message = state.revoked ? undefined : state.alarm?.messages.find((one) => one.message === id);
  if (message?.from !== 'desk' || message.seen) return;
  change(state, id, { seen: true });
  state.outbox.put({ kind: 'seen', message: id }, state.tick);
}

/** The control room said something: felt, and shown where the person looks for it. */
export function told(state: State, id: string, message: string, said: Said<DeskTemplate>, asks: boolean): void {
  const { alarm, clock } = state;
  if (alarm?.press.alarm !== id || alarm.messages.some((known) => known.message === message)) return;
  keep(state, alarm, { message, from: 'desk', ...what(said), asks, at: clock.text(), seen: false, state: 'received' });
  if (alarm.theirs?.message === message) alarm.theirs = null;
  if (state.settings.haptics) state.said.push({ do: 'vibrate', haptic: 'question', pattern_ms: PATTERNS.question });
}

const isAbout = (body: Body, message: string): boolean =>
  (body.kind === 'text' || body.kind === 'answer' || body.kind === 'seen') && body.message === message;

export function textReceived(state: State, id: string, message: string, answers: number | null): void {
  if (state.alarm?.press.alarm !== id) return;
  const { outbox } = state;
  const item =
    answers === null
      ? outbox.all().find((one) => isAbout(one.body, message) && wasSent(one))
      : outbox.get(answers);
  if (!item || !isAbout(item.body, message)) return;
  outbox.remove(item.no);
  state.dirty = true;
  if (item.body.kind !== 'seen') change(state, message, { state: 'received' });
}

/** The cell has as many messages of this alarm as it takes: the person is told that this one will not arrive. */
export function textRefused(state: State, answers: number | null): void {
  const full = (state.alarm?.messages.length ?? 0) >= MAX_MESSAGES;
  const item = answers === null ? null : state.outbox.get(answers);
  if (!full || item?.body.kind !== 'text') return;
  state.outbox.remove(item.no);
  change(state, item.body.message, { state: 'refused' });
}

/** After a restart: what the cell does not know is said again. */
export function resumeTalk(state: State, messages: readonly Message[]): void {
  for (const { message, from, answer: given } of messages.filter((one) => one.state === 'waiting')) {
    if (from === 'handset') state.outbox.put({ kind: 'text', message }, state.tick);
    else if (given !== undefined) state.outbox.put({ kind: 'answer', message, yes: given === 'yes' }, state.tick);
  }
}

export function textUplink(state: State, id: string): Uplink | null {
  const said = state.alarm?.messages.find(({ message }) => message === id);
  if (!said || !state.alarm) return null;
  const words = said.template === undefined ? { text: said.text } : { template: said.template as HandsetTemplate };
  return { type: 'text', alarm: state.alarm.press.alarm, message: id, ...words };
}
