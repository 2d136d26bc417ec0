import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/**
 * Written by the reference library (Python, safetensors 0.8.0): `save_file({'w': arange(6, float32).reshape(2, 3) / 2, 'i':
 * int32([[7]]), 's': array(3, float32), 'e': zeros((0, 4), float32)}, path, metadata={'note': 'é'})`.
 */
const REFERENCE_FILE = [
  'AAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJub3RlIjoiw6kifSwiZSI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMCw0XSwiZGF0',
  'YV9vZmZzZXRzIjpbMCwwXX0sInMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzAsNF19LCJ3Ijp7',
  'ImR0eXBlIjoiRjMyIiwic2hhcGUiOlsyLDNdLCJkYXRhX29mZnNldHMiOls0LDI4XX0sImkiOnsiZHR5cGUiOiJJMzIiLCJzaGFw',
  'ZSI6WzEsMV0sImRhdGFfb2Zmc2V0cyI6WzI4LDMyXX19ICAgICAgAABAQAAAAAAAAAA/AACAPwAAwD8AAABAAAAgQAcAAAA=',
].join('');

test('a file of the reference library is decoded', () => {
  expect(decodeSafetensors(Buffer.from(REFERENCE_FILE, 'base64'))).toEqual({
    tensors: {
      e: { shape: [0, 4], data: new Float32Array(0) },
      s: { shape: [], data: Float32Array.of(3) },
      w: { shape: [2, 3], data: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5) },
      i: { shape: [1, 1], data: Int32Array.of(7) },
    },
    metadata: { note: 'é' },
  });
});

test('the reference library decodes a file of ours', (context) => {
  const script = `
import sys, json
from safetensors import safe_open
with safe_open(sys.argv[1], 'np') as f:
    names = {k: [str(f.get_tensor(k).dtype), list(f.get_tensor(k).shape), f.get_tensor(k).ravel().tolist()] for k in f.keys()}
    print(json.dumps([names, f.metadata()]))`;
  const python = process.env.PYTHON ?? 'python3';
  const directory = mkdtempSync(join(tmpdir(), 'safetensors-'));
  const path = join(directory, 'ours.safetensors');
  writeFileSync(path, encodeSafetensors(tensors, { note: 'é' }));
  const { status, stdout } = spawnSync(python, ['-c', script, path], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  if (status !== 0) return context.skip(`${python} has no package safetensors; PYTHON names one that has it`);
  expect(JSON.parse(stdout)).toEqual([
    { w: ['float32', [2, 3], [1, -2, 3.5, 0, 5, 6]], steps: ['int32', [], [7]], none: ['float32', [0, 4], []] },
    { note: 'é' },
  ]);
});
