import { exportOnnx, jit, type TensorTree } from '@open-ada/onnx-jit';
import * as tf from '@tensorflow/tfjs-core';
import ort from 'onnxruntime-node';
import protobuf from 'protobufjs/light.js';
import { expect, test } from 'vitest';

const f32 = (...shape: number[]) => ({ shape, dtype: 'float32' as const });

const weights = Float32Array.of(1, 2, 3, 4, 5, 6);
const fn = ({ x, memory }: TensorTree) => {
  const w = tf.tensor2d(weights, [3, 2]);
  const y = tf.matMul(x as tf.Tensor2D, w);
  const rows = (memory as TensorTree).rows as tf.Tensor;
  return { y: tf.relu(y), memory: { rows: tf.add(rows, tf.sum(y, 0)) } };
};
const specs = { x: f32(4, 3), memory: { rows: f32(2) } };

test('an exported function runs without this package, with its weights and names', async () => {
  const session = await ort.InferenceSession.create(exportOnnx(fn, specs));
  expect(session.inputNames).toEqual(['x', 'memory/rows']);
  expect(session.outputNames).toEqual(['y', "memory/rows'"]);
  const x = new ort.Tensor(
    'float32',
    Float32Array.from({ length: 12 }, (_, i) => i - 6),
    [4, 3],
  );
  const result = await session.run({ x, 'memory/rows': new ort.Tensor('float32', Float32Array.of(10, 20), [2]) });
  const compiled = await jit(fn, specs);
  const expected = { y: new Float32Array(8), 'memory/rows': new Float32Array(2) };
  await compiled.run({ x: x.data as Float32Array, 'memory/rows': Float32Array.of(10, 20) }, expected);
  expect(result.y.data).toEqual(expected.y);
  expect(result["memory/rows'"].data).toEqual(expected['memory/rows']);
  expect(result.y.dims).toEqual([4, 2]);
  await compiled.release();
  await session.release();
});

test('metadata are in the file, as ONNX says', () => {
  // Field 14 of ModelProto: string pairs.
  const { root } = protobuf.Root.fromJSON({
    nested: {
      Model: { fields: { props: { rule: 'repeated', type: 'Pair', id: 14 } } },
      Pair: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    },
  });
  const file = exportOnnx(fn, specs, { metadata: { author: 'é', format: '1' } });
  const model = root.lookupType('Model').decode(file).toJSON();
  expect(model).toEqual({
    props: [
      { key: 'author', value: 'é' },
      { key: 'format', value: '1' },
    ],
  });
});
