import type { ParameterLayout, SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Encoded, Encoder, looksUp } from './encoder.js';
import { ModelHeads, type ModelState } from './heads.js';
import { IntentHead } from './intent-head.js';
import { Latches } from './latches.js';
import { dense, type Parameters } from './layers.js';
import { makeEncoder, type ObservationEncoder } from './make-encoder.js';
import { makeMemory } from './make-memory.js';
import type { Memory } from './memory.js';
import { ParameterList } from './parameters.js';
import { type AgentConfig, agentFault } from './settings.js';
import { TestedHead } from './tested-head.js';
import { TwoHot } from './two-hot.js';

/** Root states of N rows, and what memory infers. */
interface Root extends ModelState {
  /** The hidden rules: logits of a distribution over the pairs (predicate, type) in their conditions [N, ruleLabels]. */
  taskInference: Tensor2D;
  /** What a script would mean to do: joined logits of its parts, see `intentDims`. Absent if the agent infers no intents. */
  intent?: Tensor2D;
  /** Logits of what was tested [N, testedSize]. Absent if the agent does not infer that. */
  tested?: Tensor2D;
}

/** The network as pure functions of its parameters. It owns no tensor. */
export class AdaAgent {
  readonly parameters: ParameterLayout;
  /** Number of options of each action group. A is their sum. */
  readonly actionDims: number[];
  /** Number of options of each part of an intent: its kind, its first and its second type. Empty without intents. */
  readonly intentDims: number[];
  /** Number of parts of the intents that `roots` reads; 0: it reads none. */
  readonly intentsRead: number;
  readonly valueScale: TwoHot;
  readonly rewardScale: TwoHot;
  private readonly list = new ParameterList();
  private readonly encoder: ObservationEncoder;
  /** The same encoder, if it reads entities: one that was registered does not. */
  private readonly entities: Encoder | undefined;
  readonly memory: Memory;
  private readonly model: ModelHeads;
  private readonly intents: IntentHead | undefined;
  private readonly tested: TestedHead | undefined;
  private readonly latches: Latches | undefined;
  /** Number of facts about types that memory infers to be tested; 0: it infers none. */
  readonly testedSize: number;

  constructor(
    readonly config: AgentConfig,
    readonly observationSpec: ObservationSpec,
    readonly actionSpec: ActionSpec,
  ) {
    const fault = agentFault(config);
    if (fault !== undefined) throw new Error(`agent config: ${fault}`);
    this.actionDims = actionSpec.groups.map((group) => group.options.length);
    this.valueScale = new TwoHot(config.valueBins, [0, config.valueLimit]);
    this.rewardScale = new TwoHot(config.rewardBins, [0, 1]);
    this.encoder = makeEncoder(config, observationSpec);
    this.entities = this.encoder instanceof Encoder ? this.encoder : undefined;
    this.memory = makeMemory(config);
    this.model = new ModelHeads(config, this.actionDims);
    this.intents =
      config.intentKinds > 0 && this.entities ? new IntentHead(config, this.entities.typeSizes) : undefined;
    this.intentDims = this.intents?.dims ?? [];
    this.intentsRead = config.keepIntents ? this.intentDims.length : 0;
    const { testedFacts } = config;
    const types = this.entities?.typeSizes.types ?? 0;
    this.tested = testedFacts > 0 && looksUp(config) ? new TestedHead(config, types, testedFacts) : undefined;
    this.testedSize = this.tested ? types * testedFacts : 0;
    this.latches = config.latches > 0 ? new Latches(config) : undefined;
    this.encoder.addParameters(this.list);
    this.memory.addParameters(this.list);
    this.model.addParameters(this.list);
    this.list.dense('belief', config.modelWidth, config.ruleLabels, { gain: config.outputGain });
    // They come last, so that all others start as without them.
    this.intents?.addParameters(this.list);
    this.tested?.addParameters(this.list);
    this.latches?.addParameters(this.list);
    this.parameters = this.list.layout();
  }

  /** Fresh parameters as one vector [P]. The same seed gives the same bits. */
  initialise(seed: number): Float32Array {
    return this.list.initialise(seed);
  }

  /**
   * Root states of whole episodes.
   * @param observations [B, T, stepSize]
   * @param task [B, size - stepSize]
   * @param segment int [B, T], see Memory.sequence
   * @param meant int [B, T, 3], the intents with which the agent acted; -1: none. Read only if `intentsRead` > 0, and
   * then nothing was meant where it is absent
   * @returns B * T rows
   */
  roots(p: Parameters, observations: Tensor3D, task: Tensor2D, segment: Tensor2D, meant?: Tensor3D): Root {
    const encoded = this.encoder.encode(p, observations, task);
    const before = this.intentsRead > 0 && meant ? this.intents?.before(meant, segment) : undefined;
    const features = this.told(p, encoded.features, before);
    const latched = this.latches ? this.latches.sequence(p, features, segment) : features;
    return this.root(p, this.memory.sequence(p, latched, segment), encoded, before);
  }

  /** What E environments keep from one acting step to the next, for a window of W cached positions. */
  memorySpecs(environments: number, window: number): SpecTree {
    const specs = this.memory.specs(environments, window);
    const kept: SpecTree = {};
    if (this.intentsRead > 0) {
      kept.intent = { shape: [environments, this.intentDims.reduce((a, b) => a + b)], dtype: 'float32' };
    }
    if (this.latches) kept.latches = { shape: this.latches.shape(environments), dtype: 'float32' };
    if (Object.keys(kept).length === 0) return specs;
    return { ...specs, hidden: { ...(specs.hidden as SpecTree), ...kept } };
  }

  /**
   * One acting step.
   * @param observations [B, size]
   * @param state what earlier steps left, by the names of `memorySpecs`
   * @returns policy logits [B, A], value [B], the likeliest intent as one-hots [B, sum of its dims], and the entries that
   * this step leaves in memory
   */
  act(
    p: Parameters,
    observations: Tensor2D,
    state: TensorTree,
  ): { logits: Tensor2D; value: Tensor1D; intent?: Tensor2D; left: TensorTree } {
    const { stepSize, size } = this.observationSpec;
    const batch = observations.shape[0];
    const step = tf.reshape(tf.slice(observations, [0, 0], [batch, stepSize]), [batch, 1, stepSize]) as Tensor3D;
    const task = tf.slice(observations, [0, stepSize], [batch, size - stepSize]);
    const encoded = this.encoder.encode(p, step, task);
    const hidden = state.hidden as TensorTree;
    const before = this.intentsRead > 0 ? (tf.expandDims(hidden.intent as Tensor, 1) as Tensor3D) : undefined;
    const told = this.told(p, encoded.features, before);
    const latched = this.latches?.step(p, told, hidden.latches as Tensor2D);
    const { features, left } = this.memory.step(p, latched?.features ?? told, state);
    const root = this.root(p, features, encoded, before);
    const { intent } = root;
    const value = this.valueScale.decode(this.value(p, root));
    const likeliest = intent && this.intents?.likeliest(intent);
    const kept: TensorTree = {
      ...(before && likeliest && { intent: likeliest }),
      ...(latched && { latches: latched.sum }),
    };
    const all = Object.keys(kept).length > 0 ? { ...left, hidden: { ...(left.hidden as TensorTree), ...kept } } : left;
    return { logits: this.policy(p, root), value, intent: likeliest, left: all };
  }

  private told(p: Parameters, features: Tensor3D, before: Tensor3D | undefined): Tensor3D {
    return before && this.intents ? this.intents.hear(p, features, before) : features;
  }

  private root(
    p: Parameters,
    remembered: Tensor3D,
    encoded: ReturnType<ObservationEncoder['encode']>,
    before?: Tensor3D,
  ): Root {
    const rows = (x: Tensor3D) => tf.reshape(x, [-1, this.config.modelWidth]) as Tensor2D;
    const inferred = dense(p, 'belief', remembered);
    const ruleLabels = encoded.taskInference ? tf.add(inferred, tf.expandDims(encoded.taskInference, 1)) : inferred;
    const taskInference = tf.reshape(ruleLabels, [-1, this.config.ruleLabels]) as Tensor2D;
    const tested = this.tested?.logits(p, remembered);
    const wereTested = tested && this.tested?.marks(p, tested);
    const more = wereTested && this.intents && this.tested?.forIntents(p, remembered, wereTested);
    const intent = this.intents?.logits(p, remembered, encoded as Encoded, before, more);
    const root = { taskInference, ...(intent && { intent }), ...(tested && { tested }) };
    if (!this.entities || !looksUp(this.config)) return { ...this.model.root(p, rows(remembered)), ...root };
    const meant = intent && this.intents?.marks(p, intent);
    const marks = [meant, wereTested].filter((each) => each !== undefined);
    const found = this.entities.lookUp(p, remembered, tf.softmax(taskInference), encoded as Encoded, marks);
    return { ...this.model.root(p, rows(found)), ...root };
  }

  /** One model step with one action per state [N, A]. */
  step(p: Parameters, state: ModelState, actions: Tensor2D): ModelState {
    return this.model.step(p, state, actions);
  }

  /** One model step with S actions per state [N, S, A]. Gives N * S states. */
  stepMany(p: Parameters, state: ModelState, actions: Tensor): ModelState {
    return this.model.stepMany(p, state, actions);
  }

  /** Joined logits [N, A]. */
  policy(p: Parameters, state: ModelState): Tensor2D {
    return this.model.policy(p, state);
  }

  /** Two-hot logits [N, valueBins]. */
  value(p: Parameters, state: ModelState): Tensor2D {
    return this.model.value(p, state);
  }

  /** Two-hot logits [N, rewardBins]. */
  reward(p: Parameters, state: ModelState): Tensor2D {
    return this.model.reward(p, state);
  }
}
