import { jit } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { makeAgent, observationSpec } from '../../../test/kit/small-agent.js';
import { readLayout } from '../src/network/observation-layout.js';
import { chainOf } from '../src/network/rule-chain.js';
import type { AgentConfig } from '../src/network/settings.js';

const TOKENS = 19;
const [HOLD, NEAR] = [1, 2];
const ME = 1;
/** Token of an object type. */
const type = (index: number) => 3 + index;
const { task } = readLayout(observationSpec);

/** A shown rule: the types of its condition, of which the first is held if there is no second, and what it spawns. */
function rule(condition: number[], spawns: number[] = []): number[] {
  const [a, b] = condition;
  const head = b === undefined ? [1, 0, HOLD, ME, type(a)] : [1, 0, NEAR, type(a), type(b)];
  return [...head, ...[0, 1, 2].map((k) => (k < spawns.length ? type(spawns[k]) : 0))];
}
const near = (a: number, b: number, negated = 0) => [negated, NEAR, type(a), type(b)];
const hold = (a: number, negated = 0) => [negated, HOLD, ME, type(a)];

/** The depth from which on each rule is on the way, 0 for never. */
async function depths(atoms: number[][], rules: number[][], settings: Partial<AgentConfig>): Promise<number[]> {
  const { config } = makeAgent(8, settings);
  const compiled = await jit(
    (inputs) => {
      const hot = (x: tf.Tensor) => tf.oneHot(tf.cast(x, 'int32'), TOKENS, 1, 0, 'float32');
      const { onTheWay } = chainOf(hot(inputs.goal as tf.Tensor), hot(inputs.rules as tf.Tensor), task, config);
      return { ways: tf.concat(onTheWay, 2) };
    },
    {
      goal: { shape: [1, atoms.length, 4], dtype: 'float32' },
      rules: { shape: [1, rules.length, 8], dtype: 'float32' },
    },
  );
  const ways = new Float32Array(rules.length * config.matchDepth);
  await compiled.run({ goal: Float32Array.from(atoms.flat()), rules: Float32Array.from(rules.flat()) }, { ways });
  await compiled.release();
  return rules.map((_, r) => {
    const row = ways.subarray(r * config.matchDepth, (r + 1) * config.matchDepth);
    // A rule stays on the way at all greater depths.
    expect([...row]).toEqual([...row].sort());
    return row.indexOf(1) + 1;
  });
}

describe('rules on the way to the goal', () => {
  const CHAIN = [rule([1], [0]), rule([2], [1]), rule([3], [2]), rule([4], [3]), rule([5], [4]), rule([6], [5])];

  it('are followed back as far as the depth says', async () => {
    expect(await depths([hold(0)], CHAIN, {})).toEqual([1, 2, 3, 0, 0, 0]);
    expect(await depths([hold(0)], CHAIN, { matchDepth: 5 })).toEqual([1, 2, 3, 4, 5, 0]);
    expect(await depths([hold(9)], CHAIN, { matchDepth: 5 })).toEqual(Array(6).fill(0));
  });

  it('are, for a negated goal, those that consume what it names, and those that make what these need', async () => {
    const rules = [
      rule([1, 3], [4]),
      // Makes the partner of the rule above.
      rule([5], [3]),
      // Consumes and spawns again.
      rule([2, 6], [2]),
      // Makes what the goal forbids.
      rule([7], [1]),
      rule([2], []),
    ];
    const goal = [near(1, 2, 1)];
    expect(await depths(goal, rules, { matchNegated: true })).toEqual([1, 2, 0, 0, 1]);
    expect(await depths(goal, rules, {})).toEqual([0, 0, 0, 0, 0]);
  });

  it('do not consume what another atom of the goal needs', async () => {
    const rules = [rule([1], []), rule([2], []), rule([3], [1])];
    const goal = [near(1, 2, 1), hold(1)];
    expect(await depths(goal, rules, { matchNegated: true })).toEqual([0, 1, 1]);
  });

  it('are found through a hidden type, which has one number in all rules, and through no other hidden type', async () => {
    // Types from 12 on are the hidden ones.
    const rules = [rule([1, 12], [0]), rule([3], [12]), rule([4], [13]), rule([5], [3])];
    expect(await depths([hold(0)], rules, { matchHidden: true })).toEqual([1, 2, 0, 3]);
    expect(await depths([hold(0)], rules, {})).toEqual([1, 0, 0, 0]);
  });

  it('are the same with the setting where no atom is negated', async () => {
    expect(await depths([hold(0)], CHAIN, { matchNegated: true })).toEqual([1, 2, 3, 0, 0, 0]);
  });
});
