import * as z from 'zod';
import { BUILT_IN, registeredEncoders, registeredMemories } from './own-registry.js';

// All numbers that shape the network, each defined once: its range, its purpose, and its value in AdA. Types, defaults
// and checks of files are derived from this schema. `.meta` comes last, because it applies to the schema that it is
// called on.

type Memories = (typeof BUILT_IN.memories)[number];
type Encoders = (typeof BUILT_IN.encoders)[number];

// The types know those of this package only.
/** Kinds of memory (AdA, section on architectures), with those that were registered. */
export const MEMORIES = [...BUILT_IN.memories, ...(registeredMemories.names() as Memories[])] as const;
/** Ways to read an observation, see the setting `encoder`, with those that were registered. */
export const ENCODERS = [...BUILT_IN.encoders, ...(registeredEncoders.names() as Encoders[])] as const;

/** A whole number of at least `least`. */
function whole(least: number) {
  const error = `must be a whole number of at least ${least}`;
  return z.int({ error }).min(least, { error });
}

/** A number above 0. */
function positive() {
  const error = 'must be a number above 0';
  return z.number({ error }).positive({ error });
}

/** A number of at least 0. */
function amount() {
  const error = 'must be a number of at least 0';
  return z.number({ error }).min(0, { error });
}

/** true or false */
function flag() {
  return z.boolean({ error: 'must be true or false' });
}

function oneOf<const T extends readonly string[]>(names: T) {
  return z.enum(names, { error: `must be one of ${names.join(', ')}` });
}

/** Sizes. Letters: d is the model width, H heads, M cached positions, L blocks. */
const sizes = {
  modelWidth: whole(1).meta({ description: 'd: width of the residual stream.', paper: 'AdA (D.7): 1024 at 75M' }),
  blocks: whole(1).meta({ description: 'L: blocks of the memory.', paper: 'AdA: 6' }),
  heads: whole(1).meta({ description: 'H: attention heads; divides the model width.', paper: 'AdA (D.7): 32 at 75M' }),
  feedForward: whole(1).meta({
    description: 'Width of the gated feed-forward layer (SwiGLU: two matrices of this width in, one out).',
    paper: 'AdA (D.7): 4096 at 75M, without a gate',
  }),
  memory: whole(1).meta({ description: 'M: positions that a step can look back on, per layer.', paper: 'AdA: 300' }),
  positionPairs: whole(1).meta({ description: 'Sine and cosine pairs of the relative position code.' }),
  entityWidth: whole(1).meta({ description: 'Width of the MLP that all entities share.' }),
  taskWidth: whole(1).meta({ description: 'Width of the embedding of goal and rules.' }),
  tokenWidth: whole(1).meta({ description: 'Width of the embedding of one token.', paper: 'AdA (C.1): 8' }),
  lstmWidth: whole(1).meta({ description: 'Width of the model LSTM.', paper: 'AdA: 1000' }),
  headWidth: whole(0).meta({ description: 'Hidden width of each head; 0: linear heads.', paper: 'AdA: 1000' }),
  valueBins: whole(2).meta({
    description: 'Bins of the value head: from 0 to valueLimit, evenly spaced after the transform of two-hot codes.',
    paper: 'AdA: 601',
  }),
  valueLimit: positive().meta({
    description: 'Largest discounted return that the value head can say.',
    unit: 'steps with reward 1',
    paper: 'Muesli: 300',
  }),
  rewardBins: whole(2).meta({ description: 'Bins of the reward head: from 0 to 1, spaced alike.', paper: 'AdA: 601' }),
  ruleLabels: whole(1).meta({
    description: "Statements about a task's hidden rules that memory must infer while it is trained.",
    paper: 'AdA: no such loss',
  }),
  memoryKind: oneOf(MEMORIES).meta({
    description:
      'What remembers. transformer-xl: attention over the last M steps. gru: gated recurrent units, whose state ' +
      'lasts up to M steps at the start. gru+attention: the same, then one block of attention over M stored activations.',
    paper: 'AdA: transformer-xl; the others are its ablation',
  }),
  memoryStride: whole(1).meta({
    description: 'Steps from one stored activation of gru+attention to the next.',
    unit: 'steps',
    paper: 'AdA: 8',
  }),
  encoder: oneOf(ENCODERS).meta({
    description:
      'How entities are read. entities: one MLP for all, pooled, and an attention by which memory looks entities up. ' +
      'matched: the same, and each entity is told what the shown rules say of its type. pooled: neither. slots: one ' +
      'layer over all entities in their order, without attention.',
    paper: 'AdA: pixels',
  }),
};

/** Constants with the same value for all sizes. Files of version 0.1 lack them; those agents had these defaults. */
const constants = {
  tokenStd: amount().default(1).meta({
    description: 'Initial standard deviation of the embeddings of tokens, and of the marks that memory gives to types.',
  }),
  eventStd: amount()
    .default(1.5)
    .meta({
      description:
        'Initial standard deviation of the embeddings of the last action, the reward and what vanished or appeared. ' +
        'With 1 / sqrt(inputs), as in other layers, memory is not learned: the one step that tells a rule is then a ' +
        'small feature of one step among hundreds.',
    }),
  atHandStd: amount().default(0.3).meta({
    description: 'Initial standard deviation of the embeddings of the types that are held or close.',
  }),
  reluGain: positive().default(1.4).meta({
    description: 'Layers before a rectifier start with this standard deviation times 1 / sqrt(inputs).',
  }),
  outputGain: amount().default(0.01).meta({
    description:
      'The same for the outputs of the heads, of the task inference and of intents, so that all start near uniform.',
  }),
  binSlope: amount()
    .default(1)
    .meta({
      description:
        'Fall of the first logits from one bin of values and rewards to the next. Both then start near zero, as is right ' +
        'for an agent without skill. From the middle of the range the policy loses its entropy before the heads settle.',
    }),
  forgetBias: z
    .number({ error: 'must be a number' })
    .default(1)
    .meta({ description: "Added to the forget gate of the model LSTM: at the start it keeps the root's cell." }),
  poolUnit: positive().default(4).meta({
    description: 'The sum over entities is divided by this: rooms have about as many in view.',
    unit: 'entities',
  }),
  closeDistance: amount().default(2).meta({
    description: 'From this distance on an object is not close to the avatar; 1 m nearer it is fully close.',
    unit: 'm',
  }),
  matchDepth: whole(1)
    .default(3)
    .meta({
      description:
        'Rules from the goal back that matching tells apart: the first makes what the goal asks for, the second what ' +
        'such a rule asks for.',
      unit: 'rules',
      paper: 'AdA: no matching',
    }),
  matchNegated: flag()
    .default(false)
    .meta({
      description:
        'Whether a rule that consumes what a negated goal names, and does not spawn it again, counts as leading to ' +
        'the goal: in matching and in the labels of the task inference.',
      paper: 'AdA: no matching',
    }),
  matchHidden: flag()
    .default(false)
    .meta({
      description:
        'Whether matching follows chains of rules through a hidden type, which has the same number in all rules. ' +
        'Which type it is stays hidden.',
      paper: 'AdA: no matching',
    }),
  matchPartners: flag()
    .default(false)
    .meta({
      description:
        'Whether matching marks on each entity as which argument of a condition on the way to the goal its type ' +
        'stands, and whether the thing in the hand must meet it.',
      paper: 'AdA: no matching',
    }),
  matchFeatures: whole(1).default(16).meta({
    description: 'Features that matching gives to each object type.',
    paper: 'AdA: no matching',
  }),
  matchWidth: whole(1).default(32).meta({
    description: 'Hidden width of the layer that matching reads rules with.',
    paper: 'AdA: no matching',
  }),
  intentKinds: whole(0)
    .default(0)
    .meta({
      description:
        'Kinds of intent that memory infers: what a script would mean to do now, to which type, with which type. The ' +
        'inferred types are marked on the entities. 0: no intents.',
      paper: 'AdA: no such loss',
    }),
  intentTemperature: positive()
    .default(1)
    .meta({
      description:
        'Temperature of the intents that are marked on the entities. Below 1 the agent follows the likeliest intent ' +
        'instead of a mixture of several, and the policy no longer shapes intents.',
      paper: 'AdA: no intents',
    }),
  keepIntents: z
    .boolean()
    .default(false)
    .meta({
      description:
        'Whether an agent with intents reads what it meant in the step before. It can then keep to an intent, and ' +
        'remember what it has meant.',
      paper: 'AdA: no intents',
    }),
};

/** Settings of the network. */
export const agentSettings = z.strictObject({ ...sizes, ...constants });
export type AgentConfig = z.infer<typeof agentSettings>;
/** The sizes of an agent. The constants have defaults. */
export type AgentSizes = Pick<AgentConfig, keyof typeof sizes>;

/**
 * Describes the fault in the settings of a network as half a sentence that names the key. Undefined if there is none.
 */
export function agentFault(config: unknown): string | undefined {
  const result = agentSettings.safeParse(config);
  if (!result.success) {
    const { issues } = result.error;
    const [issue] = issues;
    if (issue.code === 'unrecognized_keys') return `"${issue.keys[0]}" is not a setting of an agent`;
    if (issue.path.length === 0) return 'its settings must be an object';
    const [key] = issue.path as (keyof AgentConfig)[];
    const given = (config as Record<string, unknown>)[key];
    const instead = given === undefined ? 'but is missing' : `not ${JSON.stringify(given)}`;
    return `the agent's setting "${key}" ${issue.message}, ${instead}`;
  }
  const { modelWidth, heads } = result.data;
  return modelWidth % heads === 0
    ? undefined
    : `the agent's setting "modelWidth" must be a multiple of "heads" (${heads}), not ${modelWidth}`;
}
