import type { AdaAgent } from '@open-ada/ada-agent';
import { MUESLI_DEFAULTS, muesliLearner, PPO_DEFAULTS, ppoLearner } from '@open-ada/muesli';
import { allocateAll, jitStep } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { forEachChosen, randomBatch, SHAPE, tinyAgent } from './kit/learner.js';

const MUESLI = { ...MUESLI_DEFAULTS, unrollFraction: 0.5, samples: 4, warmupSteps: 0 };
const muesli = (agent: AdaAgent) =>
  muesliLearner({ network: agent, config: { ...MUESLI, learningRate: 0 }, shape: SHAPE });
const ppo = (agent: AdaAgent) =>
  ppoLearner({ network: agent, config: { ...PPO_DEFAULTS, warmupSteps: 0, learningRate: 0 }, shape: SHAPE });

/** Shares of the gradient's norm below which single precision says nothing of a tensor. */
const QUIET = 0.01;

describe('gradients of the whole loss', () => {
  for (const [name, config, make] of [
    ['muesli', {}, muesli],
    ['ppo', {}, ppo],
    ['muesli with a GRU', { memoryKind: 'gru' }, muesli],
    ['muesli with a GRU and attention', { memoryKind: 'gru+attention', memoryStride: 2 }, muesli],
    ['muesli that pools only', { encoder: 'pooled' }, muesli],
    ['ppo that reads slots', { encoder: 'slots' }, ppo],
  ] as const) {
    it(`${name}: the first Adam moment is the finite difference, all in all${make === muesli ? ' and for each loud tensor' : ''}`, async () => {
      const agent = tinyAgent(config);
      const learner = make(agent);
      const random = new Random(3);
      // Fresh heads hardly let a gradient through to what is below them.
      const parameters = agent.initialise(1).map((x) => x + (make === muesli ? random.range(-0.2, 0.2) : 0));
      const batch = randomBatch(agent, learner, 2);
      // Actions that the behaviour policy hardly took: Muesli's importance weight is then 1 wherever the parameters move.
      for (let i = 0; i < batch.behaviourLogits.length; i++) batch.behaviourLogits[i] = 0;
      forEachChosen(agent, batch, (logit) => {
        batch.behaviourLogits[logit] = -3;
      });
      const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads: 1 });
      const values = new Float32Array(learner.metrics.length);
      /** Targets come from the state's own copy, which stays at the start. */
      const updateAt = async (moved: Float32Array) => {
        step.setState({ ...allocateAll(learner.state), ...learner.initialState(parameters), parameters: moved });
        await step.run(batch, { values });
        const of = (metric: string) => values[learner.metrics.indexOf(metric)];
        return { loss: of('loss'), norm: of('gradNorm'), moment: step.state().firstMoment.slice() as Float32Array };
      };
      const { norm, moment } = await updateAt(parameters);
      const gradient = moment.map((m) => m / 0.1 / Math.min(1, 0.5 / norm));
      const slopeAlong = async (direction: Float32Array) => {
        const length = Math.hypot(...direction);
        const width = 1.25e-3 / length;
        const lossAt = async (sign: number) =>
          (await updateAt(parameters.map((x, i) => x + sign * width * direction[i]))).loss;
        return ((await lossAt(1)) - (await lossAt(-1))) / (2 * width) / length;
      };
      expect((await slopeAlong(gradient)) / norm).toBeCloseTo(1, 1.5);
      let loud = 0;
      for (const { name: tensor } of agent.parameters.entries) {
        const direction = new Float32Array(gradient.length);
        agent.parameters.view(direction, tensor).set(agent.parameters.view(gradient, tensor));
        const size = Math.hypot(...direction);
        // PPO's advantages come from the moved parameters themselves; the golden fixtures say what its gradient is.
        if (make === ppo || size < QUIET * norm) continue;
        loud++;
        expect([tensor, (await slopeAlong(direction)) / size]).toEqual([tensor, expect.closeTo(1, 1)]);
      }
      if (make === muesli) expect(loud).toBeGreaterThan(20);
      await step.release();
    });
  }
});
