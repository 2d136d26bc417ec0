import { AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { generateTask } from '@open-ada/curriculum';
import { parseTask, Random } from '@open-ada/production-rules';
import { explorerPolicy, rollout } from '@open-ada/rollout';
import { actionSpec, BatchedEnvironment, COMPACT, observationSpec } from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { SecretGate } from '../src/actor/secret-gate.js';
import type { ActReply } from '../src/transport/transport.js';

const TWO = { ...COMPACT, players: 2 };
const SEED = 1;
const TRIALS = 2;
const TRIAL_STEPS = 60;
const STEPS = TRIALS * TRIAL_STEPS;
const GROUPS = actionSpec(TWO).groups.length;

/** The first player has to make what the second one has to hold. */
const task = parseTask(
  JSON.stringify({
    version: 1,
    name: 'for both',
    goal: 'hold(other, yellow cube)',
    rules: [{ rule: 'hold(me, purple slab) -> yellow cube', hidden: true }],
    objects: [
      { type: 'purple slab', at: [2, 2] },
      { type: 'black cube', at: [6, 6.5] },
    ],
    players: [{ at: [4, 4] }, { at: [6, 4], hiding: { rules: [], types: [], predicates: [] } }],
    trialSeconds: TRIAL_STEPS / 5,
    world: { rows: ['0000', '0000', '0000', '0000'] },
  }),
);
const alone = generateTask('hold', 3, { side: 'training', trialSeconds: TRIAL_STEPS / 5 });

describe('an actor for two whose steps a script labels', () => {
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(TWO), actionSpec(TWO));
  const weights = agent.initialise(3);
  const setup = {
    ...{ agent: AGENT_SIZES.tiny, simulation: TWO, envCount: 3, steps: STEPS },
    ...{ threads: 1, discount: 0.9, backend: 'onnx-cpu' as const, labels: 'explorer' as const },
  };
  let actor: RolloutActor;
  beforeAll(async () => {
    actor = await RolloutActor.create(setup);
  });
  afterAll(() => actor.release());

  const play = async (
    player: RolloutActor,
    demonstrated: number[],
    coPlayer: Float32Array | 'random',
  ): Promise<ActReply> => {
    const spec = { trials: TRIALS, seed: SEED };
    const episodes = [
      { ...spec, task, seat: 0 },
      { ...spec, task, seat: 1 },
      { ...spec, task: alone },
    ];
    const request = { episodes, seed: 1, weights, mode: 'sample', record: true, coPlayer } as const;
    return structuredClone(await player.play({ ...request, demonstrated }));
  };
  const rowsOf = (values: Int32Array, episode: number, from: number, to: number) => [
    ...values.subarray((episode * STEPS + from) * GROUPS, (episode * STEPS + to) * GROUPS),
  ];

  it('has the scripts play first trials from both seats, as they play alone', async () => {
    const { rewardByTrial, trajectory, firstActions } = await play(actor, [1, 1, 1], 'random');
    const environment = new BatchedEnvironment(TWO, 1);
    const actions: number[] = [];
    const scripts = await rollout({
      environment,
      policy: explorerPolicy(environment, 1),
      episodes: [{ task, trials: TRIALS, seed: SEED }],
      rng: new Random(0),
      recorder: { afterStep: (_t, _running, _rewards, chosen) => actions.push(...chosen) },
    });
    expect(scripts.rewardByTrial[0][0]).toBeGreaterThan(10);
    expect(rewardByTrial.map(([first]) => first).slice(0, 2)).toEqual([0, 1].map(() => scripts.rewardByTrial[0][0]));
    expect(rewardByTrial[2][0]).toBeGreaterThan(10);
    const both = 2 * GROUPS;
    expect([...firstActions!.subarray(0, both * TRIAL_STEPS)]).toEqual(actions.slice(0, both * TRIAL_STEPS));
    for (const episode of [0, 1, 2]) {
      const { labels, actions: taken } = trajectory!;
      expect(rowsOf(taken, episode, 0, TRIAL_STEPS)).toEqual(rowsOf(labels, episode, 0, TRIAL_STEPS));
      expect(rowsOf(taken, episode, TRIAL_STEPS, STEPS)).not.toEqual(rowsOf(labels, episode, TRIAL_STEPS, STEPS));
    }
    // What the script of the second seat does is not what that of the first does.
    expect(rowsOf(trajectory!.labels, 0, 0, TRIAL_STEPS)).not.toEqual(rowsOf(trajectory!.labels, 1, 0, TRIAL_STEPS));
  });

  it('labels every step of the agent, and changes nothing of what the two do otherwise', async () => {
    const labelled = await play(actor, [], weights);
    const bare = await RolloutActor.create({ ...setup, labels: 'none' });
    const unlabelled = await play(bare, [], weights);
    await bare.release();
    expect(labelled.trajectory!.labelled.every((each) => each === 1)).toBe(true);
    expect(labelled.firstActions).toEqual(unlabelled.firstActions);
    expect(labelled.trajectory!.actions).toEqual(unlabelled.trajectory!.actions);
    expect(labelled.labelMs).toBeGreaterThan(0);
  });
});

describe('the gate of the labels of one who knows the secret, for two', () => {
  it('is closed for the player from whom the rule is hidden, and open for the other one', () => {
    const environment = new BatchedEnvironment(TWO, 2);
    for (const i of [0, 1]) environment.reset(i, task, { trials: 1, seed: 1 });
    const gate = new SecretGate(environment);
    expect([0, 1].map((seat) => gate.isOpen(1, seat))).toEqual([false, true]);
    gate.forget(1, 1);
    expect([0, 1].map((seat) => gate.isOpen(0, seat))).toEqual([false, true]);
  });
});
