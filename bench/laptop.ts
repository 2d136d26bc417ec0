import { Random } from '@open-ada/production-rules';
import {
  type ActReply,
  actorSetupOf,
  agentOf,
  type Given,
  imitationOf,
  mergeConfig,
  planIteration,
  RolloutActor,
  type RunConfig,
  requestOf,
  taskSourceOf,
} from '@open-ada/training';

/** Seconds of measurement, after a first iteration that is a warm-up. */
export const SECONDS = 15;

/** A run with the default settings, changed so that it runs until it is stopped. */
export function laptopRun(run: string, changes: Given = {}): RunConfig {
  const given = { preset: 'laptop', run, minutes: 0, evalMinutes: 0, checkpointMinutes: 1e6, logSeconds: 3 };
  return mergeConfig({ ...given, ...changes });
}

/**
 * Plays iterations of the run's tasks with an untrained agent until `enough` returns true. All environments run on this
 * thread.
 */
export async function playIterations(
  config: RunConfig,
  enough: (reply: ActReply, seconds: number) => boolean,
): Promise<void> {
  const actor = await RolloutActor.create(actorSetupOf(config, 1));
  const source = taskSourceOf(config);
  const random = new Random(config.seed);
  const weights = agentOf(config).initialise(config.seed);
  let reply: ActReply | undefined;
  let start: number;
  let iteration = 0;
  do {
    const { environments, stepsPerIteration } = config;
    const plannedSteps = iteration * environments * stepsPerIteration;
    const imitation = imitationOf(config);
    const plan = planIteration(source, random, {
      iteration: iteration++,
      environments,
      plannedSteps,
      learnedSteps: plannedSteps,
      imitation,
    });
    start = performance.now();
    reply = await actor.play({ ...requestOf(plan, 0, 1, config.seed, weights), reuse: reply?.trajectory });
  } while (!enough(reply, (performance.now() - start) / 1000));
  await actor.release();
}
