import * as z from 'zod';

// All constants of DreamerV3, each defined once: its range, its default, its purpose, and its value in the original.
// Where a default is the original's, `paper` is absent. `.meta` comes last, because it applies to the schema that it is
// called on.

const fraction = z.number().min(0).max(1);
const weight = z.number().min(0);
const count = z.int().min(1);
const decay = z.number().min(0).lt(1);

const optimiser = {
  learningRate: weight.default(4e-5).meta({ description: 'Learning rate of LaProp after the warm-up.' }),
  warmupSteps: weight.default(1000).meta({
    description: 'Updates over which the learning rate rises from zero.',
    unit: 'updates',
  }),
  clipFraction: weight.default(0.3).meta({
    description: "Largest norm of a tensor's gradient, as a fraction of the tensor's norm (AGC).",
  }),
  clipLeastNorm: weight.default(1e-3).meta({ description: 'Least norm that AGC takes a tensor to have.' }),
  beta1: decay.default(0.9).meta({ description: "Decay of LaProp's momentum." }),
  beta2: decay.default(0.999).meta({ description: 'Decay of the mean square of the gradient.' }),
  epsilon: weight.default(1e-20).meta({ description: 'Added to the root of the mean square.' }),
};

const batch = {
  batchSize: count.default(16).meta({ description: 'Sequences of an update.' }),
  batchLength: z.int().min(2).default(64).meta({ description: 'Steps of a sequence.', unit: 'steps' }),
};

const worldModel = {
  unimix: fraction.default(0.01).meta({
    description: 'Fraction of the uniform distribution in each categorical: latents and policy.',
  }),
  freeNats: weight.default(1).meta({ description: 'A KL divergence below this has no gradient.', unit: 'nats' }),
  dynWeight: weight.default(1).meta({ description: 'Weight of the KL divergence that moves the prior.' }),
  repWeight: weight.default(0.1).meta({ description: 'Weight of the KL divergence that moves the posterior.' }),
  reconstructionWeight: weight.default(1).meta({ description: "Weight of the observation's squared error." }),
  rewardWeight: weight.default(1).meta({ description: "Weight of the reward's cross-entropy." }),
  continueWeight: weight.default(1).meta({ description: "Weight of the continue flag's cross-entropy." }),
};

const behaviour = {
  horizon: z.number().min(2).default(333).meta({
    description: 'The discount is 1 − 1 / horizon. The continue head learns it together with the flag.',
    unit: 'steps',
  }),
  lambda: fraction.default(0.95).meta({ description: 'Lambda of the returns.' }),
  imaginationSteps: count.default(15).meta({ description: 'Steps that are imagined from a start.', unit: 'steps' }),
  imaginationStarts: z.int().min(0).default(0).meta({
    description: 'Imagination starts from this many last steps of each sequence; 0: from all.',
    unit: 'steps',
  }),
  policyWeight: weight.default(1).meta({ description: "Weight of the actor's loss." }),
  valueWeight: weight.default(1).meta({ description: "Weight of the critic's loss in imagination." }),
  replayValueWeight: weight.default(0.3).meta({ description: "Weight of the critic's loss on replayed steps." }),
  minStd: z
    .number()
    .gt(0)
    .default(0.1)
    .meta({ description: 'Least standard deviation of a continuous action, before it is cut to −1 .. 1.' }),
  maxStd: z
    .number()
    .gt(0)
    .default(1)
    .meta({ description: 'Largest standard deviation of a continuous action; a fresh policy is near it.' }),
  entropyWeight: weight.default(3e-4).meta({ description: "Weight of the policy's entropy." }),
  slowValueRate: fraction.default(0.02).meta({
    description: 'Rate of the moving average of the critic (the slow critic).',
  }),
  slowValueWeight: weight.default(1).meta({ description: 'Weight of the pull of the critic towards the slow one.' }),
  returnRate: fraction.default(0.01).meta({ description: "Rate of the moving averages of the returns' percentiles." }),
  returnLow: z.number().min(0).max(50).default(5).meta({ description: 'Lower percentile.', unit: 'per cent' }),
  returnHigh: z.number().min(50).max(100).default(95).meta({ description: 'Upper percentile.', unit: 'per cent' }),
  returnLeastScale: weight.default(1).meta({
    description: 'Advantages are never divided by less than this, so that small returns stay small.',
  }),
};

/** Constants of DreamerV3 (Hafner et al. 2025, Nature 640; the code of that version). */
export const dreamerSettings = z.strictObject({ ...batch, ...optimiser, ...worldModel, ...behaviour });
export type DreamerConfig = z.infer<typeof dreamerSettings>;
export const DREAMER_DEFAULTS: DreamerConfig = dreamerSettings.parse({});
