/** What an agent can remember with (AdA, section on architectures). */
export const MEMORIES = ['transformer-xl', 'gru', 'gru+attention'] as const;
/** How the entities of an observation can be read; see `AgentConfig.encoder`. */
export const ENCODERS = ['matched', 'entities', 'pooled', 'slots'] as const;

/** Sizes of the memory agent. Letters: d model width, H heads, M cached positions, L blocks. */
export interface AgentConfig {
  /** d: width of the residual stream. */
  modelWidth: number;
  /** L: Transformer-XL blocks. */
  blocks: number;
  /** H: attention heads; divides the model width. */
  heads: number;
  /** Width of the gated feed-forward layer (SwiGLU: two matrices of this width in, one out). */
  feedForward: number;
  /** M: positions that a step can look back on, per layer. */
  memory: number;
  /** Sinusoids (sine and cosine pairs) of the relative position code. */
  positionPairs: number;
  /** Widths of the shared entity MLP. */
  entityWidth: number;
  /** Width of the task embedding (goal and rules). */
  taskWidth: number;
  /** Embedding size of one goal or rule token (8 in AdA, appendix C.1). */
  tokenWidth: number;
  /** Width of the model LSTM. */
  lstmWidth: number;
  /** Hidden width of each head; 0: linear heads. */
  headWidth: number;
  /** Bins of the value head: from return 0 to `valueLimit`, evenly spaced after the transform of `TwoHot`. */
  valueBins: number;
  /** Largest discounted return that the value head can say, in steps with reward 1. */
  valueLimit: number;
  /** Bins of the reward head: from reward 0 to 1, spaced alike. */
  rewardBins: number;
  /** Statements about a task's hidden rules on which the memory's taskInference is read off while training. */
  ruleLabels: number;
  /**
   * What remembers. `transformer-xl`: L blocks of attention over the last M steps. `gru`: L blocks with a gated recurrent unit instead
   * (M then is the longest time that a unit starts with). `gru+attention`: the same, then one block of attention over M of its
   * activations, one every `memoryStride` steps. The latter two are the paper's ablation.
   */
  memoryKind: (typeof MEMORIES)[number];
  /** Steps from one stored activation of `gru+attention` to the next (8 in AdA). */
  memoryStride: number;
  /**
   * How the entities of an observation are read. `entities`: one MLP for all, pooled by a scaled sum and the maximum, and an attention over them by which
   * memory looks up what it speaks of. `matched`: the same, and each entity is told what the rules that are shown say of its type. `pooled`: neither. `slots`: one layer over all entities in their order, which must then
   * learn everything anew for each slot; no attention either.
   */
  encoder: (typeof ENCODERS)[number];
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
  ruleLabels: 48,
  memoryKind: 'transformer-xl',
  memoryStride: 8,
  encoder: 'matched',
};

/**
 * A row of AdA's table of model sizes (appendix D.7): six blocks, 300 cached activations, heads and embeddings as there, this package's entity
 * encoder instead of its vision. The paper's feed-forward width counts a layer without a gate; with one, two thirds have as many weights.
 * Values and rewards have as many bins as there, but other ones: the paper's are the integers from -300 to 300 on the transformed scale
 * (MuZero, appendix F); these are finer and end at returns of 0 and 300 and at rewards of 0 and 1.
 */
function paperSize(modelWidth: number, heads: number, feedForward: number): AgentConfig {
  return {
    ...laptopTeacher,
    modelWidth,
    blocks: 6,
    heads,
    feedForward: Math.round((2 / 3) * feedForward),
    memory: 300,
    entityWidth: 256,
    taskWidth: 256,
    lstmWidth: 1000,
    headWidth: 1000,
    valueBins: 601,
    valueLimit: 300,
    rewardBins: 601,
  };
}

/** Named sizes; `tiny` is for tests, small problems and comparisons of sizes. Those of the paper are named after the weights of their transformer. */
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
  'paper-6m': paperSize(288, 6, 1152),
  'paper-23m': paperSize(576, 12, 2304),
  'paper-42m': paperSize(768, 24, 3072),
  'paper-57m': paperSize(896, 28, 3584),
  'paper-75m': paperSize(1024, 32, 4096),
  'paper-169m': paperSize(1536, 32, 6144),
  'paper-265m': paperSize(1920, 40, 7680),
};

/** Keys that files of before they were made do not have, and what those agents are. */
const LATER: Partial<AgentConfig> = { memoryKind: 'transformer-xl', memoryStride: 8, encoder: 'entities' };

/**
 * The configuration that a file holds, complete and with its keys in one order, so that two can be compared.
 * @throws Error of one sentence for a file of a network before this one
 */
export function completeConfig(stored: Partial<AgentConfig>, file: string): AgentConfig {
  const known = laptopTeacher as unknown as Record<string, unknown>;
  const { beliefs, ...rest } = stored as Record<string, unknown>;
  // What version 0.1 called beliefs.
  const given: Record<string, unknown> = beliefs === undefined ? rest : { ...rest, ruleLabels: beliefs };
  const lacking = Object.keys(known).find((key) => !(key in given) && !(key in LATER));
  if (lacking !== undefined) {
    throw new Error(`${file}: an agent of an earlier network, without "${lacking}"; train it again`);
  }
  const complete: Record<string, unknown> = { ...LATER, ...given };
  return Object.fromEntries(Object.keys(known).map((key) => [key, complete[key]])) as unknown as AgentConfig;
}
