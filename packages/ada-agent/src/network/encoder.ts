import type { ObservationFeature, ObservationPart, ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, oneHotFloat, type Parameters } from './layers.js';
import { type ObservationLayout, readLayout, sizeOf } from './observation-layout.js';
import type { ParameterList } from './parameters.js';
import { PARTNER_MARKS, PartnerMarks } from './partner-marks.js';
import { chainOf } from './rule-chain.js';
import { RuleMatching } from './rule-matching.js';
import type { AgentConfig } from './settings.js';

/** Whether the memory output attends to the entities (see `lookUp`). */
export const looksUp = ({ encoder }: AgentConfig): boolean => encoder === 'matched' || encoder === 'entities';

/** Marks that memory gives to types. */
export interface TypeMarks {
  /** Weight of each mark for each type [B * T, marks, 12]. */
  ofTypes: Tensor3D;
  /** [marks, entityWidth] */
  embeddings: Tensor;
}

/** An encoded batch of steps. */
export interface Encoded {
  features: Tensor3D;
  /** [B * T, N, entityWidth]; absent with the encoder `slots`. */
  entities?: Tensor3D;
  /** One-hot types of the entities [B * T, N, 12]. */
  types: Tensor3D;
  /** What goal and shown rules say of each type [B, 12, F]. */
  typeFeatures: Tensor3D;
  /** Logits that the shown rules add to the rule labels [B, ruleLabels]; absent without rule matching. */
  taskInference?: Tensor2D;
}

/**
 * Observation -> features of width d. One shared MLP reads each entity together with the goal. A scaled sum and the
 * maximum pool the entities, so their order does not matter. Goal and rule tokens are embedded (AdA, appendix C.1).
 * Goal and rules do not change in an episode, so they are embedded once per episode.
 *
 * Some inputs are those that the memory later searches for: the last action, the object type that the hand took, the
 * reward, the types seen to vanish and appear, and the types held and close by. These inputs also have embeddings of
 * their own, added after the MLP. Those of action, taken type, reward and seen events have the initial standard
 * deviation `eventStd`, those of types held and close by `atHandStd`. In the MLP alone, the one step that reveals a
 * rule is a small feature among hundreds of steps. Attention then does not find it, even under supervision.
 */
export class Encoder {
  private readonly layout: ObservationLayout;
  /** Range of the floats of a step that do not belong to entities: [from, to). */
  private readonly rest: [number, number];
  private readonly matching: RuleMatching | undefined;
  private readonly partners: PartnerMarks | undefined;

  constructor(
    private readonly config: AgentConfig,
    private readonly spec: ObservationSpec,
  ) {
    this.layout = readLayout(spec);
    this.rest = [sizeOf(this.layout.entities), spec.stepSize];
    if (config.encoder !== 'matched') return;
    this.matching = new RuleMatching(config, this.layout.task);
    if (config.matchPartners) this.partners = new PartnerMarks(config, this.layout.task);
  }

  /** Object types, and floats that goal and shown rules say of each: F. */
  get typeSizes(): { types: number; features: number } {
    const { goal, task } = this.layout;
    const { matchFeatures, matchDepth } = this.config;
    const ofRules = this.matching ? matchFeatures : 0;
    const marks = this.partners ? 2 * matchDepth : 0;
    return { types: task.types, features: goal.shape[0] * task.goal.arguments.size + ofRules + marks };
  }

  addParameters(list: ParameterList): void {
    const { entityWidth, taskWidth, tokenWidth, modelWidth, tokenStd, eventStd, atHandStd } = this.config;
    const gain = this.config.reluGain;
    const { entities, goal, rules, previous, events, task } = this.layout;
    const { types } = task;
    list.normal('tokens', [goal.cardinality!, tokenWidth], tokenStd);
    list.dense('goal', sizeOf(goal) * tokenWidth, taskWidth);
    list.dense('rule', rules.shape[1] * tokenWidth, taskWidth);
    list.dense('task', 2 * taskWidth, taskWidth);
    const inputs = entities.shape[1] + types + goal.shape[0] * task.goal.arguments.size;
    if (this.config.encoder === 'slots') {
      list.dense('slots/first', entities.shape[0] * inputs, 2 * entityWidth, { gain });
      list.dense('slots/goal', taskWidth, 2 * entityWidth, { bias: false });
      list.dense('slots/second', 2 * entityWidth, 2 * entityWidth, { gain });
    } else {
      list.dense('entity/first', inputs, entityWidth, { gain });
      list.dense('entity/goal', taskWidth, entityWidth, { bias: false });
      list.dense('entity/second', entityWidth, entityWidth, { gain });
    }
    const concatenated = 2 * entityWidth + (this.rest[1] - this.rest[0]);
    list.dense('features/first', concatenated, modelWidth, { gain });
    list.dense('features/task', taskWidth, modelWidth, { bias: false });
    list.dense('features/second', modelWidth, modelWidth);
    list.normal('features/previous', [previous.shape[0], modelWidth], eventStd);
    if (events) list.normal('features/events', [sizeOf(events), modelWidth], eventStd);
    list.normal('features/atHand', [2 * types, modelWidth], atHandStd);
    if (!looksUp(this.config)) return;
    list.normal('lookUp/believed', [this.config.ruleLabels / types, entityWidth], tokenStd);
    list.dense('lookUp/query', modelWidth, entityWidth);
    list.dense('lookUp/value', entityWidth, modelWidth);
    this.matching?.addParameters(list, rules.shape[1] * tokenWidth);
    this.partners?.addParameters(list, inputs);
  }

  /**
   * @param step [B, T, stepSize]
   * @param task [B, size - stepSize]
   * @returns features [B, T, d], and the entities for {@link lookUp}
   */
  encode(p: Parameters, step: Tensor3D, task: Tensor2D): Encoded {
    const [batch, time] = step.shape;
    const { previous, events: seen, entity, task: tokens } = this.layout;
    const { embedding, goalTypes, ofRules, marks } = this.task(p, task);
    const ofTypes = [goalTypes, ...(ofRules ? [ofRules] : []), ...(marks ? [marks.byType] : [])];
    const [count, width] = this.layout.entities.shape;
    const flat = tf.slice(step, [0, 0, 0], [batch, time, count * width]);
    const entities = tf.reshape(flat, [batch, time * count, width]) as Tensor3D;
    const types = typeOneHot(entities, entity);
    const inputs = [entities, types, tf.matMul(types, goalTypes)];
    if (this.partners && marks) {
      inputs.push(tf.matMul(types, marks.byType));
      inputs.push(this.partners.ofStep(marks, types, only(entities, entity.held) as Tensor3D, time));
    }
    const input = tf.concat(inputs, 2) as Tensor3D;
    const { pooled, grouped } =
      this.config.encoder === 'slots'
        ? this.readSlots(p, input, embedding, batch * time)
        : this.readEntities(p, entities, input, embedding, ofRules, batch * time);
    const rest = tf.slice(step, [0, 0, this.rest[0]], [batch, time, this.rest[1] - this.rest[0]]);
    const all = tf.concat([tf.reshape(pooled, [batch, time, -1]), rest], 2);
    const hidden = tf.add(dense(p, 'features/first', all), tf.expandDims(dense(p, 'features/task', embedding), 1));
    const loud = seen ? [previous, seen] : [previous];
    const told = loud.map((each) => tf.slice(step, [0, 0, each.offset], [batch, time, sizeOf(each)]));
    const tables = loud.map(({ name }) => p[`features/${name}`]);
    const table = tf.concat([...tables, p['features/atHand']], 0) as Tensor2D;
    const events = tf.reshape(tf.concat([...told, this.closeTypes(entities, types, time)], 2), [batch * time, -1]);
    const embedded = tf.reshape(tf.matMul(events, table), hidden.shape);
    return {
      features: tf.add(dense(p, 'features/second', tf.relu(hidden)), embedded) as Tensor3D,
      entities: grouped,
      types: tf.reshape(types, [batch * time, count, tokens.types]) as Tensor3D,
      typeFeatures: tf.concat(ofTypes, 2) as Tensor3D,
      taskInference: ofRules && this.matching?.ofRuleLabels(p, ofRules),
    };
  }

  /**
   * @param input [B, T N, features]
   * @returns `grouped` [B * T, N, entityWidth] and the features pooled over N [B * T, 2 entityWidth]
   */
  private readEntities(
    p: Parameters,
    entities: Tensor3D,
    input: Tensor3D,
    task: Tensor2D,
    ofRules: Tensor3D | undefined,
    rows: number,
  ) {
    const ofTypes = ofRules && this.matching?.ofEntities(p, ofRules);
    const first = tf.relu(this.firstLayer(p, input, dense(p, 'entity/goal', task), ofTypes));
    const present = only(entities, this.layout.entity.present);
    const second = tf.mul(tf.relu(dense(p, 'entity/second', first)), present);
    const grouped = tf.reshape(second, [rows, this.layout.entities.shape[0], this.config.entityWidth]) as Tensor3D;
    // The maximum comes first. In the backward pass, the sum then joins the products of `lookUp` in one sum of outer
    // products.
    const maximum = tf.max(grouped, 1);
    return { grouped, pooled: tf.concat([tf.div(tf.sum(grouped, 1), this.config.poolUnit), maximum], 1) };
  }

  /** Concatenates all entities in their order. The result is as wide as the pooled features. */
  private readSlots(p: Parameters, input: Tensor, task: Tensor2D, rows: number) {
    const batch = task.shape[0];
    const flat = tf.reshape(input, [batch, rows / batch, -1]);
    const goal = tf.expandDims(dense(p, 'slots/goal', task), 1);
    const first = tf.relu(tf.add(dense(p, 'slots/first', flat), goal));
    return { pooled: tf.relu(dense(p, 'slots/second', first)), grouped: undefined };
  }

  /**
   * First layer of the entity MLP: entities [B, T N, inputs] and goal [B, entityWidth] -> [B, T N, entityWidth]. The
   * result is valid only for entities that are present; the others are masked later.
   *
   * While learning, the bias and the goal of an episode are added to the weights of the feature that is 1 for present
   * entities. The matrix product then adds them at no cost. The contribution of the rules to each type is added in the
   * same way. While acting, an episode has too few rows for weights of its own.
   * @param ofTypes [B, 12, entityWidth]
   */
  private firstLayer(p: Parameters, input: Tensor3D, goal: Tensor, ofTypes: Tensor3D | undefined): Tensor {
    const [, rows, features] = input.shape;
    const { entities, entity, task } = this.layout;
    const width = entities.shape[1];
    const own = p['entity/first/weight'];
    const weight = this.partners ? tf.concat([own, p[PARTNER_MARKS]], 0) : own;
    if (rows < 4 * features) {
      const layer = dense({ ...p, 'entity/first/weight': weight }, 'entity/first', input);
      const added = tf.add(layer, tf.expandDims(goal, 1));
      return ofTypes ? tf.add(added, tf.matMul(tf.slice(input, [0, 0, width], [-1, -1, task.types]), ofTypes)) : added;
    }
    const always = tf.expandDims(tf.add(goal, p['entity/first/bias']), 1);
    const shiftAt = (weights: Tensor, row: number) =>
      tf.pad(weights as Tensor3D, [
        [0, 0],
        [row, features - row - (weights.shape[1] as number)],
        [0, 0],
      ]);
    const shift = shiftAt(always, entity.present.offset);
    const all = ofTypes ? tf.add(shift, shiftAt(ofTypes, width)) : shift;
    return tf.matMul(input, tf.add(tf.expandDims(weight, 0), all) as Tensor3D);
  }

  /**
   * Entity look-up: one cross-attention over the N entities of each step, added to the features. The memory output is
   * the query. Each key and value is augmented with what memory infers of the entity's type: rule labels, and roles in an
   * intent. Pooling alone poorly preserves the position of a single object that the memory refers to.
   * @param memory features of the memory [B, T, d]
   * @param taskInference distribution over (predicate, type) [B * T, ruleLabels]
   * @param intent if the agent infers intents
   */
  lookUp(
    p: Parameters,
    memory: Tensor3D,
    taskInference: Tensor2D,
    encoded: Encoded,
    intent: TypeMarks | undefined,
  ): Tensor3D {
    const { types } = encoded;
    const entities = encoded.entities as Tensor3D;
    const [rows, , width] = entities.shape;
    const marks = intent ? tf.concat([p['lookUp/believed'], intent.embeddings], 0) : p['lookUp/believed'];
    const query = tf.mul(dense(p, 'lookUp/query', memory), 1 / Math.sqrt(width));
    // An augmented entity is e_i + t_i B M, with its one-hot type t_i, what is inferred B and the embeddings M. B M is
    // first multiplied with tensors that have one row per step (the query and the mean type), so that no tensor of
    // augmented entities is created.
    const byPredicate = tf.reshape(taskInference, [rows, -1, this.layout.task.types]);
    const byMark = intent ? tf.concat([byPredicate, intent.ofTypes], 1) : byPredicate;
    const asRows = (x: Tensor) => tf.reshape(x, [rows, 1, -1]);
    const typeQuery = tf.matMul(asRows(tf.matMul(tf.reshape(query, [rows, width]), marks, false, true)), byMark);
    const scores = tf.add(tf.matMul(asRows(query), entities, false, true), tf.matMul(typeQuery, types, false, true));
    const weights = tf.softmax(scores);
    const believed = tf.matMul(tf.matMul(weights, types), byMark, false, true);
    const found = tf.add(
      tf.reshape(tf.matMul(weights, entities), [rows, width]),
      tf.matMul(tf.reshape(believed, [rows, -1]), marks),
    );
    return tf.add(memory, dense(p, 'lookUp/value', tf.reshape(found, [...memory.shape.slice(0, 2), width])));
  }

  /**
   * Task embedding [B, taskWidth]; the type that each goal argument names [B, 12, 2 x goal atoms]; and, with rule
   * matching, features of each type from the rules [B, 12, matchFeatures] and the marks of partners.
   */
  private task(p: Parameters, task: Tensor2D) {
    const batch = task.shape[0];
    const { goal: goalPart, rules: rulesPart, task: places } = this.layout;
    const tokens = goalPart.cardinality!;
    const [atoms, atomTokens] = goalPart.shape;
    const [rules, ruleTokens] = rulesPart.shape;
    const goalSlots = this.tokenPart(task, goalPart, tokens);
    const goalHot = tf.reshape(goalSlots, [batch, atoms, atomTokens, tokens]);
    const { types, firstType, goal: atom } = places;
    const named = [batch, atoms, atom.arguments.size, types];
    const arguments_ = tf.slice(goalHot, [0, 0, atom.arguments.offset, firstType], named);
    const goalTypes = tf.transpose(tf.reshape(arguments_, [batch, -1, types]), [0, 2, 1]) as Tensor3D;
    const embed = (slots: Tensor) => tf.matMul(tf.reshape(slots, [-1, tokens]) as Tensor2D, p.tokens as Tensor2D);
    const goal = tf.relu(dense(p, 'goal', tf.reshape(embed(goalSlots), [batch, -1])));
    const ruleSlots = this.tokenPart(task, rulesPart, tokens);
    const ruleRows = tf.reshape(embed(ruleSlots), [batch * rules, -1]);
    const rulePresent = tf.clipByValue(
      only(tf.reshape(this.slice(task, rulesPart), [batch, rules, ruleTokens]), places.rules.kind),
      0,
      1,
    );
    const ruleFeatures = tf.mul(tf.reshape(tf.relu(dense(p, 'rule', ruleRows)), [batch, rules, -1]), rulePresent);
    const embedding = tf.relu(dense(p, 'task', tf.concat([goal, tf.sum(ruleFeatures, 1)], 1))) as Tensor2D;
    const ruleHot = tf.reshape(ruleSlots, [batch, rules, ruleTokens, tokens]);
    if (!this.matching) return { embedding, goalTypes };
    const chain = chainOf(goalHot, ruleHot, places, this.config);
    const ofRules = this.matching.told(p, chain, ruleRows);
    return { embedding, goalTypes, ofRules, marks: this.partners?.ofEpisode(goalHot, ruleHot, chain) };
  }

  /**
   * The types that are held and the types that are close by, joined.
   * @param entities [B, T N, features]
   * @param types [B, T N, 12]
   * @returns [B, T, 2 x 12]
   */
  private closeTypes(entities: Tensor3D, types: Tensor3D, time: number): Tensor {
    const { entity } = this.layout;
    const [batch, all, count] = types.shape;
    const held = only(entities, entity.held);
    const metres = tf.mul(only(entities, entity.distance), entity.distance.scale as number);
    const near = tf.clipByValue(tf.sub(this.config.closeDistance, metres), 0, 1);
    const weights = tf.concat([held, tf.mul(near, tf.sub(1, held))], 2);
    const rows = [batch * time, all / time, -1];
    return tf.reshape(tf.matMul(tf.reshape(weights, rows), tf.reshape(types, rows), true), [batch, time, 2 * count]);
  }

  private slice(task: Tensor2D, which: ObservationPart): Tensor {
    return tf.slice(task, [0, which.offset - this.spec.stepSize], [-1, sizeOf(which)]);
  }

  private tokenPart(task: Tensor2D, which: ObservationPart, tokens: number): Tensor {
    return oneHotFloat(this.slice(task, which), tokens);
  }
}

/** Slices one feature from the last axis. */
function only(x: Tensor, { offset, size }: ObservationFeature): Tensor {
  return tf.slice(x, [...Array(x.rank - 1).fill(0), offset], [...Array(x.rank - 1).fill(-1), size]);
}

/**
 * @param entities [B, N, features]
 * @returns one-hot of shape x colour [B, N, types] in the order of OBJECT_TYPES: all colours of one shape, then the
 *   next shape
 */
function typeOneHot(entities: Tensor3D, entity: ObservationLayout['entity']): Tensor3D {
  const [batch, count] = entities.shape;
  const types = entity.shape.size * entity.colour.size;
  // A matrix product repeats each feature to all types. Broadcasting over axes of 4 and 3 takes five times as long.
  const spread = (feature: ObservationFeature, repeats: (type: number) => number) => {
    const table = tf.oneHot(
      Array.from({ length: types }, (_, type) => repeats(type)),
      feature.size,
    );
    const x = tf.reshape(only(entities, feature), [-1, feature.size]);
    return tf.matMul(x, tf.cast(table, 'float32') as Tensor2D, false, true);
  };
  const ofShape = spread(entity.shape, (type) => Math.floor(type / entity.colour.size));
  const ofColour = spread(entity.colour, (type) => type % entity.colour.size);
  return tf.reshape(tf.mul(ofShape, ofColour), [batch, count, types]) as Tensor3D;
}
