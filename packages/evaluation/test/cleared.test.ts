import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Actor } from '@open-ada/ada-agent';
import { parseTask, Random, type Task } from '@open-ada/production-rules';
import { agentPolicy, deriveSeed, noopPolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, EVENT } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { EXAMPLES, tinyAgent } from '../../../test/kit/evaluation.js';
import { ShardPlayer } from '../src/playing/shard-player.js';
import { startAsTrial } from '../src/playing/trial-start.js';

const example = (name: string): Task => parseTask(readFileSync(join(EXAMPLES, `${name}.jsonc`), 'utf8'));
const task = example('hold-the-sphere');
/** Its reward differs with every heading and turn. */
const seeing: Task = { ...task, goal: [{ name: 'see', negated: false, arguments: task.goal[0].arguments }] };
const K = 4;
const PAIR = { ...COMPACT, players: 2 };

describe('a trial on its own', () => {
  it.each(['hold-the-sphere', 'wrong-pair'])('starts as it does in its episode: %s', (name) => {
    const environment = new BatchedEnvironment(COMPACT, 1);
    const alone = new BatchedEnvironment(COMPACT, 1);
    const [whole, single] = [
      new Float32Array(environment.observationSpec.size),
      new Float32Array(environment.observationSpec.size),
    ];
    const actions = new Int32Array(environment.actionSpec.groups.map(() => 2));
    const events = new Uint8Array(1);
    const played = example(name);
    environment.reset(0, played, { trials: K, seed: 5 });
    for (let trial = 0; trial < K; trial++) {
      alone.reset(0, startAsTrial(played, 5, trial), { trials: K - trial, seed: 5 });
      environment.forget(0);
      environment.observe(whole);
      alone.observe(single);
      expect(single).toEqual(whole);
      do environment.step(actions, new Float32Array(1), events);
      while (events[0] === EVENT.none);
    }
    expect(events[0]).toBe(EVENT.episode);
  });

  it('starts so for both of two players', () => {
    const two: Task = { ...task, players: [{ at: [1, 1] }, { at: [3, 3], heading: { mean: 1, spread: 2 } }] };
    const [environment, alone] = [1, 2].map(() => new BatchedEnvironment(PAIR, 1));
    const actions = new Int32Array(2 * environment.actionSpec.groups.length).fill(2);
    const events = new Uint8Array(1);
    environment.reset(0, two, { trials: K, seed: 5 });
    for (let trial = 0; trial < K; trial++) {
      alone.reset(0, startAsTrial(two, 5, trial), { trials: K - trial, seed: 5 });
      expect(alone.state(0).players).toEqual(environment.state(0).players);
      do environment.step(actions, new Float32Array(2), events);
      while (events[0] === EVENT.none);
    }
  });

  it('gives the memory-cleared control what whole episodes with memory cleared between trials give', async () => {
    const { agent, parameters: small } = tinyAgent();
    // Large parameters, so that what it does depends on all that it sees and remembers.
    const parameters = small.map((parameter) => 4 * parameter);
    const seeds = [0, 1, 2].map((repeat) => deriveSeed(1, 0, K, repeat));
    const actor = await Actor.create(agent, { environments: 3, threads: 1 });
    actor.setParameters(parameters);
    const whole = await rollout({
      environment: new BatchedEnvironment(COMPACT, 3),
      policy: agentPolicy(actor, 'greedy'),
      episodes: seeds.map((seed) => ({ task: seeing, trials: K, seed, clearAt: 'always' })),
      rng: new Random(1),
    });
    await actor.release();
    // An agent that does nothing in all trials would prove nothing.
    expect(new Set(whole.rewardByTrial.flat()).size).toBeGreaterThan(4);

    const player = new ShardPlayer({
      tasks: [seeing],
      simulation: COMPACT,
      mode: 'greedy',
      agent: { agent, parameters },
    });
    const plays = [0, 1, 2].map((repeat) => ({ task: 0, repeat }));
    for (let trial = 1; trial < K; trial++) {
      const { rewardByTrial, steps } = await player.play({ player: 'cleared', k: K, trial, plays, seed: 1 });
      expect(rewardByTrial.map(([reward]) => reward)).toEqual(whole.rewardByTrial.map((trials) => trials[trial]));
      expect(rewardByTrial[0]).toHaveLength(1);
      expect(steps).toBe(whole.steps / K);
    }
    await player.release();
  });
});

describe('an episode of which only a beginning is played', () => {
  it('ends there, and its environment idles', async () => {
    const environment = new BatchedEnvironment(COMPACT, 2);
    const episodes = [1, 3].map((trialsPlayed) => ({ task, trials: 3, seed: 1, trialsPlayed }));
    const policy = noopPolicy(environment.actionSpec);
    const { rewardByTrial, steps } = await rollout({ environment, policy, episodes, rng: new Random(1), maxSteps: 45 });
    expect(rewardByTrial.map((trials) => trials.length)).toEqual([1, 2]);
    expect(steps).toBe(40 + 45);
    const observation = new Float32Array(environment.observationSpec.size);
    environment.observeEnv(0, observation, 0);
    expect(Math.max(...observation)).toBe(0);
    environment.observeEnv(1, observation, 0);
    expect(Math.max(...observation)).toBeGreaterThan(0);
  });
});

describe('an agent of a world for two', () => {
  it('plays against itself, and alone where there is nobody else, with random numbers of its own for each seat', async () => {
    const { agent, parameters } = tinyAgent(PAIR);
    const two: Task = { ...seeing, players: [...seeing.players, { at: [1, 1] }] };
    const player = new ShardPlayer({
      tasks: [seeing, two],
      simulation: PAIR,
      mode: 'sample',
      agent: { agent, parameters },
    });
    const play = (...indices: number[]) =>
      player.play({ player: 'agent', k: 2, seed: 1, plays: indices.map((index) => ({ task: index, repeat: 0 })) });
    const [alone, pair, both] = [await play(0), await play(1), await play(0, 1)];
    expect(both.rewardByTrial).toEqual([...alone.rewardByTrial, ...pair.rewardByTrial]);
    expect(both.steps).toBe(160);
    await player.release();
  });
});

describe('an episode', () => {
  it('does not depend on who shares its shard', async () => {
    const { agent, parameters } = tinyAgent();
    const player = new ShardPlayer({
      tasks: [seeing, example('up-the-ramp'), seeing],
      simulation: COMPACT,
      mode: 'sample',
      agent: { agent, parameters },
    });
    const play = (...indices: number[]) =>
      player.play({ player: 'agent', k: 2, seed: 1, plays: indices.map((index) => ({ task: index, repeat: 0 })) });
    const alone = await play(2);
    expect(Math.max(...alone.rewardByTrial[0])).toBeGreaterThan(0);
    const together = await play(0, 2);
    expect(together.rewardByTrial[1]).toEqual(alone.rewardByTrial[0]);
    const noisy = await player.play({
      player: 'random',
      k: 1,
      seed: 1,
      plays: [
        { task: 0, repeat: 0 },
        { task: 0, repeat: 1 },
      ],
    });
    expect(noisy.steps).toBe(80);
    await player.release();
  });
});
