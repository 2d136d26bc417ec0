// An encoder of one's own: two layers that read an observation as one list of numbers, and its tokens as embeddings.
// node --import ./examples/own-encoder.mjs scripts/run.mjs train-teacher --encoder plain
import { dense, registerEncoder } from '@open-ada/ada-agent/register';
import * as tf from '@tensorflow/tfjs-core';

/** Letters: B episodes, T steps, N tokens of goal and rules, d model width. */
class Plain {
  constructor({ modelWidth, tokenWidth }, spec) {
    Object.assign(this, { modelWidth, tokenWidth, spec });
    // Goal and rules are tokens: whole numbers below `cardinality`. They come after what changes in each step.
    this.cardinality = spec.parts.find(({ name }) => name === 'goal').cardinality;
  }

  addParameters(list) {
    const { stepSize, size } = this.spec;
    list.normal('plain/tokens', [this.cardinality, this.tokenWidth], 1);
    list.dense('plain/task', (size - stepSize) * this.tokenWidth, this.modelWidth);
    list.dense('plain/step', stepSize, this.modelWidth);
    list.dense('plain/both', this.modelWidth, this.modelWidth);
  }

  /** step [B, T, stepSize] and task [B, N] -> [B, T, d] */
  encode(p, step, task) {
    const [batch, tokens] = task.shape;
    const oneHot = tf.oneHot(tf.cast(task, 'int32'), this.cardinality, 1, 0, 'float32');
    const embedded = tf.matMul(tf.reshape(oneHot, [batch * tokens, this.cardinality]), p['plain/tokens']);
    const told = dense(p, 'plain/task', tf.reshape(embedded, [batch, tokens * this.tokenWidth]));
    const seen = tf.add(dense(p, 'plain/step', step), tf.expandDims(told, 1));
    return dense(p, 'plain/both', tf.relu(seen));
  }
}

registerEncoder({ name: 'plain', make: (config, spec) => new Plain(config, spec) });
