// Trains a small causal transformer to continue sequences, saves its parameters as safetensors, and exports the trained
// network as an ONNX file that runs without this package. Run: node examples/train-and-export.mjs [directory]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  adamW,
  attention,
  decodeSafetensors,
  encodeSafetensors,
  exportOnnx,
  gelu,
  jitStep,
  layerNorm,
  ParameterLayout,
  valueAndGrad,
} from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import ort from 'onnxruntime-node';

const directory = process.argv[2] ?? 'example-output';
const [B, T, d, heads, symbols] = [32, 16, 32, 4, 8];

const layout = new ParameterLayout([
  { name: 'embed', shape: [symbols, d] },
  { name: 'position', shape: [T, d] },
  ...['query', 'key', 'value', 'out', 'up', 'down'].map((name) => ({ name, shape: [d, d] })),
  ...['gain1', 'bias1', 'gain2', 'bias2'].map((name) => ({ name, shape: [d] })),
  { name: 'unembed', shape: [d, symbols] },
]);

/** The network as a pure function. tokens: int [n, T] -> logits [n, T, symbols] */
function network(p, tokens) {
  const n = tokens.shape[0];
  const hot = tf.oneHot(tf.reshape(tokens, [-1]), symbols, 1, 0, 'float32');
  const embedded = tf.add(tf.reshape(tf.matMul(hot, p.embed), [n, T, d]), p.position);
  const normed = tf.reshape(layerNorm(embedded, p.gain1, p.bias1), [n * T, d]);
  const byHead = (x) => tf.transpose(tf.reshape(x, [n, T, heads, d / heads]), [0, 2, 1, 3]);
  const query = byHead(tf.mul(tf.matMul(normed, p.query), Math.sqrt(heads / d)));
  const mixed = attention(query, byHead(tf.matMul(normed, p.key)), byHead(tf.matMul(normed, p.value)), {
    causal: true,
  });
  const joined = tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [n * T, d]);
  const x = tf.add(tf.reshape(embedded, [n * T, d]), tf.matMul(joined, p.out));
  const y = tf.add(x, tf.matMul(gelu(tf.matMul(layerNorm(x, p.gain2, p.bias2), p.up)), p.down));
  return tf.reshape(tf.matMul(y, p.unembed), [n, T, symbols]);
}

// 1. One training step: loss, gradient and optimiser in one graph.
const optimiser = adamW({ learningRate: 3e-3, warmUpSteps: 20, totalSteps: 400, gradNorm: 1, weightDecay: 0.01 });
function update(state, batch) {
  const loss = (flat) => {
    const logits = network(layout.split(flat), batch.tokens);
    const targets = tf.oneHot(tf.reshape(batch.targets, [-1]), symbols, 1, 0, 'float32');
    return { loss: tf.neg(tf.mean(tf.sum(tf.mul(targets, tf.logSoftmax(tf.reshape(logits, [-1, symbols]))), 1))) };
  };
  const { value, gradient } = valueAndGrad(loss)(state.parameters);
  const next = optimiser.update(state.parameters, gradient, state.moments);
  return { state: { parameters: next.parameters, moments: next.state }, metrics: { loss: value } };
}
const tokens = { shape: [B, T], dtype: 'int32' };
const step = await jitStep(update, {
  state: { parameters: { shape: [layout.size], dtype: 'float32' }, moments: optimiser.specs(layout.size) },
  batch: { tokens, targets: tokens },
});

// 2. Parameters are one flat vector; `view` gives each one's part of it.
const parameters = new Float32Array(layout.size);
for (const { name, shape } of layout.entries) {
  const view = layout.view(parameters, name);
  if (name.startsWith('gain')) view.fill(1);
  else if (shape.length === 2) for (const i of view.keys()) view[i] = (Math.random() - 0.5) * Math.sqrt(12 / shape[0]);
}
step.setState({ parameters });

// 3. The task: each symbol is the sum of the last two, modulo the number of symbols.
const batch = { tokens: new Int32Array(B * T), targets: new Int32Array(B * T) };
function fillBatch() {
  for (let row = 0; row < B; row++) {
    let [a, b] = [0, 0].map(() => Math.floor(Math.random() * symbols));
    for (let t = 0; t < T; t++) {
      batch.tokens[row * T + t] = a;
      batch.targets[row * T + t] = b;
      [a, b] = [b, (a + b) % symbols];
    }
  }
}
const metrics = { loss: new Float32Array(1) };
for (let i = 1; i <= 400; i++) {
  fillBatch();
  await step.run(batch, metrics);
  if (i === 1 || i % 100 === 0) console.log(`step ${i}: loss ${metrics.loss[0].toFixed(3)}`);
}

// 4. Parameters by name, in a format that other libraries read.
mkdirSync(directory, { recursive: true });
const trained = Float32Array.from(step.state().parameters);
await step.release();
const named = layout.entries.map(({ name, shape }) => [name, { shape, data: layout.view(trained, name) }]);
writeFileSync(
  join(directory, 'parameters.safetensors'),
  encodeSafetensors(Object.fromEntries(named), { task: 'sums' }),
);

// 5. The network alone, with the saved parameters inside it.
const { tensors } = decodeSafetensors(readFileSync(join(directory, 'parameters.safetensors')));
const file = exportOnnx(
  (inputs) => {
    const p = Object.fromEntries(
      Object.entries(tensors).map(([name, { shape, data }]) => [name, tf.tensor(data, shape)]),
    );
    return { next: tf.argMax(network(p, inputs.tokens), 2) };
  },
  { tokens: { shape: [1, T], dtype: 'int32' } },
  { metadata: { task: 'sums' } },
);
writeFileSync(join(directory, 'network.onnx'), file);

// 6. Any ONNX Runtime runs it.
const session = await ort.InferenceSession.create(join(directory, 'network.onnx'));
const sequence = [1, 2];
while (sequence.length < T) sequence.push((sequence.at(-1) + sequence.at(-2)) % symbols);
const { next } = await session.run({ tokens: new ort.Tensor('int32', Int32Array.from(sequence), [1, T]) });
const right = sequence.slice(2).filter((symbol, i) => next.data[i + 1] === symbol).length;
console.log(`${sequence.join(' ')}: ${right} of ${T - 2} continuations right`);
await session.release();
