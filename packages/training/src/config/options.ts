import { distillationSettings } from '@open-ada/distill';
import { muesliSettings, ppoSettings } from '@open-ada/muesli';
import { InputError } from '@open-ada/node-kit';
import { closestName, expectedOf, nodeOf, type SchemaNode, shown } from '@open-ada/production-rules';
import type * as z from 'zod';
import { RETIRED_OPTIONS } from './former-keys.js';
import { LEARNERS, type LearnerKind } from './learner-settings.js';
import { RUN_GROUPS } from './run-settings.js';

/** A value from the command line, a preset or an experiment. */
export type Value = number | string | boolean | Record<string, unknown>;

/** One option of the command line. It is also one key of the configuration. */
export interface SettingOption {
  key: string;
  schema: z.ZodType;
  node: SchemaNode;
}

export interface OptionGroup {
  title: string;
  options: SettingOption[];
}

const capitalised = (key: string) => key[0].toUpperCase() + key.slice(1);

/** Option key of a distillation setting: `weight` -> `distillWeight`. */
export const distillKey = (key: string) => `distill${capitalised(key)}`;

const optionsOf = (shape: Record<string, z.ZodType>, keyOf = (key: string) => key): SettingOption[] =>
  Object.entries(shape).map(([key, schema]) => ({ key: keyOf(key), schema, node: nodeOf(schema) }));

/** Options of both training commands, grouped by subject. */
export const RUN_OPTIONS: readonly OptionGroup[] = RUN_GROUPS.map(({ title, schema }) => ({
  title,
  options: optionsOf(schema.shape),
}));

/** Options of `train:student` only. */
export const STUDENT_OPTIONS: OptionGroup = {
  title: 'Distillation',
  options: optionsOf(distillationSettings.shape, distillKey),
};

/** Constants that only registered learners have. */
function shapesOfOwnLearners(): Record<string, z.ZodType> {
  const shapes = Object.values(LEARNERS).flatMap(({ shape }) => Object.entries(shape as Record<string, z.ZodType>));
  return Object.fromEntries(shapes.filter(([key]) => !(key in muesliSettings.shape) && !(key in ppoSettings.shape)));
}

/** Constants of the learners. If both learners have a constant of one name, Muesli's comes first. */
export const LEARNER_OPTIONS: OptionGroup = {
  title: 'Learner',
  options: optionsOf({
    ...muesliSettings.shape,
    ...ppoSettings.shape,
    ...muesliSettings.shape,
    ...shapesOfOwnLearners(),
  }),
};

/** All options, including those of students. */
export const ALL_OPTIONS: readonly SettingOption[] = [...RUN_OPTIONS, STUDENT_OPTIONS, LEARNER_OPTIONS].flatMap(
  ({ options }) => options,
);

/** `checkpointMinutes` -> `checkpoint-minutes`. */
export function optionName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Help text of an option: purpose, expected values and default. */
export function optionHelp({ key, node }: SettingOption, changed: object = {}): string {
  const takes = node.type === 'string' && !node.enum ? '' : expectedOf(node);
  const unit = node.unit ? `${takes && ', '}in ${node.unit}` : '';
  return `${node.description} (${[takes + unit, defaultOf(key, node, changed)].filter(Boolean).join('; ')})`;
}

function defaultOf(key: string, node: SchemaNode, changed: object): string {
  if (key in changed) return `default ${(changed as Record<string, unknown>)[key]}`;
  if (node.defaultText) return `default: ${node.defaultText}`;
  const values = (Object.keys(LEARNERS) as LearnerKind[]).flatMap((kind) => {
    const schema = (LEARNERS[kind].shape as Record<string, z.ZodType>)[key];
    return schema ? [{ kind, value: nodeOf(schema).default }] : [];
  });
  if (values.length === 0) return `default ${node.default}`;
  if (values.length === 1) return `default ${values[0].value}, ${values[0].kind} only`;
  const [first, second] = values;
  return first.value === second.value
    ? `default ${first.value}`
    : `default ${first.value}, with ${second.kind} ${second.value}`;
}

/**
 * Parses a value from the command line, a preset or an experiment.
 * @throws InputError in one sentence that names the option
 */
export function parseOption({ key, schema, node }: SettingOption, given: Value): unknown {
  const result = schema.safeParse(typed(node, given));
  if (result.success) return result.data;
  throw new InputError(`--${optionName(key)} ${shown(given)}: expected ${expectedOf(node)}.`);
}

/** Converts the text of an option to the type of its setting. Returns it unchanged if that is impossible. */
function typed(node: SchemaNode, given: Value): unknown {
  if (node.type === 'boolean') return given === 1 || given === '1' || given === 'true' ? true : falseOr(given);
  if (typeof given !== 'string' || node.type === 'string' || node.enum) return given;
  if (node.anyOf?.some((each) => each.const === given)) return given;
  if (node.type === 'object') return jsonOr(given);
  return given.trim() === '' || Number.isNaN(Number(given)) ? given : Number(given);
}

const falseOr = (given: Value): Value => (given === 0 || given === '0' || given === 'false' ? false : given);

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @throws InputError in one sentence for an unknown key, with a suggestion */
export function requireKnown(keys: readonly string[], student: boolean): void {
  const isOfStudents = (key: string) => STUDENT_OPTIONS.options.some((each) => each.key === key);
  const known = ALL_OPTIONS.map(({ key }) => key).filter((key) => student || !isOfStudents(key));
  const unknown = keys.find((key) => key !== 'preset' && !known.includes(key));
  if (unknown === undefined) return;
  if (isOfStudents(unknown)) throw new InputError(`--${optionName(unknown)} is an option of train:student only.`);
  if (RETIRED_OPTIONS.includes(unknown)) throw new InputError(`the setting "${unknown}" is gone: leave it out.`);
  const meant = closestName(unknown, known);
  throw new InputError(`there is no setting "${unknown}"${meant ? ` (did you mean "${meant}"?).` : '; see --help.'}`);
}
