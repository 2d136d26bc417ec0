import { generateTask } from '@open-ada/curriculum';
import type { Task } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { TestedConditions } from '../src/experts/explorer/tested.js';

const [SEEDS, TRIALS, TRIAL_STEPS] = [12, 3, 40];
const TRIED = /^trying (hold|near)\((.+), (.+)\), /;

type View = ReturnType<BatchedEnvironment['view']>;
type Condition = [name: string, a: string, b: string];

/** Whether something is in the hand, or two objects are near each other. */
function holds({ me, objects }: View, [name, a, b]: Condition): boolean {
  if (name === 'hold') return objects[me.held]?.type === b;
  const [first, second] = [a, b].map((type) => objects.filter((object) => object.type === type));
  return first.some((one) =>
    second.some((other) => Math.hypot(...one.position.map((x, axis) => x - other.position[axis])) <= 1),
  );
}

/** Plays an episode as the explorer does. Returns what it tried in vain, and what of that it tried again. */
function explore(task: Task, seed: number): { inVain: Set<string>; again: string[] } {
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, task, { trials: TRIALS, seed });
  const explorer = new Explorer();
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const inVain = new Set<string>();
  const again: string[] = [];
  let tried: Condition | undefined;
  let came: Condition | undefined;
  for (let step = 0; step < TRIALS * TRIAL_STEPS; step++) {
    const view = environment.view(0, 0);
    // A rule would have fired as soon as its condition held, and have taken away what is in it.
    if (came && holds(view, came)) inVain.add(came.join());
    came = tried && holds(view, tried) ? tried : undefined;
    explorer.act(environment, 0, actions);
    tried = TRIED.exec(explorer.explain(environment, 0))?.slice(1) as Condition | undefined;
    if (tried && inVain.has(tried.join())) again.push(tried.join());
    environment.step(actions, new Float32Array(1), new Uint8Array(1));
  }
  return { inVain, again };
}

it.each(['make-by-hold', 'make-by-near'] as const)('what was tried in vain in %s is not tried again', (family) => {
  let count = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const { inVain, again } = explore(generateTask(family, seed, { side: 'training' }), seed);
    expect(again).toEqual([]);
    count += inVain.size;
  }
  expect(count).toBeGreaterThan(20);
});

it('what was seen in vain stays known, and what was only given up comes into question again', () => {
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, generateTask('make-by-hold', 1, { side: 'training' }), { trials: 1, seed: 1 });
  const { players, objects } = environment.state(0);
  const [me] = players;
  const [{ type }] = objects;
  const tested = new TestedConditions();
  tested.note({ me } as Parameters<TestedConditions['note']>[0], [{ ...objects[0], holder: 0 }]);
  tested.giveUp({ name: 'near', negated: false, arguments: [type, 'black sphere'] });
  expect(tested.has('hold', ['me', type])).toBe(true);
  expect(tested.has('near', ['black sphere', type])).toBe(true);
  tested.doubt();
  expect(tested.has('hold', ['me', type])).toBe(true);
  expect(tested.has('near', ['black sphere', type])).toBe(false);
});
