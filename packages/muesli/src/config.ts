/** Settings of the optimiser, common to the learners. */
export interface OptimiserConfig {
  learningRate: number;
  /** Updates over which the learning rate rises from zero. */
  warmupSteps: number;
  /** Updates after which the learning rate has fallen to zero, linearly; 0: it stays. */
  decayUpdates: number;
  /** Global norm of the gradient is clipped to this. */
  maxGradNorm: number;
  /** Each element of the Adam update is clipped to +- this, before the learning rate (Muesli, appendix F.1). */
  updateClip: number;
  beta1: number;
  beta2: number;
  epsilon: number;
  weightDecay: number;
}

/** Constants of Muesli (Hessel et al. 2021); where a default differs from the paper, the paper's value stands beside it. */
export interface MuesliConfig extends OptimiserConfig {
  /** Weight of the loss by which the memory learns to say what the rules towards the goal are, hidden or shown; 0: from rewards alone, as in AdA. */
  taskInferenceWeight: number;
  /** Follows the trial length: about 1 - 1/T. */
  discount: number;
  /** Lambda of Retrace (.95 in Muesli). */
  retraceLambda: number;
  /**
   * What the trace corrects against: 1 is Retrace, the one-step model's value of the action taken; 0 is the state's value, as in
   * V-trace and TD(lambda); between them a mixture. A model that lags behind the value head biases the former.
   */
  retraceQMix: number;
  /**
   * Share of the target network replaced by each update (.1 in Muesli, table 5). It acts, so a slow one holds the policy back
   * where a round has only a dozen updates.
   */
  targetRate: number;
  /** 1: the target network acts, as in AdA; 0: the parameters act, and the target network makes targets only. */
  actWithTarget: number;
  /** Model steps beyond the root (4 in AdA, 5 in Muesli). */
  unroll: number;
  /** Share of the steps from which the model is unrolled: a random block of each episode. */
  unrollFraction: number;
  /** Sampled joint actions per state for CMPO (16 in Muesli). */
  samples: number;
  /** Clip of the normalised advantage in CMPO (1 in Muesli). */
  advantageClip: number;
  /** z_init of the leave-one-out normaliser (1 in Muesli). */
  zInit: number;
  /** Parts of the behaviour policy and of the uniform one in the prior (Muesli, appendix F.2). */
  behaviourPrior: number;
  uniformPrior: number;
  /** Decay of the advantage's second moment (.99 in Muesli). */
  advantageVarDecay: number;
  /** Loss weights (Muesli, table 9). */
  policyGradientWeight: number;
  cmpoWeight: number;
  modelPolicyWeight: number;
  valueWeight: number;
  rewardWeight: number;
  /** Entropy bonus; Muesli has none. Without one the hand forgets how to let go before a task asks for it. */
  entropyWeight: number;
}

/** Constants of PPO (Schulman et al. 2017), the control learner. */
export interface PpoConfig extends OptimiserConfig {
  /** As in Muesli's settings. */
  taskInferenceWeight: number;
  discount: number;
  /** Lambda of the generalised advantage. */
  lambda: number;
  ratioClip: number;
  valueWeight: number;
  entropyWeight: number;
}

const optimiser: OptimiserConfig = {
  learningRate: 1.5e-3,
  warmupSteps: 40,
  decayUpdates: 0,
  maxGradNorm: 0.5,
  updateClip: 1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-5,
  weightDecay: 0,
};

export const MUESLI_DEFAULTS: MuesliConfig = {
  ...optimiser,
  taskInferenceWeight: 8,
  discount: 0.98,
  retraceLambda: 0.95,
  retraceQMix: 0,
  targetRate: 0.25,
  actWithTarget: 1,
  unroll: 1,
  unrollFraction: 0.25,
  samples: 8,
  advantageClip: 1,
  zInit: 1,
  behaviourPrior: 0.03,
  uniformPrior: 0.003,
  advantageVarDecay: 0.99,
  policyGradientWeight: 3,
  cmpoWeight: 1,
  modelPolicyWeight: 1,
  valueWeight: 0.5,
  rewardWeight: 1,
  entropyWeight: 0.03,
};

export const PPO_DEFAULTS: PpoConfig = {
  ...optimiser,
  taskInferenceWeight: 8,
  discount: 0.98,
  lambda: 0.95,
  ratioClip: 0.2,
  valueWeight: 0.5,
  entropyWeight: 0.01,
};
