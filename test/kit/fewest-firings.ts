import { type ObjectType, PLAYERS, type Predicate, type Task } from '@open-ada/production-rules';

const typesOf = ({ arguments: given }: Predicate): ObjectType[] =>
  given.filter((argument): argument is ObjectType => !(PLAYERS as readonly string[]).includes(argument));

/** The objects that are left when a condition's are taken away, or undefined where they are not there. */
function without(objects: readonly string[], taken: readonly string[]): string[] | undefined {
  const left = [...objects];
  for (const type of taken) {
    const at = left.indexOf(type);
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left;
}

/** What there is, sorted, after each rule in turn has fired; undefined for a rule that cannot. */
export const afterEach = (state: readonly string[], rules: Task['rules']): (string[] | undefined)[] =>
  rules.map(({ condition, spawns }) => without(state, typesOf(condition))?.concat(spawns).sort());

/**
 * The fewest firings after which the objects allow the goal of a task of one predicate: those of a positive one are there; of a
 * negated one about frozen objects, one is gone. Breadth-first over all multisets of objects; -1 where there is no way.
 */
export function fewestFirings({ goal: [goal], rules, objects }: Task): number {
  const isFrozen = (type: ObjectType) => objects.some((object) => object.type === type && object.frozen);
  const mustGo = goal.negated && typesOf(goal).every(isFrozen);
  const done = (present: readonly string[]) => (without(present, typesOf(goal)) !== undefined) !== mustGo;
  let states: string[][] = [objects.map(({ type }) => type).sort()];
  const known = new Set(states.map((state) => state.join()));
  for (let firings = 0; states.length > 0; firings++) {
    if (states.some(done)) return firings;
    const next: string[][] = [];
    for (const state of states) {
      for (const after of afterEach(state, rules)) {
        if (after === undefined || after.length > 16 || known.has(after.join())) continue;
        known.add(after.join());
        next.push(after);
      }
    }
    states = next;
  }
  return -1;
}
