import { type AgentConfig, type AgentSizes, agentFault, agentSettings } from './settings.js';

const LAPTOP_SIZES: AgentSizes = {
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
const laptopTeacher: AgentConfig = agentSettings.parse(LAPTOP_SIZES);

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

/** Sizes that the first files do not have, and what those agents are. */
const LATER: Partial<AgentSizes> = { memoryKind: 'transformer-xl', memoryStride: 8, encoder: 'entities' };

/**
 * The configuration that a file holds, complete and with its keys in one order, so that two can be compared. Constants
 * that an older file does not have are the defaults.
 * @throws Error of one sentence that names the file and the setting, for an earlier network and for invalid settings
 */
export function completeConfig(stored: Partial<AgentConfig>, file: string): AgentConfig {
  const { beliefs, ...rest } = stored as Record<string, unknown>;
  // What version 0.1 called beliefs.
  const given: Record<string, unknown> = beliefs === undefined ? rest : { ...rest, ruleLabels: beliefs };
  const lacking = Object.keys(LAPTOP_SIZES).find((key) => !(key in given) && !(key in LATER));
  if (lacking !== undefined) {
    throw new Error(`${file}: an agent of an earlier network, without "${lacking}"; train it again`);
  }
  const complete = { ...LATER, ...given };
  const fault = agentFault(complete);
  if (fault !== undefined) throw new Error(`${file}: ${fault}`);
  // Parsing fills in the constants and puts the keys into the order of the schema.
  return agentSettings.parse(complete);
}
