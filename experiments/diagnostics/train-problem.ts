import { Actor, AdaAgent, AGENT_SIZES, type AgentConfig } from '@open-ada/ada-agent';
import { type LearnerFunction, MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import { allocateAll, type Backend, type Data, jitStep } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { featureOf, partOf } from '@open-ada/xland-sim';
import { type Problem, specsOf } from './problem.js';

/** Episodes of an iteration, played in lockstep. */
const EPISODES = 64;
/** Episodes of an update. */
const BATCH = 16;
/** Points of a curve. */
const POINTS = 30;
/** Iterations of the final measurement, 64 episodes each. */
const FINAL_ITERATIONS = 8;

export interface ProblemOptions {
  learner: 'muesli' | 'ppo';
  memory?: AgentConfig['memoryKind'];
  backend?: Backend;
  iterations: number;
  seed: number;
  /** Called after each iteration. */
  onIteration?(iteration: number): void;
}

export interface ProblemResult {
  /** Mean reward by trial over the training episodes since the previous point. */
  curve: { steps: number; rewardByTrial: number[] }[];
  steps: number;
  seconds: number;
  /** Mean reward of each step over 512 new episodes after training. */
  byStep: number[];
  /** The same with memory resets where the problem's control has them. */
  clearedByStep: number[];
  /** Mean of pi / pi_behaviour at the first update, at which both policies are the same. */
  firstRatio: number;
}

/** Differences from the learners' defaults, the same for all problems: short episodes, a small network. */
export const SETTINGS = { discount: 0.9, learningRate: 3e-3, warmupSteps: 10 };

/** Trains a tiny agent from scratch. The same seed gives the same curve. */
export async function trainProblem(problem: Problem, options: ProblemOptions): Promise<ProblemResult> {
  const start = performance.now();
  const { observation, action } = specsOf(problem);
  const { steps } = problem;
  const { backend = 'onnx-cpu' } = options;
  const config = {
    ...AGENT_SIZES.tiny,
    memory: steps,
    valueLimit: steps,
    memoryKind: options.memory ?? 'transformer-xl',
  };
  const agent = new AdaAgent(config, observation, action);
  const shape = { episodes: BATCH, steps };
  const learner: LearnerFunction =
    options.learner === 'muesli'
      ? muesliLearner({ network: agent, config: { ...MUESLI_DEFAULTS, ...SETTINGS, unrollFraction: 0.5 }, shape })
      : ppoLearner({ network: agent, config: { ...PPO_DEFAULTS, ...SETTINGS }, shape });
  const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1, backend });
  step.setState(learner.initialState(agent.initialise(options.seed)));
  const actor = await Actor.create(agent, { environments: EPISODES, backend });
  const random = new Random(options.seed);
  const metrics = { values: new Float32Array(learner.metrics.length) };
  const batch = allocateAll(learner.batch);
  const curve: ProblemResult['curve'] = [];
  const every = Math.max(1, Math.floor(options.iterations / POINTS));
  let recent: Float32Array[] = [];
  let firstRatio = Number.NaN;
  for (let iteration = 1; iteration <= options.iterations; iteration++) {
    actor.setParameters(step.state()[learner.acting] as Float32Array);
    const played = await play(problem, actor, random, []);
    recent.push(played.rewards);
    for (let first = 0; first < EPISODES; first += BATCH) {
      for (const [name, all] of Object.entries(played)) {
        const each = all.length / EPISODES;
        batch[name].set(all.subarray(first * each, (first + BATCH) * each));
      }
      learner.fillNoise(random, batch);
      await step.run(batch, metrics);
      if (Number.isNaN(firstRatio)) firstRatio = metrics.values[learner.metrics.indexOf('importanceRatioMean')];
    }
    if (iteration % every === 0) {
      curve.push({ steps: iteration * EPISODES * steps, rewardByTrial: byTrial(means(recent, steps), problem.trials) });
      recent = [];
    }
    options.onIteration?.(iteration);
  }
  actor.setParameters(step.state()[learner.acting] as Float32Array);
  const final = async (clearAt: number[]) => {
    const rewards: Float32Array[] = [];
    for (let i = 0; i < FINAL_ITERATIONS; i++) rewards.push((await play(problem, actor, random, clearAt)).rewards);
    return means(rewards, steps);
  };
  const byStep = await final([]);
  const clearedByStep = await final(problem.clearAt);
  await actor.release();
  await step.release();
  const seconds = (performance.now() - start) / 1000;
  return { curve, steps: options.iterations * EPISODES * steps, seconds, byStep, clearedByStep, firstRatio };
}

/** Plays one iteration. The other batch entries stay zero: a small problem has no hidden rules, so it has no labels. */
async function play(problem: Problem, actor: Actor, random: Random, clearAt: number[]) {
  const { steps, senses, actions } = problem;
  const spec = actor.agent.observationSpec;
  const { size, stepSize } = spec;
  const place = (name: string, feature: string): number => {
    const part = partOf(spec, name)!;
    return part.offset + featureOf(part, feature).offset;
  };
  const sensed = place('senses', 'sensed');
  const [acted, move, reward] = ['acted', 'move', 'reward'].map((feature) => place('previous', feature));
  const trajectory = {
    observations: new Float32Array(EPISODES * steps * stepSize),
    actions: new Int32Array(EPISODES * steps),
    behaviourLogits: new Float32Array(EPISODES * steps * actions.length),
    rewards: new Float32Array(EPISODES * steps),
    mask: new Float32Array(EPISODES * steps).fill(1),
  } satisfies Record<string, Data>;
  const episodes = Array.from({ length: EPISODES }, () => problem.start(random));
  const observations = new Float32Array(EPISODES * size);
  const out = {
    actions: new Int32Array(EPISODES),
    logits: new Float32Array(EPISODES * actions.length),
    values: new Float32Array(EPISODES),
  };
  actor.clearAll();
  for (let t = 0; t < steps; t++) {
    const forgets = clearAt.includes(t);
    observations.fill(0);
    for (const [e, episode] of episodes.entries()) {
      const at = e * size;
      episode.sense(observations.subarray(at + sensed, at + sensed + senses));
      if (forgets) actor.clear(e);
      else if (t > 0) {
        const row = e * steps + t - 1;
        observations[at + acted] = 1;
        observations[at + move + trajectory.actions[row]] = 1;
        observations[at + reward] = trajectory.rewards[row];
      }
      trajectory.observations.set(observations.subarray(at, at + stepSize), (e * steps + t) * stepSize);
    }
    await actor.act(observations, random, out);
    for (const [e, episode] of episodes.entries()) {
      const row = e * steps + t;
      trajectory.actions[row] = out.actions[e];
      const logits = out.logits.subarray(e * actions.length, (e + 1) * actions.length);
      trajectory.behaviourLogits.set(logits, row * actions.length);
      trajectory.rewards[row] = episode.act(out.actions[e]);
    }
  }
  return trajectory;
}

/** Mean of each step over all episodes of some iterations. */
function means(iterations: Float32Array[], steps: number): number[] {
  const sums = new Float64Array(steps);
  for (const rewards of iterations) for (let i = 0; i < rewards.length; i++) sums[i % steps] += rewards[i];
  return [...sums].map((sum) => sum / (iterations.length * EPISODES));
}

/** Mean reward per step, by trial. */
export function byTrial(byStep: readonly number[], trials: number): number[] {
  const length = byStep.length / trials;
  return Array.from({ length: trials }, (_, trial) => {
    const steps = byStep.slice(trial * length, (trial + 1) * length);
    return steps.reduce((a, b) => a + b, 0) / length;
  });
}
