import { formatPredicate, isSymmetric, typesOf } from '../language/predicate-text.js';
import { type Hiding, OBJECT_TYPES, type ObjectType, type Predicate, type Rule, type Task } from '../language/task.js';
import type { Fault } from '../language/task-error.js';
import { describePredicate } from './describe-rules.js';

/** For each type, how many objects there can be: the number at the start, or infinity if a rule can spawn the type. */
function reachableCounts({ objects, rules }: Task): Map<ObjectType, number> {
  const counts = new Map(OBJECT_TYPES.map((type) => [type, objects.filter((object) => object.type === type).length]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { condition, spawns } of rules) {
      if (!canHold(condition, counts)) continue;
      for (const spawn of spawns) {
        if (counts.get(spawn) === Number.POSITIVE_INFINITY) continue;
        counts.set(spawn, Number.POSITIVE_INFINITY);
        changed = true;
      }
    }
  }
  return counts;
}

function canHold(predicate: Predicate, counts: ReadonlyMap<ObjectType, number>): boolean {
  const [first, second] = typesOf(predicate);
  return counts.get(first)! > (first === second ? 1 : 0) && (second === undefined || counts.get(second)! > 0);
}

/** Whether the predicate asks to hold a type of which all objects are frozen. */
function isOfFrozen({ name, arguments: [, type] }: Predicate, { objects }: Task, count: number): boolean {
  const all = objects.filter((object) => object.type === type);
  return name === 'hold' && count === all.length && all.every(({ frozen }) => frozen);
}

const atomText = ({ name, arguments: given }: Predicate): string => {
  const predicate: Predicate = { name, negated: false, arguments: given };
  return formatPredicate(
    isSymmetric(predicate) ? { ...predicate, arguments: [...given].sort() as typeof given } : predicate,
  );
};

/**
 * Lists what is valid but probably not intended: a goal that can never hold, a rule that can never fire, hiding
 * without effect. Such a task can still be run.
 */
export function taskWarnings(task: Task): Fault[] {
  const { goal, rules, players } = task;
  const counts = reachableCounts(task);
  const never = (predicate: Predicate): string | undefined => {
    const atom = describePredicate({ ...predicate, negated: false });
    if (!canHold(predicate, counts))
      return `It can never be that ${atom}: the objects are not there and no rule makes them.`;
    const [type] = typesOf(predicate);
    return isOfFrozen(predicate, task, counts.get(type)!) ? `It can never be that ${atom}: it is frozen.` : undefined;
  };
  const warnings: Fault[] = [];
  const warn = (path: string, message: string | undefined): void => {
    if (message !== undefined) warnings.push({ path, message });
  };
  const warnOfGoal = (predicates: readonly Predicate[], path: string): void => {
    predicates.forEach((predicate, g) => {
      if (!predicate.negated) warn(`${path}/${g}`, never(predicate));
    });
  };
  warnOfGoal(goal, '/goal');
  warnOfGoal(players[1]?.goal ?? [], '/players/1/goal');
  rules.forEach(({ condition }, r) => {
    warn(`/rules/${r}`, never(condition));
    const same = (other: Predicate) => other.negated === condition.negated && atomText(other) === atomText(condition);
    const earlier = rules.findIndex((rule) => same(rule.condition));
    if (earlier < r) warn(`/rules/${r}`, `Rule ${earlier + 1} has the same condition and fires first.`);
  });
  for (const [hiding, path] of [
    [task.hiding, '/hiding'],
    [players[1]?.hiding, '/players/1/hiding'],
  ] as const) {
    if (hiding !== undefined) warnings.push(...uselessHiding(hiding, rules, path));
  }
  return warnings;
}

function uselessHiding({ types, predicates }: Hiding, rules: readonly Rule[], path: string): Fault[] {
  const ofTypes = types.flatMap((type, i): Fault[] => {
    const named = rules.some(({ condition, spawns }) => typesOf(condition).includes(type) || spawns.includes(type));
    const message = `No rule names a ${type}: hiding it changes nothing.`;
    return named ? [] : [{ path: `${path}/types/${i}`, message }];
  });
  const ofPredicates = predicates.flatMap((name, i): Fault[] => {
    const message = `No rule has the predicate ${name}: hiding it changes nothing.`;
    return rules.some(({ condition }) => condition.name === name) ? [] : [{ path: `${path}/predicates/${i}`, message }];
  });
  return [...ofTypes, ...ofPredicates];
}
