import type { AdaAgent } from '@open-ada/ada-agent';
import { divergence, type ExtraLoss, logProbabilities, maskedMean, total, type UnrolledPolicy } from '@open-ada/muesli';
import type { Scalar, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

export interface KickstartConfig {
  /** Weight of the squared parameters while distilling (AdA, section on distillation: additional L2). */
  l2: number;
}

/**
 * Kickstarting (Schmitt et al. 2018; AdA, appendix D): the student acts by its own policy, and for its first frames also minimises
 * sum_i KL(teacher policy at t + i || student's policy unrolled i steps from t). The teacher runs on the student's own
 * history with its own memory, cleared where the student's is.
 *
 * Adds to the batch: `teacherParameters` [P of the teacher] and `teacherWeight` [], which the schedule lowers to zero.
 */
export function kickstarting(teacher: AdaAgent, config: KickstartConfig): ExtraLoss {
  return {
    batch: {
      teacherParameters: { shape: [teacher.parameters.size], dtype: 'float32' },
      teacherWeight: { shape: [], dtype: 'float32' },
    },
    metrics: ['teacherDivergence'],
    prepare(batch) {
      const p = teacher.parameters.split(batch.teacherParameters as Tensor1D);
      const root = teacher.roots(
        p,
        batch.observations as Tensor3D,
        batch.taskObservations as Tensor2D,
        batch.segment as Tensor2D,
      );
      return { policy: logProbabilities(teacher.policy(p, root), teacher.options) };
    },
    loss(prepared, batch, unrolled, flat) {
      const policy = prepared.policy as Tensor2D;
      const divergences = total(unrolled.map((step) => meanDivergence(policy, step)));
      const weighted = tf.mul(
        batch.teacherWeight as Scalar,
        tf.add(divergences, tf.mul(tf.sum(tf.square(flat)), config.l2)),
      );
      return { loss: weighted as Scalar, metrics: { teacherDivergence: meanDivergence(policy, unrolled[0]) } };
    },
  };
}

function meanDivergence(teacher: Tensor2D, { logProbs, positions, mask }: UnrolledPolicy): Scalar {
  const there = positions ? (tf.gather(teacher, positions) as Tensor2D) : teacher;
  return maskedMean(divergence(there, logProbs), mask);
}
