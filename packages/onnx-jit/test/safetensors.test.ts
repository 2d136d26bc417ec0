import { decodeSafetensors, encodeSafetensors } from '@open-ada/onnx-jit';
import { expect, test } from 'vitest';

const tensors = {
  w: { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 5, 6) },
  steps: { shape: [], data: Int32Array.of(7) },
  none: { shape: [0, 4], data: new Float32Array(0) },
};

/** A file with the given header text and elements. */
function file(header: unknown, elements = 8, length?: bigint): Uint8Array {
  const text = typeof header === 'string' ? header : JSON.stringify(header);
  const json = new TextEncoder().encode(text);
  const bytes = new Uint8Array(8 + json.length + elements);
  new DataView(bytes.buffer).setBigUint64(0, length ?? BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

test('what is encoded is decoded, aligned to eight bytes', () => {
  const bytes = encodeSafetensors(tensors, { note: 'é"\n' });
  expect(decodeSafetensors(bytes)).toEqual({ tensors, metadata: { note: 'é"\n' } });
  expect(Number(new DataView(bytes.buffer).getBigUint64(0, true)) % 8).toBe(0);
  // Also from the middle of a larger buffer, at an odd offset.
  const shifted = new Uint8Array(bytes.length + 5);
  shifted.set(bytes, 3);
  expect(decodeSafetensors(shifted.subarray(3, 3 + bytes.length)).tensors.w).toEqual(tensors.w);
  // And from a Node Buffer, whose slices share memory.
  expect(decodeSafetensors(Buffer.from(shifted).subarray(3, 3 + bytes.length)).tensors).toEqual(tensors);
});

test('every truncation is refused', () => {
  const bytes = encodeSafetensors(tensors);
  for (let length = 0; length < bytes.length; length++) {
    expect(() => decodeSafetensors(bytes.subarray(0, length), 'x.safetensors')).toThrow(
      /^x\.safetensors is not a safetensors file/,
    );
  }
});

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [begin, end],
});

test.each([
  ['a hostile header length', file({}, 0, 2n ** 63n), /header claims 9223372036854775808 bytes, more than/],
  ['a header past the end', file({}, 0, 99n), /header claims 99 bytes but the file ends after 2/],
  ['no JSON', file('{"a":', 0), /header is not JSON/],
  ['a list', file('[]', 0), /header is not a JSON object/],
  ['another type', file({ a: { ...f32(0, 8), dtype: 'F16' } }), /'a' is F16, not F32 or I32/],
  ['a shape that disagrees', file({ a: f32(0, 8, [3]) }), /'a' of shape \[3\] has 8 bytes, not 12/],
  ['a negative shape', file({ a: f32(0, 8, [-2]) }), /'a' has the shape \[-2\]/],
  ['a huge shape', file({ a: f32(0, 8, [2 ** 40, 2 ** 40]) }), /'a' of shape/],
  ['offsets past the end', file({ a: f32(0, 16) }), /ends inside its tensor 'a'/],
  ['overlapping tensors', file({ a: f32(0, 8), b: f32(4, 8) }), /'b' overlaps the one before at byte 4/],
  ['a gap', file({ a: f32(4, 8) }), /'a' leaves a gap at byte 4/],
  ['bytes after the end', file({ a: f32(0, 4) }), /4 bytes after its last tensor/],
  ['metadata that are no strings', file({ __metadata__: { a: 1 } }, 0), /metadata are not strings/],
])('%s is refused in one sentence', (_, bytes, message) => {
  expect(() => decodeSafetensors(bytes)).toThrow(message);
});

test('a tensor named like a property of objects is plain data', () => {
  const bytes = file('{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}');
  expect(Object.keys(decodeSafetensors(bytes).tensors)).toEqual(['__proto__']);
});
