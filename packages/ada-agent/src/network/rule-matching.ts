import type { ObservationFeature } from '@open-ada/xland-sim';
import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, type Parameters } from './layers.js';
import type { TaskLayout } from './observation-layout.js';
import type { ParameterList } from './parameters.js';
import type { AgentConfig } from './settings.js';

/** A type can stand in a rule's condition or be spawned by it. */
const ROLES = 2;

/** Parameters by which all of it speaks: where they are zero, the agent acts as one without. */
export const SILENT = ['match/entity/weight', 'match/belief/weight'];

/**
 * What the rules that are shown say of each object type. The same type in a goal, in a rule and in the room is matched by products of
 * one-hots, and so are rules that feed each other; what a match means is learned. An embedding of all rules together has to keep who makes what of
 * what in a few floats, and an agent of this size then does not learn to read them. AdA embeds rules without matching (appendix C.1).
 */
export class RuleMatching {
  constructor(
    private readonly config: AgentConfig,
    private readonly layout: TaskLayout,
  ) {}

  /** @param ruleWidth floats of a rule's embedded tokens */
  addParameters(list: ParameterList, ruleWidth: number): void {
    const { entityWidth, ruleLabels, matchDepth, matchFeatures, matchWidth, reluGain, outputGain } = this.config;
    const predicates = ruleLabels / this.layout.types;
    list.dense('match/rule', ruleWidth + matchDepth, matchWidth, { gain: reluGain });
    list.dense('match/told', matchWidth, ROLES * matchFeatures);
    list.dense('match/entity', matchFeatures, entityWidth, { bias: false });
    list.dense('match/belief', matchFeatures, predicates, { gain: outputGain, bias: false });
  }

  /**
   * @param goal one-hot tokens [B, atoms, 4, K] @param rules one-hot tokens [B, R, tokens, K] @param rows the rules' embedded tokens [B * R, ruleWidth]
   * @returns [B, 12, matchFeatures]
   */
  told(p: Parameters, goal: Tensor, rules: Tensor, rows: Tensor): Tensor3D {
    const [batch, count] = rules.shape as [number, number];
    const { layout } = this;
    const { matchDepth, matchFeatures } = this.config;
    const typesIn = (slots: Tensor, { offset, size }: ObservationFeature) =>
      tf.sum(tf.slice(slots, [0, 0, offset, layout.firstType], [-1, -1, size, layout.types]), 2) as Tensor3D;
    const conditions = typesIn(rules, layout.rules.arguments);
    const spawns = typesIn(rules, layout.rules.spawns);
    // What must not be so does not have to be made.
    const { negated, arguments: named } = layout.goal;
    const slot = tf.slice(goal, [0, 0, negated.offset, layout.notNegated], [-1, -1, 1, 1]);
    const asked = tf.reshape(slot, [batch, -1, 1]);
    let wanted = tf.expandDims(tf.sum(tf.mul(typesIn(goal, named), asked), 1), 2) as Tensor3D;
    const onTheWay: Tensor[] = [];
    for (let depth = 1; ; depth++) {
      onTheWay.push(tf.clipByValue(tf.matMul(spawns, wanted), 0, 1));
      if (depth === matchDepth) break;
      wanted = tf.add(wanted, tf.matMul(conditions, onTheWay[depth - 1] as Tensor3D, true)) as Tensor3D;
    }
    const features = tf.concat([tf.reshape(rows, [batch, count, -1]), ...onTheWay], 2);
    const told = dense(p, 'match/told', tf.relu(dense(p, 'match/rule', features)));
    const byRole = tf.transpose(tf.reshape(told, [batch, count, ROLES, matchFeatures]), [0, 2, 1, 3]);
    const places = tf.concat([conditions, spawns], 1) as Tensor3D;
    // Empty places of rules have no type, so that they say nothing.
    return tf.matMul(places, tf.reshape(byRole, [batch, ROLES * count, matchFeatures]) as Tensor3D, true);
  }

  /** What entities of each type add to the first layer of theirs: [B, 12, entityWidth]. */
  ofEntities(p: Parameters, told: Tensor3D): Tensor3D {
    return dense(p, 'match/entity', told) as Tensor3D;
  }

  /** Logits that are added to the ruleLabels of all steps: [B, ruleLabels]. */
  ofRuleLabels(p: Parameters, told: Tensor3D): Tensor2D {
    const byType = dense(p, 'match/belief', told);
    return tf.reshape(tf.transpose(byType, [0, 2, 1]), [told.shape[0], this.config.ruleLabels]) as Tensor2D;
  }
}
