import type { ObservationPart, ObservationSpec } from '@open-ada/xland-sim';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { AgentConfig } from './config.js';
import { dense, oneHotFloat, type Parameters } from './layers.js';
import type { ParameterList } from './parameters.js';
import { RuleMatching } from './rule-matching.js';
import { FIRST_TYPE_TOKEN, GOAL_ARGUMENTS, TYPES } from './type-tokens.js';

/** Whether memory looks up in the entities what it speaks of. */
export const looksUp = ({ encoder }: AgentConfig): boolean => encoder === 'matched' || encoder === 'entities';

/** An encoded batch of steps. */
export interface Encoded {
  features: Tensor3D;
  /** [B * T, N, entityWidth]; absent where the encoder reads slots. */
  entities?: Tensor3D;
  /** One-hot types of the entities [B * T, N, 12]. */
  types: Tensor3D;
  /** What the rules that are shown add to the ruleLabels [B, ruleLabels]; absent where they are not matched. */
  taskInference?: Tensor2D;
}

/** Entity features start with: present, 4 shape one-hots, 3 colour one-hots. */
const PRESENT = 0;
const SHAPE = { offset: 1, count: 4 };
const COLOUR = { offset: 5, count: 3 };
const HELD = 10;
const DISTANCE = 14;
/** Metres of one unit of the distance feature. */
const DISTANCE_UNIT = 8;
/** An object is fully close within 1 m of the avatar, and not at all from 2 m on. */
const CLOSE_LIMIT = 2;
/** The sum over entities is in units of so many: rooms have a handful in view. */
const SUM_UNIT = 4;
/** Deviations of the embeddings of events and of types at hand. At 1/sqrt(inputs), as elsewhere, memory is not learned: see {@link Encoder}. */
const EVENT_GAIN = 1.5;
const AT_HAND_GAIN = 0.3;

/**
 * Observation -> d-wide features. Entities go through one shared MLP on [entity, goal] and are pooled by a scaled
 * sum and the maximum, so their order does not matter; goal and rule tokens are embedded (AdA, appendix C.1).
 * Goal and rules do not change in an episode and are embedded once per episode, not once per step.
 *
 * What memory is asked for later - the last action, what the hand took, the reward, what was seen to vanish and appear, the types held and
 * close by - also enters by an embedding of its own, as loud as a token's. Mixed with all else in the MLP, the one step that tells a rule is one quiet
 * feature of one step among hundreds, and attention does not find it even under supervision.
 */
export class Encoder {
  private readonly entities: ObservationPart;
  private readonly goal: ObservationPart;
  private readonly rules: ObservationPart;
  private readonly previous: ObservationPart;
  /** Which types were seen to vanish and to appear, where the world tells. */
  private readonly events: ObservationPart | undefined;
  /** Floats of the step part that are not entities: [from, to). */
  private readonly rest: [number, number];
  private readonly matching: RuleMatching | undefined;

  constructor(
    private readonly config: AgentConfig,
    private readonly spec: ObservationSpec,
  ) {
    this.entities = part(spec, 'entities');
    this.goal = part(spec, 'goal');
    this.rules = part(spec, 'rules');
    this.previous = part(spec, 'previous');
    this.events = spec.parts.find(({ name }) => name === 'events');
    if (this.entities.offset !== 0) throw new Error('observation spec: the part "entities" must come first');
    if (this.entities.shape[1] <= DISTANCE) {
      throw new Error(
        `observation spec: an entity has ${this.entities.shape[1]} features; its distance is feature ${DISTANCE}`,
      );
    }
    this.rest = [this.entities.shape[0] * this.entities.shape[1], spec.stepSize];
    if (config.encoder === 'matched') this.matching = new RuleMatching(config);
  }

  addParameters(list: ParameterList): void {
    const { entityWidth, taskWidth, tokenWidth, modelWidth } = this.config;
    list.normal('tokens', [this.goal.cardinality!, tokenWidth], 1);
    list.dense('goal', sizeOf(this.goal) * tokenWidth, taskWidth);
    list.dense('rule', this.rules.shape[1] * tokenWidth, taskWidth);
    list.dense('task', 2 * taskWidth, taskWidth);
    const inputs = this.entities.shape[1] + TYPES + 2 * this.goal.shape[0];
    if (this.config.encoder === 'slots') {
      list.dense('slots/first', this.entities.shape[0] * inputs, 2 * entityWidth, { gain: 1.4 });
      list.dense('slots/goal', taskWidth, 2 * entityWidth, { bias: false });
      list.dense('slots/second', 2 * entityWidth, 2 * entityWidth, { gain: 1.4 });
    } else {
      list.dense('entity/first', inputs, entityWidth, { gain: 1.4 });
      list.dense('entity/goal', taskWidth, entityWidth, { bias: false });
      list.dense('entity/second', entityWidth, entityWidth, { gain: 1.4 });
    }
    const concatenated = 2 * entityWidth + (this.rest[1] - this.rest[0]);
    list.dense('features/first', concatenated, modelWidth, { gain: 1.4 });
    list.dense('features/task', taskWidth, modelWidth, { bias: false });
    list.dense('features/second', modelWidth, modelWidth);
    list.normal('features/previous', [this.previous.shape[0], modelWidth], EVENT_GAIN);
    if (this.events) list.normal('features/events', [sizeOf(this.events), modelWidth], EVENT_GAIN);
    list.normal('features/atHand', [2 * TYPES, modelWidth], AT_HAND_GAIN);
    if (!looksUp(this.config)) return;
    list.normal('lookUp/believed', [this.config.ruleLabels / TYPES, entityWidth], 1);
    list.dense('lookUp/query', modelWidth, entityWidth);
    list.dense('lookUp/value', entityWidth, modelWidth);
    this.matching?.addParameters(list, this.rules.shape[1] * tokenWidth);
  }

  /**
   * @param step [B, T, stepSize] @param task [B, size - stepSize]
   * @returns features [B, T, d], and the entities for {@link lookUp}
   */
  encode(p: Parameters, step: Tensor3D, task: Tensor2D): Encoded {
    const [batch, time] = step.shape;
    const { embedding, goalTypes, ofRules } = this.task(p, task);
    const [count, width] = this.entities.shape;
    const flat = tf.slice(step, [0, 0, 0], [batch, time, count * width]);
    const entities = tf.reshape(flat, [batch, time * count, width]) as Tensor3D;
    const types = typeOneHot(entities);
    const input = tf.concat([entities, types, tf.matMul(types, goalTypes)], 2) as Tensor3D;
    const { pooled, grouped } =
      this.config.encoder === 'slots'
        ? this.readSlots(p, input, embedding, batch * time)
        : this.readEntities(p, entities, input, embedding, ofRules, batch * time);
    const rest = tf.slice(step, [0, 0, this.rest[0]], [batch, time, this.rest[1] - this.rest[0]]);
    const all = tf.concat([tf.reshape(pooled, [batch, time, -1]), rest], 2);
    const hidden = tf.add(dense(p, 'features/first', all), tf.expandDims(dense(p, 'features/task', embedding), 1));
    const loud = [this.previous, ...(this.events ? [this.events] : [])];
    const told = loud.map((each) => tf.slice(step, [0, 0, each.offset], [batch, time, sizeOf(each)]));
    const tables = loud.map(({ name }) => p[`features/${name}`]);
    const table = tf.concat([...tables, p['features/atHand']], 0) as Tensor2D;
    const events = tf.reshape(tf.concat([...told, closeTypes(entities, types, time)], 2), [batch * time, -1]);
    const embedded = tf.reshape(tf.matMul(events, table), hidden.shape);
    return {
      features: tf.add(dense(p, 'features/second', tf.relu(hidden)), embedded) as Tensor3D,
      entities: grouped,
      types: tf.reshape(types, [batch * time, count, TYPES]) as Tensor3D,
      taskInference: ofRules && this.matching?.ofRuleLabels(p, ofRules),
    };
  }

  /** @param input [B, T N, features] @returns `grouped` [B * T, N, entityWidth] and, pooled over N, [B * T, 2 entityWidth] */
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
    const present = tf.slice(entities, [0, 0, PRESENT], [-1, -1, 1]);
    const second = tf.mul(tf.relu(dense(p, 'entity/second', first)), present);
    const grouped = tf.reshape(second, [rows, this.entities.shape[0], this.config.entityWidth]) as Tensor3D;
    // The maximum first: backwards the sum then joins the products of `lookUp` in one sum of outer products.
    const maximum = tf.max(grouped, 1);
    return { grouped, pooled: tf.concat([tf.div(tf.sum(grouped, 1), SUM_UNIT), maximum], 1) };
  }

  /** All entities side by side, in their order: as wide as what is pooled. */
  private readSlots(p: Parameters, input: Tensor, task: Tensor2D, rows: number) {
    const batch = task.shape[0];
    const flat = tf.reshape(input, [batch, rows / batch, -1]);
    const goal = tf.expandDims(dense(p, 'slots/goal', task), 1);
    const first = tf.relu(tf.add(dense(p, 'slots/first', flat), goal));
    return { pooled: tf.relu(dense(p, 'slots/second', first)), grouped: undefined };
  }

  /**
   * Entities [B, T N, inputs] and goal [B, entityWidth] -> [B, T N, entityWidth], right for those entities that are present; the others are
   * masked later. While learning, an episode's bias and goal are added to the weights of the feature that is 1 for present entities: the
   * product then adds them for nothing, as it does what the rules say of each type. While acting, an episode's rows are too few for weights of its own.
   * @param ofTypes [B, 12, entityWidth]
   */
  private firstLayer(p: Parameters, input: Tensor3D, goal: Tensor, ofTypes: Tensor3D | undefined): Tensor {
    const [, rows, features] = input.shape;
    const width = this.entities.shape[1];
    if (rows < 4 * features) {
      const added = tf.add(dense(p, 'entity/first', input), tf.expandDims(goal, 1));
      return ofTypes ? tf.add(added, tf.matMul(tf.slice(input, [0, 0, width], [-1, -1, TYPES]), ofTypes)) : added;
    }
    const always = tf.expandDims(tf.add(goal, p['entity/first/bias']), 1);
    const shiftAt = (weights: Tensor, row: number) =>
      tf.pad(weights as Tensor3D, [
        [0, 0],
        [row, features - row - (weights.shape[1] as number)],
        [0, 0],
      ]);
    const shift = shiftAt(always, PRESENT);
    const all = ofTypes ? tf.add(shift, shiftAt(ofTypes, width)) : shift;
    return tf.matMul(input, tf.add(tf.expandDims(p['entity/first/weight'], 0), all) as Tensor3D);
  }

  /**
   * Lets what the memory says ask the entities in view: one attention over the N entities of each step, added to the features. Pooling
   * alone says poorly where the one object is that the memory speaks of. Entities are marked by what the memory infers of their types.
   * @param memory features of the memory [B, T, d]
   * @param taskInference distribution over (predicate, type) [B * T, ruleLabels]
   */
  lookUp(p: Parameters, memory: Tensor3D, taskInference: Tensor2D, encoded: Encoded): Tensor3D {
    const { types } = encoded;
    const entities = encoded.entities as Tensor3D;
    const [rows, , width] = entities.shape;
    const marks = p['lookUp/believed'];
    const query = tf.mul(dense(p, 'lookUp/query', memory), 1 / Math.sqrt(width));
    // An entity with its mark is e_i + t_i B M, with its one-hot type t_i, ruleLabels B and marks M. B M is multiplied first with what
    // has one row per step (the query, the mean type), so that no tensor of marked entities is made.
    const byPredicate = tf.reshape(taskInference, [rows, -1, TYPES]);
    const asRows = (x: Tensor) => tf.reshape(x, [rows, 1, -1]);
    const typeQuery = tf.matMul(asRows(tf.matMul(tf.reshape(query, [rows, width]), marks, false, true)), byPredicate);
    const scores = tf.add(tf.matMul(asRows(query), entities, false, true), tf.matMul(typeQuery, types, false, true));
    const weights = tf.softmax(scores);
    const believed = tf.matMul(tf.matMul(weights, types), byPredicate, false, true);
    const found = tf.add(
      tf.reshape(tf.matMul(weights, entities), [rows, width]),
      tf.matMul(tf.reshape(believed, [rows, -1]), marks),
    );
    return tf.add(memory, dense(p, 'lookUp/value', tf.reshape(found, [...memory.shape.slice(0, 2), width])));
  }

  /**
   * Task embedding [B, taskWidth], which type each goal argument names [B, 12, 2 x goal atoms], and what the rules say of each type where they are
   * matched [B, 12, TOLD].
   */
  private task(p: Parameters, task: Tensor2D): { embedding: Tensor2D; goalTypes: Tensor3D; ofRules?: Tensor3D } {
    const batch = task.shape[0];
    const tokens = this.goal.cardinality!;
    const [atoms, atomTokens] = this.goal.shape;
    const [rules, ruleTokens] = this.rules.shape;
    const goalSlots = this.tokenPart(task, this.goal, tokens);
    const goalHot = tf.reshape(goalSlots, [batch, atoms, atomTokens, tokens]);
    const arguments_ = tf.slice(goalHot, [0, 0, GOAL_ARGUMENTS, FIRST_TYPE_TOKEN], [batch, atoms, 2, TYPES]);
    const goalTypes = tf.transpose(tf.reshape(arguments_, [batch, atoms * 2, TYPES]), [0, 2, 1]) as Tensor3D;
    const embed = (slots: Tensor) => tf.matMul(tf.reshape(slots, [-1, tokens]) as Tensor2D, p.tokens as Tensor2D);
    const goal = tf.relu(dense(p, 'goal', tf.reshape(embed(goalSlots), [batch, -1])));
    const ruleSlots = this.tokenPart(task, this.rules, tokens);
    const ruleRows = tf.reshape(embed(ruleSlots), [batch * rules, -1]);
    const rulePresent = tf.clipByValue(
      tf.slice(tf.reshape(this.slice(task, this.rules), [batch, rules, ruleTokens]), [0, 0, 0], [-1, -1, 1]),
      0,
      1,
    );
    const ruleFeatures = tf.mul(tf.reshape(tf.relu(dense(p, 'rule', ruleRows)), [batch, rules, -1]), rulePresent);
    const embedding = tf.relu(dense(p, 'task', tf.concat([goal, tf.sum(ruleFeatures, 1)], 1))) as Tensor2D;
    const ruleHot = tf.reshape(ruleSlots, [batch, rules, ruleTokens, tokens]);
    return { embedding, goalTypes, ofRules: this.matching?.told(p, goalHot, ruleHot, ruleRows) };
  }

  private slice(task: Tensor2D, which: ObservationPart): Tensor {
    return tf.slice(task, [0, which.offset - this.spec.stepSize], [-1, sizeOf(which)]);
  }

  private tokenPart(task: Tensor2D, which: ObservationPart, tokens: number): Tensor {
    return oneHotFloat(this.slice(task, which), tokens);
  }
}

/** @param entities [B, N, features] @returns one-hot of shape x colour [B, N, 12] in the order of OBJECT_TYPES */
function typeOneHot(entities: Tensor3D): Tensor3D {
  const [batch, count] = entities.shape;
  const shape = tf.slice(entities, [0, 0, SHAPE.offset], [-1, -1, SHAPE.count]);
  const colour = tf.slice(entities, [0, 0, COLOUR.offset], [-1, -1, COLOUR.count]);
  // Each repeated to all types by a product: broadcasting over axes of 4 and 3 takes five times as long.
  const spread = (x: Tensor, repeats: (type: number) => number) => {
    const places = x.shape[2] as number;
    const table = tf.oneHot(
      Array.from({ length: TYPES }, (_, type) => repeats(type)),
      places,
    );
    return tf.matMul(tf.reshape(x, [-1, places]), tf.cast(table, 'float32') as Tensor2D, false, true);
  };
  const ofShape = spread(shape, (type) => Math.floor(type / COLOUR.count));
  const ofColour = spread(colour, (type) => type % COLOUR.count);
  return tf.reshape(tf.mul(ofShape, ofColour), [batch, count, TYPES]) as Tensor3D;
}

/**
 * Which types are held, and which are close by, joined.
 * @param entities [B, T N, features] @param types [B, T N, 12] @returns [B, T, 2 x 12]
 */
function closeTypes(entities: Tensor3D, types: Tensor3D, time: number): Tensor {
  const [batch, all] = entities.shape;
  const held = tf.slice(entities, [0, 0, HELD], [-1, -1, 1]);
  const distance = tf.slice(entities, [0, 0, DISTANCE], [-1, -1, 1]);
  const near = tf.clipByValue(tf.sub(CLOSE_LIMIT, tf.mul(distance, DISTANCE_UNIT)), 0, 1);
  const weights = tf.concat([held, tf.mul(near, tf.sub(1, held))], 2);
  const rows = [batch * time, all / time, -1];
  return tf.reshape(tf.matMul(tf.reshape(weights, rows), tf.reshape(types, rows), true), [batch, time, 2 * TYPES]);
}

/** Floats of a part. */
function sizeOf({ shape }: ObservationPart): number {
  return shape.reduce((a, b) => a * b, 1);
}

function part(spec: ObservationSpec, name: string): ObservationPart {
  const found = spec.parts.find((p) => p.name === name);
  if (!found) throw new Error(`observation spec: the part "${name}" is missing`);
  return found;
}
