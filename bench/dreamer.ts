import { availableParallelism } from 'node:os';
import { DREAMER_DEFAULTS, DREAMER_SIZES, DreamerNetwork, dreamerLearner } from '@open-ada/dreamer';
import { allocateAll, countFlops, type Data, jitStep, type TensorTree } from '@open-ada/onnx-jit';
import { Random } from '@open-ada/production-rules';
import { dreamerInPytorch } from './dreamer-pytorch.js';
import type { Begin, Figures } from './figure.js';
import { matMulRate } from './mat-mul-rate.js';

/** Size, batch and horizon of the original's runs on DeepMind Control, with the numbers of cart-pole and three options. */
const [SIZE, OBSERVATION, ACTIONS] = ['1m', 5, [3]] as const;
const SECONDS = 10;
/** Largest relative difference between the losses of the first update. */
const TOLERANCE = 1e-3;

/** A minibatch of numbers without a meaning: what an update costs does not depend on them. */
function batchOf(specs: ReturnType<typeof dreamerLearner>['batch'], random: Random, classes: number) {
  const batch: Record<string, Data> = allocateAll(specs);
  for (const [name, values] of Object.entries(batch)) {
    for (let i = 0; i < values.length; i++) values[i] = name === 'stoch' ? random.int(classes) : random.float();
  }
  batch.actions.fill(0);
  for (let i = 0; i < batch.actions.length; i += ACTIONS[0]) batch.actions[i + random.int(ACTIONS[0])] = 1;
  batch.first.fill(0);
  batch.last.fill(0);
  batch.terminal.fill(0);
  return batch;
}

/**
 * One update of DreamerV3: 16 sequences of 64 steps, 15 imagined steps from each. Floating-point operations are those of
 * the matrix products in the compiled graph, gradients included; what the backward pass of the recurrent model computes
 * anew counts, elementwise operations do not. PyTorch makes the same update of the same parameters and minibatch.
 */
export async function benchDreamer(begin: Begin): Promise<Figures> {
  const threads = availableParallelism();
  begin('compiling the update');
  const world = { observation: OBSERVATION, actionDims: [...ACTIONS] };
  const network = new DreamerNetwork(world, DREAMER_SIZES[SIZE], DREAMER_DEFAULTS);
  const learner = dreamerLearner(network, DREAMER_DEFAULTS);
  const fn = (inputs: TensorTree): TensorTree => learner.update(inputs.state as TensorTree, inputs.batch as TensorTree);
  const flops = countFlops(fn, { state: learner.state, batch: learner.batch });
  const random = new Random(1);
  // All weights are drawn: with heads of zeros, rewards and values would be zero whatever the networks do.
  const parameters = network.initialise(random).map((x) => x + 0.02 * (random.float() - 0.5));
  const batch = batchOf(learner.batch, random, network.size.classes);
  const step = await jitStep(learner.update, { state: learner.state, batch: learner.batch }, { threads });
  step.setState(learner.initialState(parameters));
  const results = allocateAll(step.specs.metrics) as Record<string, Float32Array>;
  begin('updating');
  const before = await matMulRate(threads);
  let best = Number.POSITIVE_INFINITY;
  let loss: number | undefined;
  const start = performance.now();
  for (let i = 0; i < 3 || performance.now() - start < SECONDS * 1000; i++) {
    const from = performance.now();
    await step.run(batch, results);
    best = Math.min(best, performance.now() - from);
    loss ??= results.values[learner.metrics.indexOf('loss')];
  }
  const peak = Math.max(before, await matMulRate(threads));
  await step.release();
  begin('PyTorch');
  const torch = dreamerInPytorch({
    network,
    config: DREAMER_DEFAULTS,
    parameters,
    batch,
    specs: learner.batch,
    threads,
  });
  if (torch && Math.abs(torch.loss / loss! - 1) > TOLERANCE) {
    throw new Error(`PyTorch makes another update: its loss is ${torch.loss}, not ${loss}.`);
  }
  const gflops = flops / best / 1e6;
  const unit = `times as fast as PyTorch${torch ? ` ${torch.version}` : ''}`;
  return {
    'dreamer.updateMilliseconds': { value: best, unit: `ms an update of ${SIZE}, ${threads} threads` },
    'dreamer.gflops': {
      value: gflops,
      unit: `GFLOP/s of matrix products, ${(flops / 1e9).toFixed(1)} GFLOP an update`,
    },
    'dreamer.shareOfMatmul': { value: gflops / peak, unit: 'of a plain product' },
    'dreamer.pytorchMilliseconds': { value: torch ? torch.milliseconds : null, unit: 'ms an update' },
    'dreamer.vsPytorch': { value: torch ? torch.milliseconds / best : null, unit },
  };
}
