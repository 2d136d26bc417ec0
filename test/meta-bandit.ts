import { Actor, AdaAgent, AGENT_SIZES } from '@open-ada/ada-agent';
import { type LearnerFunction, MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import { type Data, jitStep } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';

/**
 * The smallest problem that needs memory: one of three arms pays 1, the same one through an episode of twelve pulls; the agent sees
 * its last pull and reward. Random play earns 1/3 a pull; an agent that remembers finds the arm and stays.
 */
const ARMS = 3;
const PULLS = 12;
const EPISODES = 64;
/** Features of the one entity slot, which stays empty. */
const ENTITY = 20;
const STEP = ENTITY + 1 + ARMS + 1;

const observationSpec: ObservationSpec = {
  parts: [
    { name: 'entities', offset: 0, shape: [1, ENTITY], kind: 'float', perEpisode: false },
    { name: 'previous', offset: ENTITY, shape: [1 + ARMS + 1], kind: 'float', perEpisode: false },
    { name: 'goal', offset: STEP, shape: [1, 4], kind: 'token', cardinality: 19, perEpisode: true },
    { name: 'rules', offset: STEP + 4, shape: [1, 8], kind: 'token', cardinality: 19, perEpisode: true },
  ],
  size: STEP + 12,
  stepSize: STEP,
};
const actionSpec: ActionSpec = { groups: [{ name: 'move', options: ['left', 'middle', 'right'] }] };

export interface BanditResult {
  /** Mean reward by pull, normal memory. */
  normal: number[];
  /** The same with the memory and the last pull forgotten before every pull. */
  cleared: number[];
  /** Mean pi / pi_behaviour at the very first update, where both are the same policy. */
  firstRatio: number;
}

/** Trains a tiny agent for some rounds and plays one more round with and without memory. */
export async function trainMetaBandit(kind: 'muesli' | 'ppo', rounds: number, seed: number): Promise<BanditResult> {
  const config = { ...AGENT_SIZES.tiny, memory: PULLS, valueLimit: PULLS };
  const agent = new AdaAgent(config, observationSpec, actionSpec);
  const shape = { episodes: 16, steps: PULLS };
  const settings = { discount: 0.9, learningRate: 3e-3, warmUp: 10 };
  const learner: LearnerFunction =
    kind === 'muesli'
      ? muesliLearner(agent, { ...MUESLI_DEFAULTS, ...settings, unrollShare: 0.5 }, shape)
      : ppoLearner(agent, { ...PPO_DEFAULTS, ...settings }, shape);
  const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1 });
  step.setState(learner.initialState(agent.initialise(seed)));
  const actor = await Actor.create(agent, { environments: EPISODES, windows: [PULLS] });
  const random = new Random(seed);
  const metrics = { values: new Float32Array(learner.metrics.length) };
  let firstRatio = Number.NaN;
  for (let round = 0; round < rounds; round++) {
    actor.setParameters(step.state()[learner.acting] as Float32Array);
    const played = await play(actor, random, false);
    for (let first = 0; first < EPISODES; first += shape.episodes) {
      const batch: Record<string, Data> = {};
      for (const [name, spec] of Object.entries(learner.batch)) {
        const size = spec.shape.reduce((a, b) => a * b, 1);
        const source = played[name as keyof typeof played] as Data | undefined;
        const perEpisode = source ? source.length / EPISODES : 0;
        batch[name] = source
          ? source.subarray(first * perEpisode, (first + shape.episodes) * perEpisode)
          : spec.dtype === 'int32'
            ? new Int32Array(size)
            : new Float32Array(size);
      }
      learner.fillNoise(random, batch);
      await step.run(batch, metrics);
      if (Number.isNaN(firstRatio)) firstRatio = metrics.values[learner.metrics.indexOf('behaviourRatio')];
    }
  }
  actor.setParameters(step.state()[learner.acting] as Float32Array);
  const normal = byPull((await play(actor, random, false)).rewards);
  const cleared = byPull((await play(actor, random, true)).rewards);
  await actor.release();
  await step.release();
  return { normal, cleared, firstRatio };
}

async function play(actor: Actor, random: Random, forget: boolean) {
  const size = observationSpec.size;
  const trajectory = {
    observations: new Float32Array(EPISODES * PULLS * STEP),
    taskObservations: new Float32Array(EPISODES * (size - STEP)),
    actions: new Int32Array(EPISODES * PULLS),
    behaviourLogits: new Float32Array(EPISODES * PULLS * ARMS),
    rewards: new Float32Array(EPISODES * PULLS),
    mask: new Float32Array(EPISODES * PULLS).fill(1),
    segment: new Int32Array(EPISODES * PULLS),
    // A bandit hides nothing that could be stated: its memory learns from rewards alone.
    hiddenFacts: new Float32Array(EPISODES * AGENT_SIZES.tiny.beliefs),
    rewarded: new Float32Array(EPISODES * PULLS),
  };
  const arms = Array.from({ length: EPISODES }, () => random.int(ARMS));
  const observations = new Float32Array(EPISODES * size);
  const out = {
    actions: new Int32Array(EPISODES),
    logits: new Float32Array(EPISODES * ARMS),
    values: new Float32Array(EPISODES),
  };
  actor.clearAll();
  for (let t = 0; t < PULLS; t++) {
    observations.fill(0);
    for (let e = 0; e < EPISODES; e++) {
      const at = e * size + ENTITY;
      const before = e * PULLS + t - 1;
      observations[at] = 1;
      if (t > 0 && !forget) {
        observations[at + 1 + trajectory.actions[before]] = 1;
        observations[at + 1 + ARMS] = trajectory.rewards[before];
      }
      if (forget) actor.clear(e);
      trajectory.observations.set(observations.subarray(e * size, e * size + STEP), (e * PULLS + t) * STEP);
    }
    await actor.act(observations, random, out);
    for (let e = 0; e < EPISODES; e++) {
      const row = e * PULLS + t;
      trajectory.actions[row] = out.actions[e];
      trajectory.behaviourLogits.set(out.logits.subarray(e * ARMS, (e + 1) * ARMS), row * ARMS);
      trajectory.rewards[row] = out.actions[e] === arms[e] ? 1 : 0;
    }
  }
  return trajectory;
}

function byPull(rewards: Float32Array): number[] {
  return Array.from({ length: PULLS }, (_, t) => {
    let sum = 0;
    for (let e = 0; e < EPISODES; e++) sum += rewards[e * PULLS + t];
    return sum / EPISODES;
  });
}
