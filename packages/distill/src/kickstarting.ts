import type { AdaAgent } from '@open-ada/ada-agent';
import {
  type BatchShape,
  type ExtraLoss,
  kl,
  logProbabilities,
  maskedMean,
  total,
  type UnrolledPolicy,
} from '@open-ada/muesli';
import type { Scalar, Tensor1D, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type { DistillationSettings } from './settings.js';

/**
 * Kickstarting (Schmitt et al. 2018; AdA, section 2.5). The student acts by its own policy. For the first steps of
 * training it also minimises
 *
 *     weight * sum_i KL(teacher's policy at t + i || student's policy unrolled i steps from t) + l2 * |parameters|^2
 *
 * The teacher runs on the student's history with its own memory, which is reset whenever the student's is. A teacher that
 * reads intents reads those with which the student acted. Each term
 * i is a mean over the positions that the learner passes for it and that are real steps.
 *
 * Adds to the batch: `teacherParameters` [P], with P the number of the teacher's parameters, `teacherFraction` [], by
 * which the schedule lowers both terms to zero, and for a teacher that reads intents `meant` int [B, T, 3].
 * @param teacher may have any size, but must have the student's observations and actions
 * @param shape of a minibatch; without it nothing was meant
 */
export function kickstarting(
  teacher: AdaAgent,
  { weight, l2 }: Pick<DistillationSettings, 'weight' | 'l2'>,
  shape?: BatchShape,
): ExtraLoss {
  const readsIntents = shape !== undefined && teacher.intentsRead > 0;
  return {
    batch: {
      teacherParameters: { shape: [teacher.parameters.size], dtype: 'float32' },
      teacherFraction: { shape: [], dtype: 'float32' },
      ...(readsIntents && {
        meant: { shape: [shape.episodes, shape.steps, teacher.intentsRead], dtype: 'int32' as const },
      }),
    },
    metrics: ['teacherKl'],
    prepare(batch) {
      const p = teacher.parameters.split(batch.teacherParameters as Tensor1D);
      const root = teacher.roots(
        p,
        batch.observations as Tensor3D,
        batch.taskObservations as Tensor2D,
        batch.segment as Tensor2D,
        batch.meant as Tensor3D | undefined,
      );
      return { policy: logProbabilities(teacher.policy(p, root), teacher.actionDims) };
    },
    loss({ prepared, batch, unrolled, flat }) {
      const policy = prepared.policy as Tensor2D;
      const kls = unrolled.map((step) => meanKl(policy, step));
      const loss = tf.add(tf.mul(total(kls), weight), tf.mul(tf.sum(tf.square(flat)), l2));
      return {
        loss: tf.mul(batch.teacherFraction as Scalar, loss) as Scalar,
        metrics: { teacherKl: kls[0] },
      };
    },
  };
}

function meanKl(teacher: Tensor2D, { logProbs, positions, mask }: UnrolledPolicy): Scalar {
  const there = positions ? (tf.gather(teacher, positions) as Tensor2D) : teacher;
  return maskedMean(kl(there, logProbs), mask);
}
