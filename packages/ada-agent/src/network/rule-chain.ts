import type { ObservationFeature } from '@open-ada/xland-sim';
import type { Tensor, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { TaskLayout } from './observation-layout.js';
import type { AgentConfig } from './settings.js';

/** How the shown rules lead to the goal. */
export interface RuleChain {
  /** How often each type is in the condition of each rule [B, R, 12]. */
  conditions: Tensor3D;
  /** The same for the spawns [B, R, 12]. */
  spawns: Tensor3D;
  /** For each depth: 1 for a rule that makes, in at most this many firings, what the goal needs [B, R, 1]. */
  onTheWay: Tensor3D[];
}

/** Types in the tokens of a feature, counted [B, rows, 12]. @param slots one-hot tokens [B, rows, tokens, K] */
export function typesIn(slots: Tensor, { offset, size }: ObservationFeature, layout: TaskLayout): Tensor3D {
  return tf.sum(tf.slice(slots, [0, 0, offset, layout.firstType], [-1, -1, size, layout.types]), 2);
}

/** 1 for an atom that is not negated [B, atoms, 1]. @param goal one-hot tokens [B, atoms, 4, K] */
export function askedAtoms(goal: Tensor, { goal: { negated }, notNegated }: TaskLayout): Tensor3D {
  const slot = tf.slice(goal, [0, 0, negated.offset, notNegated], [-1, -1, 1, 1]);
  return tf.reshape(slot, [goal.shape[0], -1, 1]);
}

/**
 * Follows the rules back from the goal.
 * @param goal one-hot tokens [B, atoms, 4, K]
 * @param rules one-hot tokens [B, R, tokens, K]
 */
export function chainOf(goal: Tensor, rules: Tensor, layout: TaskLayout, { matchDepth }: AgentConfig): RuleChain {
  const conditions = typesIn(rules, layout.rules.arguments, layout);
  const spawns = typesIn(rules, layout.rules.spawns, layout);
  // A type in a negated predicate does not have to be made.
  const asked = askedAtoms(goal, layout);
  let wanted = tf.expandDims(tf.sum(tf.mul(typesIn(goal, layout.goal.arguments, layout), asked), 1), 2) as Tensor3D;
  const onTheWay: Tensor3D[] = [];
  for (let depth = 1; ; depth++) {
    onTheWay.push(tf.clipByValue(tf.matMul(spawns, wanted), 0, 1));
    if (depth === matchDepth) break;
    wanted = tf.add(wanted, tf.matMul(conditions, onTheWay[depth - 1], true));
  }
  return { conditions, spawns, onTheWay };
}
