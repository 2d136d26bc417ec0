import type { Tensor, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { dense, type Parameters } from './layers.js';
import type { TaskLayout } from './observation-layout.js';
import type { ParameterList } from './parameters.js';
import type { RuleChain } from './rule-chain.js';
import type { AgentConfig } from './settings.js';

/** A type can be in the condition of a rule or among its spawns. */
const ROLES = 2;

/**
 * All contributions of rule matching pass through these parameters. If they are zero, the agent acts like one without
 * rule matching.
 */
export const SILENT = ['match/entity/weight', 'match/belief/weight'];

/**
 * Features of each object type from the shown rules. Products of one-hots match a type across goal, rules and entities.
 * They also match rules whose spawns are in the conditions of other rules. The meaning of a match is learned. One
 * embedding of all rules would have to store every relation between types in a few floats, and an agent of this size
 * then does not learn to read them. AdA embeds rules without matching (appendix C.1).
 */
export class RuleMatching {
  constructor(
    private readonly config: AgentConfig,
    private readonly layout: TaskLayout,
  ) {}

  /** @param ruleWidth floats of the embedded tokens of one rule */
  addParameters(list: ParameterList, ruleWidth: number): void {
    const { entityWidth, ruleLabels, matchDepth, matchFeatures, matchWidth, reluGain, outputGain } = this.config;
    const predicates = ruleLabels / this.layout.types;
    list.dense('match/rule', ruleWidth + matchDepth, matchWidth, { gain: reluGain });
    list.dense('match/told', matchWidth, ROLES * matchFeatures);
    list.dense('match/entity', matchFeatures, entityWidth, { bias: false });
    list.dense('match/belief', matchFeatures, predicates, { gain: outputGain, bias: false });
  }

  /**
   * @param rows embedded tokens of the rules [B * R, ruleWidth]
   * @returns features of each type [B, 12, matchFeatures]
   */
  told(p: Parameters, { conditions, spawns, onTheWay }: RuleChain, rows: Tensor): Tensor3D {
    const [batch, count] = conditions.shape;
    const { matchFeatures } = this.config;
    const features = tf.concat([tf.reshape(rows, [batch, count, -1]), ...onTheWay], 2);
    const told = dense(p, 'match/told', tf.relu(dense(p, 'match/rule', features)));
    const byRole = tf.transpose(tf.reshape(told, [batch, count, ROLES, matchFeatures]), [0, 2, 1, 3]);
    const places = tf.concat([conditions, spawns], 1) as Tensor3D;
    // Empty rule places have no type, so they contribute nothing.
    return tf.matMul(places, tf.reshape(byRole, [batch, ROLES * count, matchFeatures]) as Tensor3D, true);
  }

  /** Contribution of each type to the first layer of its entities [B, 12, entityWidth]. */
  ofEntities(p: Parameters, told: Tensor3D): Tensor3D {
    return dense(p, 'match/entity', told) as Tensor3D;
  }

  /** Logits that are added to the rule labels of all steps [B, ruleLabels]. */
  ofRuleLabels(p: Parameters, told: Tensor3D): Tensor2D {
    const byType = dense(p, 'match/belief', told);
    return tf.reshape(tf.transpose(byType, [0, 2, 1]), [told.shape[0], this.config.ruleLabels]) as Tensor2D;
  }
}
