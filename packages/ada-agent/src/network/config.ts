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
 * One row of AdA's table of model sizes (appendix D.7). Blocks (6), cached activations (300), heads and embeddings are
 * those of the paper; this package's entity encoder replaces its vision. The paper's feed-forward width is for a layer
 * without a gate. With a gate, two thirds of that width give as many weights.
 *
 * Values and rewards have as many bins as in the paper, but different ones. The paper's are the integers from -300 to
 * 300 on the transformed scale (MuZero, appendix F). These are finer: they cover returns from 0 to 300 and rewards from
 * 0 to 1.
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

/** A student of four blocks; all widths have the proportions of `laptop-student`. */
function studentSize(modelWidth: number): AgentConfig {
  const [feedForward, entityWidth, taskWidth] = [(4 / 3) * modelWidth, modelWidth / 2, modelWidth / 3];
  return { ...laptopTeacher, modelWidth, blocks: 4, feedForward, entityWidth, taskWidth, lstmWidth: modelWidth };
}

/**
 * Named sizes. `tiny` is for tests, small problems and comparisons of sizes. The paper's sizes are named after the
 * number of weights in their transformer.
 */
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
  'laptop-student': studentSize(192),
  // Larger students, of a width that can be grown from `laptop-teacher`.
  'student-4m': studentSize(288),
  'student-7m': studentSize(384),
  'paper-6m': paperSize(288, 6, 1152),
  'paper-23m': paperSize(576, 12, 2304),
  'paper-42m': paperSize(768, 24, 3072),
  'paper-57m': paperSize(896, 28, 3584),
  'paper-75m': paperSize(1024, 32, 4096),
  'paper-169m': paperSize(1536, 32, 6144),
  'paper-265m': paperSize(1920, 40, 7680),
};

/** What matching knew before it had these settings. Files and runs that lack them keep these values. */
export const FORMER_MATCHING = {
  matchDepth: 3,
  matchNegated: false,
  matchHidden: false,
  matchPartners: false,
} satisfies Partial<AgentConfig>;

/** Settings that the first files lack, with the values that those agents have. */
const LATER: Partial<AgentConfig> = {
  memoryKind: 'transformer-xl',
  memoryStride: 8,
  encoder: 'entities',
  ...FORMER_MATCHING,
};

/** Settings that agents had for a time. Where they are 0, such an agent is like those of today. */
const RETIRED = ['latches', 'testedFacts'];

/**
 * Completes the configuration of a file and puts its keys into one order, so that two configurations can be compared.
 * Constants that an older file lacks get their defaults.
 * @throws Error in one sentence, naming the file and the setting, for an earlier network, for one with parts that are gone,
 *   and for invalid settings
 */
export function completeConfig(stored: Partial<AgentConfig>, file: string): AgentConfig {
  const { beliefs, ...rest } = stored as Record<string, unknown>;
  // Version 0.1 called the rule labels beliefs.
  const given: Record<string, unknown> = beliefs === undefined ? rest : { ...rest, ruleLabels: beliefs };
  const lacking = Object.keys(LAPTOP_SIZES).find((key) => !(key in given) && !(key in LATER));
  if (lacking !== undefined) {
    throw new Error(`${file}: an agent of an earlier network, without "${lacking}"; train it again`);
  }
  const gone = RETIRED.find((key) => given[key] !== undefined && given[key] !== 0);
  if (gone !== undefined) {
    throw new Error(
      `${file}: an agent with "${gone}" ${given[gone]}, which agents no longer have; train it again, or use the version that made it`,
    );
  }
  for (const key of RETIRED) delete given[key];
  const complete = { ...LATER, ...given };
  const fault = agentFault(complete);
  if (fault !== undefined) throw new Error(`${file}: ${fault}`);
  // Parsing adds the constants and puts the keys into the order of the schema.
  return agentSettings.parse(complete);
}
