import * as z from 'zod';

// All constants of the learners, each defined once: its range, its default, its purpose, and its value in the papers.
// Types, the check of options, `--help`, docs/settings.md and the JSON Schema of config.json are derived from this
// schema. `.meta` comes last, because it applies to the schema that it is called on.

const fraction = z.number().min(0).max(1);
const weight = z.number().min(0);
const count = z.int().min(1);
const decay = z.number().min(0).lt(1);

/** Settings of the optimiser, AdamW. All learners have them. */
const optimiserSettings = z.strictObject({
  learningRate: weight.default(1.5e-3).meta({
    description: 'Learning rate after the warm-up.',
    paper: 'Muesli: 0.0003',
  }),
  warmupSteps: weight.default(40).meta({
    description: 'Updates over which the learning rate rises from zero.',
    unit: 'updates',
  }),
  decayUpdates: weight.default(0).meta({
    description: 'Updates after which the learning rate has fallen to zero, linearly; 0: it stays.',
    unit: 'updates',
    paper: 'Muesli: the whole run',
  }),
  sqrtDecayUpdates: weight.default(0).meta({
    description:
      'Updates after which the learning rate falls with the square root of the number of updates, however long the run ' +
      'gets; 0: it stays.',
    unit: 'updates',
    paper: 'Muesli: linearly to zero',
  }),
  maxGradNorm: weight.default(0.5).meta({
    description: 'The gradient is scaled down where its global norm is larger than this.',
  }),
  updateClip: weight.default(1).meta({
    description: 'Each element of the Adam update is clipped to plus or minus this, before the learning rate.',
    paper: 'Muesli (appendix F.1): 1',
  }),
  beta1: decay.default(0.9).meta({ description: "Decay of Adam's first moment." }),
  beta2: decay.default(0.99).meta({ description: "Decay of Adam's second moment." }),
  epsilon: weight.default(1e-5).meta({ description: "Added to the root of Adam's second moment." }),
  weightDecay: weight.default(0).meta({ description: 'Decoupled weight decay of AdamW.', paper: 'Muesli: 0' }),
});
export type OptimiserConfig = z.infer<typeof optimiserSettings>;

/**
 * Settings of the task-inference loss, which both learners can add: the memory learns to infer the rules towards the
 * goal.
 */
const taskInferenceSettings = {
  taskInferenceWeight: weight.default(8).meta({
    description:
      'Weight of the task-inference loss: the memory learns to name the rules towards the goal, hidden or ' +
      'shown; 0: rewards alone.',
    paper: 'AdA: no such loss',
  }),
  taskInferenceBeforeReward: fraction.default(0.125).meta({
    description:
      'Weight, in the task-inference loss, of steps before the first reward in memory: there the memory knows ' +
      'failures only, and most steps are such.',
    paper: 'AdA: no such loss',
  }),
};

const discount = decay.default(0.98).meta({
  description:
    'Discount per step, constant across trials. Returns reach up to 1 / (1 - discount), which the value head ' +
    'must be able to say (valueLimit).',
  paper: 'Muesli: 0.995; AdA: not stated',
});

/** Constants of Muesli (Hessel et al. 2021). */
export const muesliSettings = optimiserSettings.extend({
  ...taskInferenceSettings,
  discount,
  retraceLambda: fraction.default(0.95).meta({
    description: 'Lambda of the return targets: how far rewards are followed before a value is trusted.',
    paper: 'Muesli: 0.95',
  }),
  retraceQMix: fraction.default(0).meta({
    description:
      "What the trace corrects against: 1 is Retrace (the one-step model's value of the action taken), 0 is " +
      "V-trace (the state's value), between them a mixture.",
    paper: 'Muesli, AdA: 1 (Retrace)',
  }),
  targetRate: fraction.default(0.25).meta({
    description: 'Fraction of the target network that each update replaces with the newest parameters.',
    paper: 'Muesli (table 5): 0.1',
  }),
  actWithTarget: z.boolean().default(true).meta({
    description:
      'Whether the target network acts; false: the newest parameters act, and the target network makes targets only.',
    paper: 'AdA: true',
  }),
  unroll: count.default(1).meta({
    description: 'Model steps that are learned beyond the root.',
    unit: 'steps',
    paper: 'AdA: 4; Muesli: 5',
  }),
  unrollFraction: fraction.default(0.25).meta({
    description: 'Fraction of the steps from which the model is unrolled: one random block of each episode.',
    paper: 'AdA: 1',
  }),
  samples: count.default(8).meta({
    description: 'Joint actions that CMPO samples in each state.',
    paper: 'Muesli: 16',
  }),
  advantageClip: weight.default(1).meta({
    description: 'CMPO clips the normalised advantage to plus or minus this.',
    paper: 'Muesli: 1',
  }),
  zInit: weight.default(1).meta({
    description: "First term of CMPO's leave-one-out normaliser.",
    paper: 'Muesli: 1',
  }),
  behaviourPrior: fraction.default(0.03).meta({
    description: 'Fraction of the behaviour policy in the prior policy.',
    paper: 'Muesli (appendix F.2): 0.03',
  }),
  uniformPrior: fraction.default(0.003).meta({
    description: 'Fraction of the uniform policy in the prior policy.',
    paper: 'Muesli (appendix F.2): 0.003',
  }),
  advantageVarDecay: decay.default(0.99).meta({
    description: 'Decay of the running second moment by which advantages are normalised.',
    paper: 'Muesli: 0.99',
  }),
  policyGradientWeight: weight.default(3).meta({
    description: 'Weight of the policy-gradient loss.',
    paper: 'Muesli (table 9): 3',
  }),
  cmpoWeight: weight.default(1).meta({
    description: "Weight of the CMPO loss on the root's policy.",
    paper: 'Muesli: 1',
  }),
  modelPolicyWeight: weight.default(1).meta({
    description: "Weight of the CMPO loss on the model's policies, mean over the unrolled steps.",
    paper: 'Muesli: 1',
  }),
  valueWeight: weight.default(0.5).meta({
    description: "Weight of the cross-entropy of the values, the root's and the model's.",
    paper: 'Muesli: 0.25',
  }),
  rewardWeight: weight.default(1).meta({
    description: "Weight of the cross-entropy of the model's rewards, mean over the unrolled steps.",
    paper: 'Muesli: 1',
  }),
  entropyWeight: weight.default(0.03).meta({
    description: 'Weight of the entropy bonus. Without one the hand forgets how to let go before a task asks for it.',
    paper: 'Muesli: none',
  }),
});
export type MuesliConfig = z.infer<typeof muesliSettings>;
export const MUESLI_DEFAULTS: MuesliConfig = muesliSettings.parse({});

/** Constants of PPO (Schulman et al. 2017), the control learner. */
export const ppoSettings = optimiserSettings.extend({
  ...taskInferenceSettings,
  discount,
  lambda: fraction.default(0.95).meta({
    description: 'Lambda of the generalised advantage estimate.',
    paper: 'PPO: 0.95',
  }),
  ratioClip: weight.default(0.2).meta({
    description: 'The ratio of new to old policy counts up to this far from 1.',
    paper: 'PPO: 0.2',
  }),
  valueWeight: weight.default(0.5).meta({ description: 'Weight of the cross-entropy of the values.' }),
  entropyWeight: weight.default(0.01).meta({ description: 'Weight of the entropy bonus.', paper: 'PPO: 0.01' }),
});
export type PpoConfig = z.infer<typeof ppoSettings>;
export const PPO_DEFAULTS: PpoConfig = ppoSettings.parse({});
