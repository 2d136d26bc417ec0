import { readFileSync } from 'node:fs';

/** Rows of a batch of episodes [B, T]. */
type Rows = number[][];

/** A batch of episodes of `lengths` real steps each. Outputs of rlax have the real steps only. */
export interface Episodes {
  lengths: number[];
  discount: number;
  lambda: number;
  rewards: Rows;
  values: Rows;
}

export interface RetraceCase extends Episodes {
  actionValues: Rows;
  /** Of the prior's to the behaviour's probability of the action. */
  ratios: Rows;
  returns: Rows;
}

export interface VTraceCase extends Episodes {
  ratios: Rows;
  lambdaReturns: Rows;
  errors: Rows;
  leakyErrors: Rows;
  advantages: Rows;
  actionValues: Rows;
}

interface AdvantageCase extends Episodes {
  advantages: Rows;
}

/** N states with S samples of G groups each, A joined actionDims. */
interface CmpoCase {
  actionDims: number[];
  clip: number;
  /** [N, A] */
  logits: Rows;
  /** [N, S, G] */
  actions: number[][][];
  /** [N, S] */
  advantages: Rows;
  /** Of each sample, divided by its leave-one-out normaliser [N, S]. */
  weights: Rows;
  /** Mean over states and samples. */
  loss: number;
  /** Of the loss, by the logits [N, A]. */
  gradient: Rows;
}

/** One update of a learner on B T = N rows, whose network says the given logits and values. */
export interface LearnerCase {
  name: string;
  settings: Record<string, number>;
  actionDims: number[];
  lengths: number[];
  /** [N, A] */
  logits: Rows;
  behaviourLogits: Rows;
  /** Of the target network, and what its model says: Muesli only. */
  targetLogits?: Rows;
  optionRewards?: Rows;
  nextValues?: number[];
  /** [N, S, G] */
  noise?: number[][][];
  /** [N] */
  values: number[];
  rewards: number[];
  /** [N, G] */
  actions: Rows;
  metrics: Record<string, number>;
  /** Of the loss, by the logits [N, A]. */
  gradient: Rows;
}

interface RlaxFixtures {
  retrace: RetraceCase[];
  vtrace: VTraceCase[];
  gae: AdvantageCase[];
  cmpo: CmpoCase[];
  cmpoLimit: { tenths: number[]; clip: number; advantages: number[]; probabilities: number[] };
  learners: LearnerCase[];
}

/** What rlax says, as fixtures/make-rlax-fixtures.py wrote it. */
export const rlaxFixtures = JSON.parse(
  readFileSync(new URL('./fixtures/rlax.json', import.meta.url), 'utf8'),
) as RlaxFixtures;

/** 1 for real steps [B, T]. */
export function maskOf(lengths: number[], steps: number): number[][] {
  return lengths.map((length) => Array.from({ length: steps }, (_, t) => (t < length ? 1 : 0)));
}
