import { tmpdir } from 'node:os';
import { agentOf, learnerSetupOf, networkCosts, RoundLearner, type Trajectory } from '@open-ada/training';
import type { Figures } from './figure.js';
import { laptopRun, playRounds, SECONDS } from './laptop.js';
import { matMulRate } from './mat-mul-rate.js';

/** The learner of the laptop preset on a round that was really played. The best of some passes over it. */
export async function benchLearn(): Promise<Figures> {
  const config = laptopRun('');
  let trajectories: Trajectory[] = [];
  let frames = 0;
  await playRounds(config, (reply) => {
    trajectories = [reply.trajectory!];
    frames = reply.frames;
    return true;
  });
  const parameters = agentOf(config).initialise(config.seed);
  const learner = await RoundLearner.create(learnerSetupOf(config, { parameters, runDirectory: tmpdir() }));
  let best = Number.POSITIVE_INFINITY;
  let updates = 0;
  const trained = Array.from({ length: config.environments }, (_, episode) => episode);
  const begin = performance.now();
  for (let round = 0; round < 2 || performance.now() - begin < SECONDS * 1000; round++) {
    const reply = await learner.learn({ round, trajectories, trained, seed: round, frames });
    updates = reply.updates;
    // The first round warms up.
    if (round > 0) best = Math.min(best, reply.learnMs / 1000);
  }
  await learner.release();
  const peak = await matMulRate(config.threads);
  // Updates compute all decisions of a round, also those after an episode's end.
  const computed = updates * config.episodesPerUpdate * config.decisionsPerRound;
  const gflops = (networkCosts(config).flops.learnPerFrame * computed) / best / 1e9;
  const batch = `${config.learner}, ${config.episodesPerUpdate} episodes of ${config.decisionsPerRound} decisions an update`;
  const bound = gflops / peak > 0.5 ? 'matrix products' : 'small products and elementwise operations';
  return {
    'learn.framesPerSecond': {
      value: frames / best,
      unit: `frames/s, ${batch}, ${config.threads} thread; bound by ${bound}`,
    },
    'learn.updateMilliseconds': { value: (1000 * best) / updates, unit: 'ms an update' },
    'learn.gflops': { value: gflops, unit: 'GFLOP/s of matrix products' },
    'learn.shareOfMatmul': { value: gflops / peak, unit: 'of a plain product' },
  };
}
