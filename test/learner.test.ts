import { MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import { describe, expect, it } from 'vitest';
import { forEachChosen, randomBatch, runUpdates, SHAPE, tinyAgent } from './learner-fixture.js';

const MUESLI = { ...MUESLI_DEFAULTS, unrollShare: 0.5, samples: 4, warmUp: 0 };

describe('gradients of the whole loss', () => {
  const agent = tinyAgent();
  for (const [name, make] of [
    ['muesli', (rate: number) => muesliLearner(agent, { ...MUESLI, learningRate: rate }, SHAPE)],
    ['ppo', (rate: number) => ppoLearner(agent, { ...PPO_DEFAULTS, warmUp: 0, learningRate: rate }, SHAPE)],
  ] as const) {
    it(`${name}: the first Adam moment is the finite difference of the loss`, async () => {
      const learner = make(0);
      const parameters = agent.initialise(1);
      const batch = randomBatch(agent, learner, 2);
      // Actions that the behaviour policy hardly took: Muesli's importance weight is then 1 wherever the parameters move.
      for (let i = 0; i < batch.behaviourLogits.length; i++) batch.behaviourLogits[i] = 0;
      forEachChosen(agent, batch, (logit) => {
        batch.behaviourLogits[logit] = -3;
      });
      const { state, metrics } = await runUpdates(learner, parameters, [batch]);
      const gradientNorm = metrics[0].gradientNorm;
      const clip = Math.min(1, 0.5 / gradientNorm);
      const moment = state.firstMoment as Float32Array;
      // The steepest direction, where single precision says most; and only in it, since targets must stay as they are.
      const direction = moment.map((m) => m / 0.1 / clip / gradientNorm);
      const step = 2e-3;
      const lossAt = async (sign: number) => {
        const moved = parameters.map((value, i) => value + sign * step * direction[i]);
        // Targets come from the state's own copy, which stays at the start.
        const shifted = {
          ...learner,
          initialState: () => ({ ...learner.initialState(parameters), parameters: moved }),
        };
        return (await runUpdates(shifted, parameters, [batch])).metrics[0].loss;
      };
      const slope = ((await lossAt(1)) - (await lossAt(-1))) / (2 * step);
      expect(slope / gradientNorm).toBeGreaterThan(0.97);
      expect(slope / gradientNorm).toBeLessThan(1.03);
    });
  }
});
