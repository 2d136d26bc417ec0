/** Sizes of the memory agent. Letters: d model width, H heads, M cached positions, L blocks. */
export interface AgentConfig {
  /** d: width of the residual stream. */
  modelWidth: number;
  /** L: Transformer-XL blocks. */
  blocks: number;
  /** H: attention heads; divides the model width. */
  heads: number;
  /** Width of the gated feed-forward layer (GLU: two matrices of this width in, one out). */
  feedForward: number;
  /** M: positions that a step can look back on, per layer. */
  memory: number;
  /** Sinusoids (sine and cosine pairs) of the relative position code. */
  positionPairs: number;
  /** Widths of the shared entity MLP. */
  entityWidth: number;
  /** Width of the task embedding (goal and rules). */
  taskWidth: number;
  /** Embedding size of one goal or rule token (8 in AdA, appendix B.1). */
  tokenWidth: number;
  /** Width of the model LSTM. */
  lstmWidth: number;
  /** Hidden width of each head; 0: linear heads. */
  headWidth: number;
  /** Bins of the value head, over [0, valueLimit] on the transformed scale. */
  valueBins: number;
  /** Largest discounted return that the value head can say, in decisions with reward 1. */
  valueLimit: number;
  /** Bins of the reward head, over [0, 1]. */
  rewardBins: number;
  /** Statements about a task's hidden rules on which the memory's belief is read off while training. */
  beliefs: number;
}

const laptopTeacher: AgentConfig = {
  modelWidth: 96,
  blocks: 2,
  heads: 4,
  feedForward: 128,
  memory: 160,
  positionPairs: 16,
  entityWidth: 64,
  taskWidth: 32,
  tokenWidth: 8,
  lstmWidth: 96,
  headWidth: 0,
  valueBins: 51,
  valueLimit: 50,
  rewardBins: 11,
  beliefs: 48,
};

/** Named sizes; `tiny` is for tests. */
export const AGENT_SIZES: Record<string, AgentConfig> = {
  tiny: {
    ...laptopTeacher,
    modelWidth: 16,
    blocks: 2,
    heads: 2,
    feedForward: 16,
    positionPairs: 4,
    entityWidth: 16,
    taskWidth: 8,
    lstmWidth: 16,
    valueBins: 11,
    rewardBins: 5,
  },
  'laptop-teacher': laptopTeacher,
  'laptop-student': {
    ...laptopTeacher,
    modelWidth: 192,
    blocks: 4,
    heads: 4,
    feedForward: 256,
    entityWidth: 96,
    taskWidth: 64,
    lstmWidth: 192,
  },
};
