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
  /** For each depth: 1 for a rule that leads to the goal in at most this many firings [B, R, 1]. */
  onTheWay: Tensor3D[];
}

/** The tokens [first, first + count) of a feature, counted [B, rows, count]. */
function counted(slots: Tensor, { offset, size }: ObservationFeature, first: number, count: number): Tensor3D {
  return tf.sum(tf.slice(slots, [0, 0, offset, first], [-1, -1, size, count]), 2);
}

/** 1 for an atom that is not negated [B, atoms, 1]. @param goal one-hot tokens [B, atoms, 4, K] */
export function askedAtoms(goal: Tensor, { goal: { negated }, notNegated }: TaskLayout): Tensor3D {
  const slot = tf.slice(goal, [0, 0, negated.offset, notNegated], [-1, -1, 1, 1]);
  return tf.reshape(slot, [goal.shape[0], -1, 1]);
}

/**
 * Follows the rules back from the goal. A rule leads to the goal if it spawns what the goal, or another such rule,
 * needs. With `matchNegated` it also does so if it consumes a type of a negated goal and does not spawn it again; such
 * a type does not have to be made. With `matchHidden` a numbered hidden type counts as a type of its own: what one rule
 * spawns under a number is what another rule needs under this number.
 * @param goal one-hot tokens [B, atoms, 4, K]
 * @param rules one-hot tokens [B, R, tokens, K]
 */
export function chainOf(goal: Tensor, rules: Tensor, layout: TaskLayout, config: AgentConfig): RuleChain {
  const { firstType, types, hiddenTypes } = layout;
  const typesIn = (slots: Tensor, feature: ObservationFeature) => counted(slots, feature, firstType, types);
  const conditions = typesIn(rules, layout.rules.arguments);
  const spawns = typesIn(rules, layout.rules.spawns);
  // [B, rows, 12], with `matchHidden` [B, rows, 12 + hidden types].
  const things = (slots: Tensor, feature: ObservationFeature, ofTypes: Tensor3D): Tensor3D =>
    config.matchHidden
      ? tf.concat([ofTypes, counted(slots, feature, hiddenTypes.first, hiddenTypes.count)], 2)
      : ofTypes;
  const needs = things(rules, layout.rules.arguments, conditions);
  const makes = things(rules, layout.rules.spawns, spawns);
  // A type in a negated predicate does not have to be made.
  const asked = askedAtoms(goal, layout);
  const named = things(goal, layout.goal.arguments, typesIn(goal, layout.goal.arguments));
  let wanted = tf.expandDims(tf.sum(tf.mul(named, asked), 1), 2) as Tensor3D;
  const unwanted = config.matchNegated ? unwantedTypes(named, asked, wanted) : undefined;
  const consuming = unwanted && consumersOf(unwanted, needs, makes);
  const onTheWay: Tensor3D[] = [];
  for (let depth = 1; ; depth++) {
    const making: Tensor3D = tf.matMul(makes, wanted);
    onTheWay.push(tf.clipByValue(consuming ? tf.add<Tensor3D>(making, consuming) : making, 0, 1));
    if (depth === config.matchDepth) break;
    const needed = tf.matMul(needs, onTheWay[depth - 1], true);
    wanted = tf.add(wanted, unwanted ? tf.mul(needed, tf.sub(1, unwanted)) : needed);
  }
  return { conditions, spawns, onTheWay };
}

/** 1 for a thing that a negated atom of the goal names and no other atom [B, things, 1]. */
function unwantedTypes(named: Tensor3D, asked: Tensor3D, wanted: Tensor3D): Tensor3D {
  const forbidden = tf.expandDims(tf.sum(tf.mul(named, tf.sub(1, asked)), 1), 2);
  return tf.mul(tf.clipByValue(forbidden, 0, 1), tf.sub(1, tf.clipByValue(wanted, 0, 1))) as Tensor3D;
}

/** Above 0 for a rule that consumes one of these things and does not spawn it again [B, R, 1]. */
function consumersOf(things: Tensor3D, needs: Tensor3D, makes: Tensor3D): Tensor3D {
  return tf.matMul(tf.mul(needs, tf.sub(1, tf.clipByValue(makes, 0, 1))) as Tensor3D, things);
}
