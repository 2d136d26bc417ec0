import { OBJECT_TYPES, type ObjectType, PREDICATES, Random, type Task } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { randomTask } from './tasks.js';

const TRIALS = 2;

/** Two tasks of which an agent is told the same, and which look the same at first; what differs is hidden or out of sight. */
interface Twins {
  one: Task;
  other: Task;
}

/** Other rules behind the same hidden ones. */
function hiddenRules(random: Random, task: Task): Twins {
  const rules = task.rules.map((rule) => ({ ...rule, hidden: true }));
  const otherRules = rules.map((rule) => {
    const type = random.pick(task.objects).type;
    const name = random.pick(['hold', 'near', 'touching'] as const);
    const spawns = Array.from({ length: random.int(3) }, () => random.pick(OBJECT_TYPES));
    return { ...rule, condition: { name, negated: false, arguments: ['me', type] as ['me', ObjectType] }, spawns };
  });
  return { one: { ...task, rules }, other: { ...task, rules: otherRules } };
}

/** Another type behind the same number: the two change places in all rules. */
function hiddenType(random: Random, task: Task): Twins {
  const [a, b] = random.shuffle([...OBJECT_TYPES]);
  const swap = <T extends string>(type: T): T => (type === a ? b : type === b ? a : type) as T;
  const named = (rules: Task['rules']): string[] =>
    rules.flatMap(({ condition, spawns }) => [...condition.arguments, ...spawns]);
  const other = task.rules.map((rule) => ({
    ...rule,
    condition: { ...rule.condition, arguments: rule.condition.arguments.map(swap) as Task['goal'][0]['arguments'] },
    spawns: rule.spawns.map(swap),
  }));
  // Hidden are those of the two that the rules name: where a stands in one task, b does in the other.
  const types = [a, b].filter((type) => named(task.rules).includes(type));
  return {
    one: { ...task, hiding: { ...task.hiding, types } },
    other: { ...task, rules: other, hiding: { ...task.hiding, types: types.map(swap) } },
  };
}

/** Another predicate behind the same number. */
function hiddenPredicate(random: Random, task: Task): Twins {
  const [a, b] = random.shuffle(PREDICATES.filter((name) => name !== 'hold'));
  const swap = (name: (typeof PREDICATES)[number]) => (name === a ? b : name === b ? a : name);
  const isPlain = ({ condition }: Task['rules'][number]): boolean => condition.name !== 'hold';
  const rules = task.rules.filter(isPlain);
  const other = rules.map((rule) => ({ ...rule, condition: { ...rule.condition, name: swap(rule.condition.name) } }));
  const predicates = [a, b].filter((name) => rules.some(({ condition }) => condition.name === name));
  return {
    one: { ...task, rules, hiding: { ...task.hiding, predicates } },
    other: { ...task, rules: other, hiding: { ...task.hiding, predicates: predicates.map(swap) } },
  };
}

/** Another object, or none, where one is. */
function unseenObject(random: Random, task: Task): Twins {
  const at = random.int(task.objects.length);
  const objects = [...task.objects];
  if (random.int(2) === 0) objects.splice(at, 1);
  else objects[at] = { ...objects[at], type: random.pick(OBJECT_TYPES) };
  return { one: task, other: { ...task, objects } };
}

/** Steps in which two explorers were shown the same, before the first in which they were not; they must do the same. */
function sameSteps({ one, other }: Twins, seed: number): { steps: number; differ: boolean } {
  const environment = new BatchedEnvironment(COMPACT, 2);
  environment.reset(0, one, { trials: TRIALS, seed });
  environment.reset(1, other, { trials: TRIALS, seed });
  const { size } = environment.observationSpec;
  const groups = environment.actionSpec.groups.length;
  const explorer = new Explorer();
  const observations = new Float32Array(2 * size);
  const actions = new Int32Array(2 * groups);
  const rewards = new Float32Array(2);
  const events = new Uint8Array(2);
  for (let steps = 0; ; steps++) {
    environment.observe(observations);
    for (let k = 0; k < size; k++) if (observations[k] !== observations[size + k]) return { steps, differ: true };
    if (events[0] === 2) return { steps, differ: false };
    explorer.act(environment, 0, actions);
    explorer.act(environment, 1, actions);
    expect([...actions.slice(groups)]).toEqual([...actions.slice(0, groups)]);
    environment.step(actions, rewards, events);
  }
}

it.each([
  ['hidden rules', hiddenRules],
  ['a hidden type', hiddenType],
  ['a hidden predicate', hiddenPredicate],
  ['an object out of sight', unseenObject],
] as const)('tasks that differ only in %s make no difference before it shows', (_, twin) => {
  let steps = 0;
  let differing = 0;
  for (let seed = 0; seed < 60; seed++) {
    const random = new Random(seed, 3);
    const result = sameSteps(twin(random, randomTask(seed)), seed);
    steps += result.steps;
    if (result.differ) differing++;
  }
  // Else nothing was compared, or nothing differed.
  expect(steps).toBeGreaterThan(600);
  expect(differing).toBeGreaterThan(3);
});
