import { generateTask } from '@open-ada/curriculum';
import { OBJECT_TYPES, type ObjectType, PREDICATES } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer, TESTED_OF_TYPE, TESTED_WORDS } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';

const TRIALS = 3;

/** Whether a fact about a type is among those that were written. */
function fact(words: Int32Array, type: ObjectType, index: number): boolean {
  const ofWord = OBJECT_TYPES.length / TESTED_WORDS;
  const t = OBJECT_TYPES.indexOf(type);
  const bit = (t % ofWord) * TESTED_OF_TYPE + index;
  return Math.floor(words[Math.floor(t / ofWord)] / 2 ** bit) % 2 === 1;
}

/** Plays an episode as the explorer does, and shows at each step what it has tested. */
function explore(
  family: 'make-by-hold' | 'make-by-near',
  seed: number,
  look: (words: Int32Array, held: ObjectType | undefined) => void,
) {
  const task = generateTask(family, seed, { side: 'training' });
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, task, { trials: TRIALS, seed });
  const explorer = new Explorer();
  const actions = new Int32Array(environment.actionSpec.groups.length);
  const words = new Int32Array(TESTED_WORDS).fill(7);
  explorer.writeTested(environment, 0, 0, words, 0);
  expect([...words]).toEqual([0, 0, 0]);
  for (let step = 0; step < TRIALS * 40; step++) {
    explorer.act(environment, 0, actions);
    explorer.writeTested(environment, 0, 0, words, 0);
    const { me, objects } = environment.view(0, 0);
    look(words, objects[me.held]?.type);
    environment.step(actions, new Float32Array(1), new Uint8Array(1));
  }
  return task;
}

it('tells which types were held in vain, for the whole episode, and never that of a rule', () => {
  const HOLD = PREDICATES.indexOf('hold');
  let known = 0;
  for (let seed = 0; seed < 12; seed++) {
    const inVain = new Set<ObjectType>();
    let before: ObjectType | undefined;
    const holds: boolean[] = [];
    const task = explore('make-by-hold', seed, (words, held) => {
      if (held !== undefined && held === before) inVain.add(held);
      before = held;
      for (const type of inVain) holds.push(fact(words, type, HOLD));
      for (const word of words) expect(word).toBeLessThan(2 ** 24);
    });
    const [{ condition }] = task.rules;
    const secret = condition.arguments[1] as ObjectType;
    expect(inVain.has(secret)).toBe(false);
    known += holds.length;
    expect(holds.every(Boolean)).toBe(true);
  }
  expect(known).toBeGreaterThan(100);
});

it('tells what was brought near in vain by what is in the hand, and never of the pair of a rule', () => {
  const NEAR_HELD = PREDICATES.length;
  let told = 0;
  for (let seed = 0; seed < 12; seed++) {
    const pairs: [ObjectType, ObjectType][] = [];
    let emptyHand = 0;
    const task = explore('make-by-near', seed, (words, held) => {
      for (const type of OBJECT_TYPES) {
        if (!fact(words, type, NEAR_HELD)) continue;
        if (held === undefined) emptyHand++;
        else pairs.push([held, type]);
      }
    });
    expect(emptyHand).toBe(0);
    const secret = [...task.rules[0].condition.arguments].sort().join();
    expect(pairs.map((pair) => [...pair].sort().join())).not.toContain(secret);
    told += pairs.length;
  }
  expect(told).toBeGreaterThan(50);
});
