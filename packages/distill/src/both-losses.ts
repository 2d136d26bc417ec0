import type { ExtraLoss } from '@open-ada/muesli';
import type { Scalar } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';

/** The sum of two additional losses. */
export function bothLosses(first: ExtraLoss | undefined, second: ExtraLoss | undefined): ExtraLoss | undefined {
  if (!first || !second) return first ?? second;
  return {
    batch: { ...first.batch, ...second.batch },
    metrics: [...first.metrics, ...second.metrics],
    prepare: (batch) => ({ ...first.prepare(batch), ...second.prepare(batch) }),
    loss(inputs) {
      const [a, b] = [first.loss(inputs), second.loss(inputs)];
      return { loss: tf.add(a.loss, b.loss) as Scalar, metrics: { ...a.metrics, ...b.metrics } };
    },
  };
}
