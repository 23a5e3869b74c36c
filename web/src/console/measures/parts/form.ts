// A form as a list of fields: each field's name is the path in the command, so that an error of the server finds its field. Pure.
import type { CommandForm } from '../../../lib/api/measure-types';
import type { MessageKey } from '../../../lib/i18n/keys';
import type { PaperKind } from '../../papers/kinds';

/** The longest text that a measure keeps. */
export const MAX_TEXT = 10_000;
/** The longest number of a report, a file or a registration. */
export const MAX_NUMBER = 40;

export interface Option {
  value: string;
  text: string;
}
interface Base {
  /** The path in the command: `pv.number`. */
  name: string;
  label: string;
  hint?: string;
  /** May stay empty: it is then left out. */
  optional?: true;
}
export type FormField =
  | (Base & { type: 'date'; min?: string; max?: string })
  | (Base & { type: 'text'; rows?: number })
  /** `fits` compares what is read from a thing with the record of it. */
  | (Base & { type: 'line'; max?: number; fits?: (said: string) => boolean })
  | (Base & { type: 'choice'; options: readonly Option[] })
  | (Base & { type: 'select'; options: readonly Option[] })
  /** The signed copy of a document: one that is filed already, or one that is uploaded here. */
  | (Base & { type: 'copy'; paper: PaperKind; options: readonly Option[] })
  | (Base & { type: 'many'; options: readonly Option[] });
/** How a form reaches the documents of its measure. */
export interface PaperDoor {
  measure: string;
  make: (kind: PaperKind) => void;
  filed: () => void;
}
export interface FormPart {
  /** The words over these fields; without them they follow the part before. */
  title?: string;
  fields: FormField[];
}
export type Values = Record<string, string | string[]>;

const text = (values: Values, name: string): string => {
  const value = values[name];
  return typeof value === 'string' ? value.trim() : '';
};
export { text as valueOf };

/** What is wrong with a field before it is sent; `null` when nothing is. */
export function wrongWith(field: FormField, values: Values): MessageKey | null {
  if (field.type === 'many') {
    const chosen = values[field.name];
    return field.optional || (Array.isArray(chosen) && chosen.length > 0) ? null : 'field-choose';
  }
  const said = text(values, field.name);
  if (said === '' && field.type === 'copy') return field.optional ? null : 'field-copy';
  if (said === '') return field.optional ? null : field.type === 'choice' || field.type === 'select' ? 'field-choose' : 'field-empty';
  if (field.type === 'text' && said.length > MAX_TEXT) return 'field-too-long';
  if (field.type === 'line' && said.length > (field.max ?? MAX_NUMBER)) return 'field-too-long';
  if (field.type === 'line' && field.fits && !field.fits(said)) return 'field-not-same';
  if (field.type !== 'date') return null;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(said) || Number.isNaN(Date.parse(`${said}T00:00:00Z`))) return 'field-no-day';
  if (field.max !== undefined && said > field.max) return 'field-day-late';
  if (field.min !== undefined && said < field.min) return 'field-day-early';
  return null;
}

/** The fields that are wrong, in order. */
export function wrongOf(parts: readonly FormPart[], values: Values): { name: string; key: MessageKey }[] {
  return parts.flatMap((part) => part.fields).flatMap((field) => {
    const key = wrongWith(field, values);
    return key ? [{ name: field.name, key }] : [];
  });
}

type Tree = { [name: string]: unknown };

/** Fields by their paths as one object: `pv.number` becomes `{ pv: { number } }`. What is empty and optional is left out. */
export function nest(parts: readonly FormPart[], values: Values): Tree {
  const whole: Tree = {};
  for (const field of parts.flatMap((part) => part.fields)) {
    const value = field.type === 'many' ? values[field.name] ?? [] : text(values, field.name);
    if (value === '' && field.optional && field.type !== 'text') continue;
    const steps = field.name.split('.');
    const last = steps.pop() ?? field.name;
    let here = whole;
    for (const step of steps) {
      const next = here[step];
      const made: Tree = typeof next === 'object' && next !== null ? (next as Tree) : {};
      here[step] = made;
      here = made;
    }
    here[last] = value;
  }
  return whole;
}

/** The command of a form whose names are the paths of that command. */
export const commandOf = (type: CommandForm['type'], parts: readonly FormPart[], values: Values): CommandForm =>
  ({ type, ...nest(parts, values) }) as unknown as CommandForm;

/** Does the error of the server belong to this field? `command.pv.number` is about `pv.number`. */
export function isAbout(problemField: string | null | undefined, name: string): boolean {
  if (!problemField) return false;
  const path = problemField.replace(/^command\./, '');
  return path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`);
}
