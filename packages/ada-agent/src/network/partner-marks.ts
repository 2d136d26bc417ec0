import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TaskLayout } from './observation-layout.js';
import type { ParameterList } from './parameters.js';
import { askedAtoms, type RuleChain } from './rule-chain.js';
import type { AgentConfig } from './settings.js';

/** Weights of the marks in the first layer of the entity MLP. */
export const PARTNER_MARKS = 'entity/marks/weight';

/** Marks that are the same in all steps of an episode. D is the depth of matching. */
interface EpisodeMarks {
  /** For each depth: the type is the first, the type is the second argument of a rule on the way [B, 12, 2 D]. */
  byType: Tensor3D;
  /**
   * Symmetric tables of the types that must meet, one below the other [B, (1 + D) 12, 12]: in the goal, and in a rule on
   * the way at each depth.
   */
  pairs: Tensor3D;
}

/**
 * Marks on entities, with values 0 and 1, that say how the shown rules use their type: as which argument of a condition
 * on the way to the goal, and whether the thing now in the hand must meet it. Features that are summed per type cannot
 * say the latter: of near(x, y) they tell that x and y are in one condition each.
 */
export class PartnerMarks {
  constructor(
    private readonly config: AgentConfig,
    private readonly layout: TaskLayout,
  ) {}

  /** @param inputs other inputs of the first layer of the entity MLP */
  addParameters(list: ParameterList, inputs: number): void {
    const { entityWidth, reluGain, matchDepth } = this.config;
    const marks = 1 + 3 * matchDepth;
    list.normal(PARTNER_MARKS, [marks, entityWidth], reluGain / Math.sqrt(inputs + marks));
  }

  /**
   * @param goal one-hot tokens [B, atoms, 4, K]
   * @param rules one-hot tokens [B, R, tokens, K]
   */
  ofEpisode(goal: Tensor, rules: Tensor, { onTheWay }: RuleChain): EpisodeMarks {
    const { layout } = this;
    const [first, second] = this.argumentsOf(rules, layout.rules.arguments.offset);
    const ways = tf.concat(onTheWay, 2) as Tensor3D;
    const byType = tf.concat([tf.matMul(first, ways, true), tf.matMul(second, ways, true)], 2);
    const [one, other] = this.argumentsOf(goal, layout.goal.arguments.offset);
    // Column 0 is the goal's, the others are those of the depths.
    const ofGoal = padded(askedAtoms(goal, layout), 0, onTheWay.length);
    const ofRules = padded(ways, 1, 0);
    const pairs = pairsOf([one, first, other, second], [other, second, one, first], [ofGoal, ofRules, ofGoal, ofRules]);
    return { byType: flags(byType), pairs: flags(pairs) };
  }

  /**
   * Whether the thing in the hand must meet each entity: in the goal, and in a rule on the way at each depth.
   * @param types one-hot types of the entities [B, T N, 12]
   * @param held 1 for the entity in the hand [B, T N, 1]
   * @returns [B, T N, 1 + D]
   */
  ofStep({ pairs }: EpisodeMarks, types: Tensor3D, held: Tensor3D, time: number): Tensor3D {
    const [batch, all, count] = types.shape;
    const rows = batch * time;
    const grouped = tf.reshape(types, [rows, all / time, count]);
    const inHand = tf.matMul(tf.reshape(held, [rows, 1, -1]), grouped);
    const sought = tf.reshape(tf.matMul(tf.reshape(inHand, [batch, time, count]), pairs, false, true), [
      rows,
      -1,
      count,
    ]);
    const met = tf.reshape(tf.matMul(grouped, sought, false, true), [batch, all, -1]);
    // What is in the hand does not meet itself where two of its type must meet.
    return tf.mul(met, tf.sub(1, held));
  }

  /** Types of the first and the second argument [B, rows, 12]. */
  private argumentsOf(slots: Tensor, offset: number): [Tensor3D, Tensor3D] {
    const { firstType, types } = this.layout;
    const at = (k: number) =>
      tf.reshape(tf.slice(slots, [0, 0, offset + k, firstType], [-1, -1, 1, types]), [slots.shape[0], -1, types]);
    return [at(0) as Tensor3D, at(1) as Tensor3D];
  }
}

/** Counts as 0 or 1. */
const flags = (counts: Tensor): Tensor3D => tf.clipByValue(counts, 0, 1) as Tensor3D;

/** Columns of zeros before and after. */
const padded = (x: Tensor3D, before: number, after: number): Tensor3D =>
  tf.pad(x, [
    [0, 0],
    [0, 0],
    [before, after],
  ]);

/**
 * For each column of the weights, a table of the pairs of types in the rows that it selects. One product makes all.
 * @param left one type of a pair, lists of [B, rows, 12]
 * @param right the other type
 * @param weights 1 where a column selects a row, lists of [B, rows, C]
 * @returns [B, C 12, 12]
 */
function pairsOf(left: Tensor3D[], right: Tensor3D[], weights: Tensor3D[]): Tensor {
  const [one, selected] = [tf.concat(left, 1), tf.concat(weights, 1)];
  const [batch, rows, types] = one.shape;
  const columns = selected.shape[2];
  const each = tf.mul(tf.reshape(selected, [batch, rows, columns, 1]), tf.reshape(one, [batch, rows, 1, types]));
  return tf.matMul(tf.reshape(each, [batch, rows, columns * types]), tf.concat(right, 1), true);
}
