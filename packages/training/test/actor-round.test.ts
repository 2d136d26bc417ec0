import { Actor, AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { EPISODE_DEFAULTS, fillingTrialSteps, generateTask } from '@open-ada/curriculum';
import { parsePredicate, parseRule } from '@open-ada/production-rules';
import type { EpisodeSpec } from '@open-ada/rollout';
import { actionSpec, COMPACT, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import type { ActReply } from '../src/transport/transport.js';
import { digest } from './digest.js';

const ENVIRONMENTS = 4;
const STEPS = 40;
const PREVIOUS_REWARD_AND_ACTION = observationSpec(COMPACT).parts.find((part) => part.name === 'previous')!;

function episode(trials: number, clearAt: EpisodeSpec['clearAt'], seed = 5): EpisodeSpec {
  const trialSeconds = fillingTrialSteps(trials, { ...EPISODE_DEFAULTS, stepsPerIteration: STEPS }) / 5;
  return { task: generateTask('hold', seed, { side: 'training', trialSeconds }), trials, seed, clearAt };
}

describe('an iteration of one actor', () => {
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(COMPACT), actionSpec(COMPACT));
  const weights = agent.initialise(3);
  const setup = {
    agent: AGENT_SIZES.tiny,
    simulation: COMPACT,
    envCount: ENVIRONMENTS,
    steps: STEPS,
    threads: 1,
    discount: 0.9,
  };
  // Three trials of 13 steps, twice; two of 20; the last environment stays idle.
  const request = {
    episodes: [episode(3, [2]), episode(3, []), episode(2, 'always')],
    seed: 11,
    weights,
    mode: 'sample' as const,
    record: true,
  };
  let actor: RolloutActor;
  let reply: ActReply;
  beforeAll(async () => {
    actor = await RolloutActor.create({ ...setup, backend: 'onnx-cpu' });
    reply = await actor.play(request);
  });
  afterAll(() => actor.release());

  const row = (field: 'mask' | 'segment' | 'rewards' | 'hasSeenReward', envIndex: number) => [
    ...reply.trajectory![field].subarray(envIndex * STEPS, (envIndex + 1) * STEPS),
  ];

  it('masks what lies after the end of an episode, and idle environments', () => {
    const ones = [0, 1, 2, 3].map((envIndex) => row('mask', envIndex).lastIndexOf(1) + 1);
    expect(ones).toEqual([39, 39, 40, 0]);
    expect([0, 1, 2, 3].map((envIndex) => row('mask', envIndex).filter((m) => m === 1).length)).toEqual(ones);
    expect(reply.steps).toBe(39 + 39 + 40);
    const { observations } = reply.trajectory!;
    const size = observations.length / (ENVIRONMENTS * STEPS);
    expect(observations.subarray(39 * size, 40 * size).every((x) => x === 0)).toBe(true);
    expect(observations.subarray(38 * size, 39 * size).some((x) => x !== 0)).toBe(true);
  });

  it('labels rules that consume what a negated goal names only if the agent matches them', async () => {
    const { task, ...rest } = episode(2, []);
    const { condition } = parseRule('hold(me, yellow sphere) -> nothing');
    const negated = {
      ...task,
      goal: [parsePredicate('not see(me, yellow sphere)')],
      rules: [{ condition, spawns: [], hidden: true }],
    };
    const labels = async (matchNegated: boolean) => {
      const other = await RolloutActor.create({
        ...setup,
        agent: { ...setup.agent, matchNegated },
        backend: 'onnx-cpu',
      });
      const { trajectory } = await other.play({ ...request, episodes: [{ ...rest, task: negated }] });
      await other.release();
      return trajectory!.ruleLabels.reduce((a, b) => a + b);
    };
    expect([await labels(false), await labels(true)]).toEqual([0, 1]);
  });

  it('counts memory segments where memory is cleared', () => {
    expect(row('segment', 0).slice(0, 39)).toEqual([...Array(26).fill(0), ...Array(13).fill(1)]);
    expect(row('segment', 1).every((s) => s === 0)).toBe(true);
    expect(row('segment', 2)).toEqual([...Array(20).fill(0), ...Array(20).fill(1)]);
  });

  it('marks the steps that have a reward behind them in their memory segment', () => {
    for (const envIndex of [0, 1, 2, 3]) {
      const [rewards, segments, mask] = [row('rewards', envIndex), row('segment', envIndex), row('mask', envIndex)];
      const expected = rewards.map((_, t) =>
        Number(mask[t] === 1 && rewards.slice(0, t).some((reward, s) => reward > 0 && segments[s] === segments[t])),
      );
      expect(row('hasSeenReward', envIndex)).toEqual(expected);
    }
  });

  it('shows no previous action or reward after memory was cleared, and the last one where it was not', () => {
    const { observations } = reply.trajectory!;
    const size = observations.length / (ENVIRONMENTS * STEPS);
    const previous = (envIndex: number, t: number) => {
      const start = (envIndex * STEPS + t) * size + PREVIOUS_REWARD_AND_ACTION.offset;
      return observations.subarray(start, start + PREVIOUS_REWARD_AND_ACTION.shape[0]);
    };
    expect(previous(0, 26).every((x) => x === 0)).toBe(true);
    expect(previous(0, 13).some((x) => x !== 0)).toBe(true);
    expect(previous(1, 26).some((x) => x !== 0)).toBe(true);
  });

  it('acts after clearing as an agent without a past', async () => {
    const { behaviourLogits, observations, taskObservations } = reply.trajectory!;
    const choices = behaviourLogits.length / (ENVIRONMENTS * STEPS);
    const stepSize = observations.length / (ENVIRONMENTS * STEPS);
    const size = stepSize + taskObservations.length / ENVIRONMENTS;
    /** Logits of an agent that sees step t of environment 0 as its first. */
    const fresh = await Actor.create(agent, { environments: ENVIRONMENTS });
    fresh.setParameters(weights);
    const logitsAt = async (t: number) => {
      const seen = new Float32Array(ENVIRONMENTS * size);
      seen.set(observations.subarray(t * stepSize, (t + 1) * stepSize));
      seen.set(taskObservations.subarray(0, size - stepSize), stepSize);
      fresh.clearAll();
      const logits = new Float32Array(ENVIRONMENTS * choices);
      await fresh.act(
        seen,
        { float: () => 0.5 },
        { actions: new Int32Array(ENVIRONMENTS * 3), logits, values: new Float32Array(ENVIRONMENTS) },
      );
      return logits.slice(0, choices);
    };
    const played = (t: number) => behaviourLogits.slice(t * choices, (t + 1) * choices);
    const distance = (a: Float32Array, b: Float32Array) => Math.max(...a.map((x, i) => Math.abs(x - b[i])));
    expect(distance(await logitsAt(0), played(0))).toBeLessThan(1e-5);
    expect(distance(await logitsAt(26), played(26))).toBeLessThan(1e-5);
    expect(distance(await logitsAt(25), played(25))).toBeGreaterThan(1e-4);
    await fresh.release();
  });

  it('sums rewards by trial', () => {
    expect(reply.rewardByTrial.map((trials) => trials.length)).toEqual([3, 3, 2]);
    const sums = row('rewards', 2);
    const [first, second] = [sums.slice(0, 20), sums.slice(20)].map((part) => part.reduce((a, b) => a + b, 0));
    expect(reply.rewardByTrial[2][0]).toBeCloseTo(first, 5);
    expect(reply.rewardByTrial[2][1]).toBeCloseTo(second, 5);
  });

  it('does not depend on what was played before, nor on the arrays it writes into', async () => {
    const rewards = structuredClone(reply.rewardByTrial);
    const trajectory = digest(...Object.values(reply.trajectory!));
    // Longer episodes in every environment, into the same arrays.
    const others = [77, 78, 79, 80].map((seed) => episode(2, [1], seed));
    await actor.play({ ...request, episodes: others, seed: 1, reuse: reply.trajectory });
    const again = await actor.play({ ...request, reuse: reply.trajectory });
    expect(again.rewardByTrial).toEqual(rewards);
    expect(digest(...Object.values(again.trajectory!))).toBe(trajectory);
  });
});
