import { formatPredicate } from './predicate-text.js';
import { formatRule } from './rule-text.js';
import type { PlayerStart, Predicate, Rule, Task, TaskObject } from './task.js';

const fileRule = (rule: Rule) => (rule.hidden ? { rule: formatRule(rule), hidden: true } : formatRule(rule));

const fileObject = ({ type, at, size, frozen }: TaskObject) => ({
  type,
  at,
  ...(size === 1 ? {} : { size }),
  ...(frozen ? { frozen } : {}),
});

const fileGoal = (goal: readonly Predicate[]) =>
  goal.length === 1 ? formatPredicate(goal[0]) : goal.map(formatPredicate);

const filePlayer = ({ goal, hiding, ...start }: PlayerStart) => ({
  ...start,
  ...(goal === undefined ? {} : { goal: fileGoal(goal) }),
  ...(hiding === undefined ? {} : { hiding: Object.fromEntries(listed(hiding)) }),
});

/** The lists that are not empty. */
const listed = ({ rules, types, predicates }: NonNullable<PlayerStart['hiding']>) =>
  Object.entries({ rules, types, predicates }).filter(([, list]) => list.length > 0);

/**
 * Converts a task to the plain data of its file; default values are left out. `parseTask` of its JSON returns the
 * task.
 */
export function taskToFile(task: Task): Record<string, unknown> {
  const { types, predicates } = task.hiding;
  return {
    version: task.version,
    name: task.name,
    ...(task.tests === undefined ? {} : { tests: task.tests }),
    goal: fileGoal(task.goal),
    ...(task.rules.length > 0 ? { rules: task.rules.map(fileRule) } : {}),
    ...(types.length + predicates.length > 0 ? { hiding: { types, predicates } } : {}),
    objects: task.objects.map(fileObject),
    world: task.world,
    players: task.players.map(filePlayer),
    trialSeconds: task.trialSeconds,
  };
}

/** JSON on one line with a space after each comma and colon, outside strings. */
function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{ ${entries.map(([key, member]) => `${JSON.stringify(key)}: ${oneLine(member)}`).join(', ')} }`;
}

function member(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return oneLine(value);
  return `[\n${value.map((item) => `    ${oneLine(item)}`).join(',\n')}\n  ]`;
}

/**
 * Formats a task file for reading and editing: one line per rule, object, row and player.
 * @param schema where an editor finds the JSON Schema; the default is right for a file in a subfolder of `tasks`
 */
export function formatTask(task: Task, schema = '../task.schema.json'): string {
  const { world, ...file } = taskToFile(task) as { world: Task['world'] };
  const rows = world.rows.map((row) => `      ${JSON.stringify(row)}`).join(',\n');
  const members = Object.entries({ $schema: schema, ...file }).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${member(value)}`,
  );
  return `{\n${[...members, `  "world": {\n    "rows": [\n${rows}\n    ]\n  }`].join(',\n')}\n}\n`;
}
