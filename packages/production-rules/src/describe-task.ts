import { mapExtent } from './geometry.js';
import type { Argument, Hiding, Predicate, PredicateName, Rule, Task, TaskObject } from './task.js';

const VERBS: Record<PredicateName, string> = {
  near: 'within 1 m of',
  touching: 'touching',
  hold: 'holding',
  see: 'seeing',
};

const isPlayer = (argument: Argument) => argument === 'me' || argument === 'other';
const word = (argument: Argument) => (isPlayer(argument) ? argument : `a ${argument}`);

/** E.g. `I am holding a yellow sphere`, `no black cube is within 1 m of a purple slab`. */
function describePredicate({ name, negated, arguments: [first, second] }: Predicate): string {
  const verb = VERBS[name];
  if (first === 'me') return `I am ${negated ? 'not ' : ''}${verb} ${word(second)}`;
  if (first === 'other') return `the other is ${negated ? 'not ' : ''}${verb} ${word(second)}`;
  return `${negated ? 'no' : 'a'} ${first} is ${verb} ${word(second)}`;
}

function describeRule({ condition, spawns, hidden }: Rule): string {
  const consumed = condition.arguments.filter((argument) => !isPlayer(argument)).length;
  const when = condition.negated
    ? `Once it is no longer so that ${describePredicate({ ...condition, negated: false })}`
    : `When ${describePredicate(condition)}`;
  const what = spawns.length > 0 ? `turn${consumed > 1 ? '' : 's'} into ${spawns.map(word).join(' and ')}` : undefined;
  const outcome = what ?? (consumed > 1 ? 'vanish' : 'vanishes');
  return `${when}, ${consumed > 1 ? 'both' : 'it'} ${outcome}${hidden ? ' (hidden)' : ''}.`;
}

function countObjects(objects: readonly TaskObject[]): string {
  const counts = new Map<string, number>();
  for (const { type, frozen } of objects) {
    const name = frozen ? `frozen ${type}` : type;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const listed = [...counts].map(([name, count]) => (count > 1 ? `${count} x ${name}` : name));
  return listed.length > 0 ? `${listed.join(', ')}.` : 'none.';
}

function describeHiding({ types, predicates }: Hiding): string[] {
  const names = [...types, ...predicates];
  return names.length > 0 ? [`In the rules the agent sees only a number instead of: ${names.join(', ')}.`] : [];
}

/** A task in plain English, a few lines without a newline at the end. */
export function describeTask(task: Task): string {
  const { width, depth } = mapExtent(task.world);
  return [
    `${task.name}: a room of ${width} x ${depth} m, trials of ${task.trialSeconds} s.`,
    `Goal: ${task.goal.map(describePredicate).join(', and ')}.`,
    task.rules.length > 0 ? 'Rules:' : 'There are no rules.',
    ...task.rules.map((rule, r) => `  ${r + 1}. ${describeRule(rule)}`),
    ...describeHiding(task.hiding),
    `Objects (${task.objects.length}): ${countObjects(task.objects)}`,
  ].join('\n');
}
