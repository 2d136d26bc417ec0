import type { ParameterLayout, SpecTree, TensorTree } from '@open-ada/onnx-jit';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { type Encoded, Encoder, looksUp } from './encoder.js';
import { ModelHeads, type ModelState } from './heads.js';
import { IntentHead } from './intent-head.js';
import { dense, type Parameters } from './layers.js';
import { makeEncoder, type ObservationEncoder } from './make-encoder.js';
import { makeMemory } from './make-memory.js';
import type { Memory } from './memory.js';
import { ParameterList } from './parameters.js';
import { type AgentConfig, agentFault } from './settings.js';
import { TwoHot } from './two-hot.js';

/** Root states of N rows, and what memory infers. */
interface Root extends ModelState {
  /** The hidden rules: logits of a distribution over the pairs (predicate, type) in their conditions [N, ruleLabels]. */
  taskInference: Tensor2D;
  /** What a script would mean to do: joined logits of its parts, see `intentDims`. Absent if the agent infers no intents. */
  intent?: Tensor2D;
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
    this.encoder.addParameters(this.list);
    this.memory.addParameters(this.list);
    this.model.addParameters(this.list);
    this.list.dense('belief', config.modelWidth, config.ruleLabels, { gain: config.outputGain });
    // They come last, so that all others start as without them.
    this.intents?.addParameters(this.list);
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
    return this.root(p, this.memory.sequence(p, features, segment), encoded, before);
  }

  /** What E environments keep from one acting step to the next, for a window of W cached positions. */
  memorySpecs(environments: number, window: number): SpecTree {
    const specs = this.memory.specs(environments, window);
    if (this.intentsRead === 0) return specs;
    const shape = [environments, this.intentDims.reduce((a, b) => a + b)];
    return { ...specs, hidden: { ...(specs.hidden as SpecTree), intent: { shape, dtype: 'float32' } } };
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
    const before =
      this.intentsRead > 0 ? (tf.expandDims((state.hidden as TensorTree).intent as Tensor, 1) as Tensor3D) : undefined;
    const { features, left } = this.memory.step(p, this.told(p, encoded.features, before), state);
    const root = this.root(p, features, encoded, before);
    const { intent } = root;
    const value = this.valueScale.decode(this.value(p, root));
    const likeliest = intent && this.intents?.likeliest(intent);
    const kept =
      before && likeliest ? { ...left, hidden: { ...(left.hidden as TensorTree), intent: likeliest } } : left;
    return { logits: this.policy(p, root), value, intent: likeliest, left: kept };
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
    const intent = this.intents?.logits(p, remembered, encoded as Encoded, before);
    const root = { taskInference, ...(intent && { intent }) };
    if (!this.entities || !looksUp(this.config)) return { ...this.model.root(p, rows(remembered)), ...root };
    const marks = intent && this.intents?.marks(p, intent);
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
