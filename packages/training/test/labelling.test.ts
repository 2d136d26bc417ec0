import { AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { generateTask } from '@open-ada/curriculum';
import { OBJECT_TYPES, type ObjectType, parseTask, Random, type Task } from '@open-ada/production-rules';
import { type EpisodeSpec, explorerPolicy, rollout } from '@open-ada/rollout';
import {
  actionSpec,
  BatchedEnvironment,
  COMPACT,
  Explorer,
  INTENT_DIMS,
  INTENT_KINDS,
  observationSpec,
  writeIntent,
} from '@open-ada/xland-sim';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RolloutActor } from '../src/actor/actor.js';
import { SecretGate } from '../src/actor/secret-gate.js';
import { imitationOf, mergeConfig } from '../src/config/config.js';
import { taskSourceOf } from '../src/run/task-source.js';
import { planIteration } from '../src/transport/iteration-plan.js';
import type { ActReply } from '../src/transport/transport.js';

const TRIALS = 3;
const TRIAL_STEPS = 40;
const STEPS = TRIALS * TRIAL_STEPS;
const ENVIRONMENTS = 2;
const GROUPS = actionSpec(COMPACT).groups.map(({ options }) => options.length);
const OPTIONS = GROUPS.reduce((a, b) => a + b);

const task = generateTask('make-by-hold', 3, { side: 'training', trialSeconds: TRIAL_STEPS / 5 });
const episode = (more: Partial<EpisodeSpec> = {}): EpisodeSpec => ({ task, trials: TRIALS, seed: 4, ...more });
const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(COMPACT), actionSpec(COMPACT));
const weights = agent.initialise(3);
const setup = {
  agent: AGENT_SIZES.tiny,
  simulation: COMPACT,
  envCount: ENVIRONMENTS,
  steps: STEPS,
  threads: 1,
  discount: 0.9,
  backend: 'onnx-cpu' as const,
};

/** One of two objects in view makes what is asked for when it is held. */
const choice = parseTask(
  JSON.stringify({
    version: 1,
    name: 'choice',
    goal: 'hold(me, black sphere)',
    rules: [{ rule: 'hold(me, purple cube) -> black sphere', hidden: true }],
    objects: [
      { type: 'purple cube', at: [2.6, 6] },
      { type: 'purple sphere', at: [5.4, 6] },
    ],
    world: { rows: ['0000', '0000', '0000', '0000'] },
    players: [{ at: [4, 2], heading: { mean: 3.14159, spread: 0 } }],
    trialSeconds: 8,
  }),
  'choice',
);

describe('an actor whose steps a script labels', () => {
  let actor: RolloutActor;
  let plain: RolloutActor;
  beforeAll(async () => {
    actor = await RolloutActor.create({ ...setup, labels: 'explorer' });
    plain = await RolloutActor.create(setup);
  });
  afterAll(() => Promise.all([actor.release(), plain.release()]));

  const play = (player: RolloutActor, demonstrated: number[], labelled?: boolean): Promise<ActReply> =>
    player.play({
      episodes: [episode(), episode({ clearAt: [2] })],
      seed: 11,
      weights,
      mode: 'sample',
      record: true,
      demonstrated,
      labelled,
    });
  const actionsOf = ({ trajectory }: ActReply, env: number, from: number, to: number) => [
    ...trajectory!.actions.subarray((env * STEPS + from) * GROUPS.length, (env * STEPS + to) * GROUPS.length),
  ];
  const labelsOf = ({ trajectory }: ActReply, env: number, from: number, to: number) => [
    ...trajectory!.labels.subarray((env * STEPS + from) * GROUPS.length, (env * STEPS + to) * GROUPS.length),
  ];

  it('acts as it does without the script, and has a label at every step', async () => {
    const [labelled, bare] = [await play(actor, [0, 0]), await play(plain, [0, 0])];
    expect(labelled.trajectory!.actions).toEqual(bare.trajectory!.actions);
    expect(labelled.rewardByTrial).toEqual(bare.rewardByTrial);
    expect(labelled.trajectory!.labelled.every((x) => x === 1)).toBe(true);
    expect(bare.trajectory!.labelled.every((x) => x === 0)).toBe(true);
    const kinds = new Set(labelsOf(labelled, 0, 0, STEPS).filter((_, i) => i % GROUPS.length === 0));
    expect(kinds.size).toBeGreaterThan(1);
  });

  it('is not asked for labels that nobody learns from', async () => {
    const [silent, labelled] = [await play(actor, [0, 0], false), await play(actor, [0, 0])];
    expect(silent.trajectory!.actions).toEqual(labelled.trajectory!.actions);
    expect(silent.trajectory!.labelled.every((x) => x === 0)).toBe(true);
    expect(silent.labelMs).toBe(0);
    expect(labelled.labelMs).toBeGreaterThan(0);
  });

  it('lets the script play the first trials of the chosen episodes, as it plays alone', async () => {
    const reply = await play(actor, [2, 0]);
    const environment = new BatchedEnvironment(COMPACT, 1);
    const alone = await rollout({
      environment,
      policy: explorerPolicy(environment, 1),
      episodes: [episode()],
      rng: new Random(0),
    });
    expect(reply.rewardByTrial[0].slice(0, 2)).toEqual(alone.rewardByTrial[0].slice(0, 2));
    expect(Math.max(...alone.rewardByTrial[0].slice(0, 2))).toBeGreaterThan(0);
    const shown = 2 * TRIAL_STEPS;
    expect(actionsOf(reply, 0, 0, shown)).toEqual(labelsOf(reply, 0, 0, shown));
    expect(actionsOf(reply, 0, shown, STEPS)).not.toEqual(labelsOf(reply, 0, shown, STEPS));
    expect(actionsOf(reply, 1, 0, STEPS)).toEqual(actionsOf(await play(plain, []), 1, 0, STEPS));
  });

  it('records what the script means to do beside what it would do', async () => {
    const [reply, bare] = [await play(actor, [2, 0]), await play(plain, [])];
    const environment = new BatchedEnvironment(COMPACT, 1);
    const explorer = new Explorer();
    const expected: number[] = [];
    await rollout({
      environment,
      policy: {
        ...explorerPolicy(environment, 1),
        async act(_observations, _random, out) {
          explorer.act(environment, 0, out.actions);
          const parts = new Int32Array(INTENT_DIMS.length);
          writeIntent(explorer.intent(environment, 0)!, parts, 0);
          expected.push(...parts);
        },
      },
      episodes: [episode()],
      rng: new Random(0),
    });
    const shown = 2 * TRIAL_STEPS * INTENT_DIMS.length;
    expect([...reply.trajectory!.intents.subarray(0, shown)]).toEqual(expected.slice(0, shown));
    expect(new Set(expected).size).toBeGreaterThan(2);
    expect(bare.trajectory!.intents.every((part) => part === 0)).toBe(true);
    expect(bare.trajectory!.meant.every((part) => part === -1)).toBe(true);
  });

  it('has the script try what the agent means to try, where it is told to follow', async () => {
    const config = { ...AGENT_SIZES.tiny, intentKinds: INTENT_KINDS.length };
    const meaning = new AdaAgent(config, observationSpec(COMPACT), actionSpec(COMPACT));
    /** The first type that the script means to take, beside an agent that always means to act on the given one. */
    const meant = async (player: RolloutActor, type: ObjectType): Promise<number | undefined> => {
      const parameters = meaning.initialise(3);
      meaning.parameters.view(parameters, 'intent/bias')[INTENT_KINDS.length + OBJECT_TYPES.indexOf(type)] = 1000;
      const episodes = [episode({ task: choice, trials: 1 })];
      const { trajectory } = await player.play({
        episodes,
        seed: 11,
        weights: parameters,
        mode: 'sample',
        record: true,
      });
      expect(trajectory!.meant[1]).toBe(OBJECT_TYPES.indexOf(type));
      const types = Array.from({ length: TRIAL_STEPS }, (_, t) => trajectory!.intents[t * INTENT_DIMS.length + 1]);
      // In the first step the agent has not meant anything yet.
      return types.slice(1).find((each) => each < OBJECT_TYPES.length);
    };
    const follow = (followIntents: boolean) =>
      RolloutActor.create({ ...setup, agent: config, labels: 'explorer', steadyTurns: true, followIntents });
    const [following, stubborn] = [await follow(true), await follow(false)];
    const [cube, sphere] = [OBJECT_TYPES.indexOf('purple cube'), OBJECT_TYPES.indexOf('purple sphere')];
    expect(await meant(following, 'purple cube')).toBe(cube);
    expect(await meant(following, 'purple sphere')).toBe(sphere);
    const own = await meant(stubborn, 'purple cube');
    expect([cube, sphere]).toContain(own);
    expect(await meant(stubborn, 'purple sphere')).toBe(own);
    await Promise.all([following.release(), stubborn.release()]);
  });

  it('records the script as the policy that acted, so that importance weights are right', async () => {
    const { trajectory } = await play(actor, [1, 0]);
    const probabilityOfAction = (t: number) => {
      let at = t * OPTIONS;
      return GROUPS.reduce((product, count, g) => {
        const logits = [...trajectory!.behaviourLogits.subarray(at, at + count)];
        at += count;
        const sum = logits.reduce((total, logit) => total + Math.exp(logit), 0);
        return (product * Math.exp(logits[trajectory!.actions[t * GROUPS.length + g]])) / sum;
      }, 1);
    };
    expect(probabilityOfAction(3)).toBeGreaterThan(0.999);
    expect(probabilityOfAction(TRIAL_STEPS + 3)).toBeLessThan(0.5);
  });

  it("keeps the agent's memory looking on: what it does afterwards depends on what the script has shown", async () => {
    const [one, other] = [await play(actor, [1, 0]), await play(actor, [0, 0])];
    const logitsAt = ({ trajectory }: ActReply, t: number) => [
      ...trajectory!.behaviourLogits.subarray(t * OPTIONS, (t + 1) * OPTIONS),
    ];
    expect(logitsAt(one, TRIAL_STEPS)).not.toEqual(logitsAt(other, TRIAL_STEPS));
  });
});

describe('a plan', () => {
  const config = mergeConfig({
    preset: 'debug',
    labels: 'explorer',
    imitationFloor: 0,
    imitationSteps: 1000,
    demonstrations: 1,
    demonstrationSteps: 2000,
    curriculumSettings: { trialWeights: { 3: 1 } },
  });
  const labelled = (plannedSteps: number, learnedSteps: number) => {
    const options = { iteration: 1, environments: 8, plannedSteps, learnedSteps, imitation: imitationOf(config) };
    return planIteration(taskSourceOf(config), new Random(1), options).labelled;
  };

  it('has labels while the script is imitated or plays trials', () => {
    expect(labelled(2000, 999)).toBe(true);
    expect(labelled(1100, 1000)).toBe(true);
    expect(labelled(2000, 1000)).toBe(false);
    const withoutScript = { iteration: 1, environments: 8, plannedSteps: 0, learnedSteps: 0 };
    expect(planIteration(taskSourceOf(config), new Random(1), withoutScript).labelled).toBe(false);
  });
});

/** The secret rule has to fire before the goal can hold; the shown rule too; the third does not matter. */
const secretive = (hidden: boolean): Task =>
  parseTask(
    JSON.stringify({
      version: 1,
      name: 'secret',
      goal: 'hold(me, black sphere)',
      rules: [
        { rule: 'hold(me, purple cube) -> yellow pyramid', hidden },
        'near(me, yellow pyramid) -> black sphere',
        { rule: 'hold(me, purple sphere) -> purple slab', hidden: true },
      ],
      objects: [
        { type: 'purple cube', at: [1.5, 3.5] },
        { type: 'purple sphere', at: [7, 7] },
      ],
      world: { rows: ['0000', '0000', '0000', '0000'] },
      players: [{ at: [1.5, 2] }],
      trialSeconds: 8,
    }),
    'secret',
  );

describe('the gate of the labels of one who knows the secret', () => {
  it('opens once the hidden rules towards the goal have fired, and closes when memory is cleared', async () => {
    const environment = new BatchedEnvironment(COMPACT, 1);
    const gate = new SecretGate(environment);
    const open: boolean[] = [];
    const policy = explorerPolicy(environment, 1);
    await rollout({
      environment,
      policy: {
        ...policy,
        async act(...step) {
          await policy.act(...step);
          open.push(gate.isOpen(0));
        },
      },
      episodes: [{ task: secretive(true), trials: 2, seed: 1 }],
      rng: new Random(0),
    });
    expect(open[0]).toBe(false);
    const first = open.indexOf(true);
    expect(first).toBeGreaterThan(0);
    expect(open.slice(first).every((each) => each)).toBe(true);
    gate.forget(0);
    environment.reset(0, secretive(true), { trials: 1, seed: 1 });
    expect(gate.isOpen(0)).toBe(false);
  });

  it('is open from the start where nothing that leads to the goal is hidden', () => {
    const environment = new BatchedEnvironment(COMPACT, 1);
    environment.reset(0, secretive(false), { trials: 1, seed: 1 });
    expect(new SecretGate(environment).isOpen(0)).toBe(true);
  });
});
