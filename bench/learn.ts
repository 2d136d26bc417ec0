import { tmpdir } from 'node:os';
import { agentOf, Learner, learnerSetupOf, networkCosts, type Trajectory } from '@open-ada/training';
import type { Begin, Figures } from './figure.js';
import { laptopRun, playIterations, SECONDS } from './laptop.js';
import { matMulRate } from './mat-mul-rate.js';

/** The learner of the laptop preset on one recorded iteration. Reports the best of several passes over it. */
export async function benchLearn(begin: Begin): Promise<Figures> {
  begin('playing an iteration');
  const config = laptopRun('');
  let trajectories: Trajectory[] = [];
  let steps = 0;
  await playIterations(config, (reply) => {
    trajectories = [reply.trajectory!];
    steps = reply.steps;
    return true;
  });
  const parameters = agentOf(config).initialise(config.seed);
  begin('learning from it');
  const learner = await Learner.create(learnerSetupOf(config, { parameters, runDirectory: tmpdir() }));
  let best = Number.POSITIVE_INFINITY;
  let updates = 0;
  const trained = Array.from({ length: config.environments }, (_, episode) => episode);
  const start = performance.now();
  for (let pass = 0; pass < 2 || performance.now() - start < SECONDS * 1000; pass++) {
    const reply = await learner.learn({ iteration: pass, trajectories, trained, seed: pass, steps });
    updates = reply.updates;
    // The first pass is a warm-up.
    if (pass > 0) best = Math.min(best, reply.learnMs / 1000);
  }
  await learner.release();
  begin('a plain matrix product');
  const peak = await matMulRate(config.threads);
  // Updates compute all steps of an iteration, including those after an episode's end.
  const computed = updates * config.episodesPerUpdate * config.stepsPerIteration;
  const gflops = (networkCosts(config).flops.learnPerStep * computed) / best / 1e9;
  const batch = `${config.learner}, ${config.episodesPerUpdate} episodes of ${config.stepsPerIteration} steps an update`;
  const bound = gflops / peak > 0.5 ? 'matrix products' : 'small products and elementwise operations';
  return {
    'learn.framesPerSecond': {
      value: steps / best,
      unit: `steps/s, ${batch}, ${config.threads} thread; bound by ${bound}`,
    },
    'learn.updateMilliseconds': { value: (1000 * best) / updates, unit: 'ms an update' },
    'learn.gflops': { value: gflops, unit: 'GFLOP/s of matrix products' },
    'learn.shareOfMatmul': { value: gflops / peak, unit: 'of a plain product' },
  };
}
