// A memory of one's own: running means of what came in, some of which forget soon and some late.
// node --import ./examples/own-memory.mjs scripts/run.mjs train-teacher --memory running-means
import { dense, registerMemory } from '@open-ada/ada-agent/register';
import * as tf from '@tensorflow/tfjs-core';

/** Fraction of each mean that remains after a step. */
const KEPT = [0.5, 0.9, 0.99];

/** Letters: B episodes, T steps, d model width, K means. */
class RunningMeans {
  constructor({ modelWidth }) {
    this.width = modelWidth;
  }

  addParameters(list) {
    list.dense('means', KEPT.length * this.width, this.width);
  }

  /** While learning, whole episodes at once: x [B, T, d] and segment [B, T] -> [B, T, d]. */
  sequence(p, x, segment) {
    const [batch, time] = segment.shape;
    const rows = tf.reshape(segment, [batch, time, 1]);
    // A step remembers the earlier ones of its own segment: the memory was not reset between them.
    const same = tf.cast(tf.equal(rows, tf.transpose(rows, [0, 2, 1])), 'float32');
    const means = KEPT.map((kept) => {
      const ofStep = (to) =>
        Array.from({ length: time }, (_, from) => (from > to ? 0 : (1 - kept) * kept ** (to - from)));
      const weights = tf.tensor2d(Array.from({ length: time }, (_, to) => ofStep(to)));
      return tf.matMul(tf.mul(same, tf.expandDims(weights, 0)), x);
    });
    return this.read(p, x, tf.concat(means, 2));
  }

  /** What is kept between two steps: `hidden/means` [E, K d]. Zeros are an empty memory. */
  specs(environments) {
    return { hidden: { means: { shape: [environments, KEPT.length * this.width], dtype: 'float32' } } };
  }

  /** While acting, one step: x [B, 1, d]. It must say the same as `sequence`. */
  step(p, x, { hidden }) {
    const [batch] = x.shape;
    const means = KEPT.map((kept, k) => {
      const before = tf.slice(hidden.means, [0, k * this.width], [batch, this.width]);
      return tf.add(tf.mul(before, kept), tf.mul(tf.reshape(x, [batch, this.width]), 1 - kept));
    });
    const after = tf.concat(means, 1);
    return { features: this.read(p, x, tf.expandDims(after, 1)), left: { hidden: { means: after } } };
  }

  read(p, x, means) {
    return tf.add(x, tf.relu(dense(p, 'means', means)));
  }
}

registerMemory({ name: 'running-means', make: (config) => new RunningMeans(config) });
