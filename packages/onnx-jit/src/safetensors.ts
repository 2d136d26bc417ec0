export interface SafetensorsTensor {
  shape: number[];
  data: Float32Array | Int32Array;
}
/** A decoded safetensors file. */
export interface SafetensorsFile {
  tensors: Record<string, SafetensorsTensor>;
  metadata: Record<string, string>;
}

/** The reference implementation rejects longer headers. */
const LONGEST_HEADER = 100_000_000;
const ARRAY = { F32: Float32Array, I32: Int32Array };
type Element = keyof typeof ARRAY;
const METADATA = '__metadata__';

/**
 * Encodes tensors in the safetensors format (https://github.com/huggingface/safetensors): the header's length as a
 * little-endian 64-bit integer, a JSON header, then the elements, little-endian, without gaps.
 */
export function encodeSafetensors(
  tensors: Record<string, SafetensorsTensor>,
  metadata?: Record<string, string>,
): Uint8Array {
  const entries: [string, unknown][] = metadata ? [[METADATA, metadata]] : [];
  let offset = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (name === METADATA || size !== data.length) {
      throw new Error(`Cannot encode the tensor '${name}': shape [${shape}] with ${data.length} elements.`);
    }
    const dtype: Element = data instanceof Float32Array ? 'F32' : 'I32';
    entries.push([name, { dtype, shape, data_offsets: [offset, offset + data.byteLength] }]);
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  // Spaces up to a multiple of eight keep the elements aligned.
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(json, 8);
  let at = 8 + headerLength;
  for (const { data } of Object.values(tensors)) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

const isRecord = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x);
const isCount = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
const isCounts = (x: unknown): x is number[] => Array.isArray(x) && x.every(isCount);

function parseHeader(bytes: Uint8Array, fail: (why: string) => never): [Record<string, unknown>, number] {
  if (bytes.length < 8) fail(`it has ${bytes.length} bytes, fewer than the 8 of the header's length`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > LONGEST_HEADER) fail(`its header claims ${length} bytes, more than the ${LONGEST_HEADER} allowed`);
  const start = 8 + Number(length);
  if (start > bytes.length) fail(`its header claims ${length} bytes but the file ends after ${bytes.length - 8}`);
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(8, start)));
    if (isRecord(header)) return [header, start];
  } catch {
    fail('its header is not JSON');
  }
  return fail('its header is not a JSON object');
}

/**
 * Decodes a safetensors file with F32 and I32 tensors. Elements are copied out of `bytes`.
 *
 * @param file name for messages
 * @throws Error, one sentence, for a file that is truncated, malformed, or has other types
 */
export function decodeSafetensors(bytes: Uint8Array, file = 'the file'): SafetensorsFile {
  const fail = (why: string): never => {
    throw new Error(`${file} is not a safetensors file that can be read: ${why}.`);
  };
  const [header, start] = parseHeader(bytes, fail);
  const { [METADATA]: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((x) => typeof x === 'string')) {
    fail('its metadata are not strings');
  }
  const tensors: [string, SafetensorsTensor][] = [];
  const ranges: { name: string; begin: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(entries)) {
    if (!isRecord(entry)) return fail(`its tensor '${name}' is not described by an object`);
    const { dtype, shape, data_offsets: offsets } = entry;
    if (dtype !== 'F32' && dtype !== 'I32') return fail(`its tensor '${name}' is ${dtype}, not F32 or I32`);
    if (!isCounts(shape)) return fail(`its tensor '${name}' has the shape ${JSON.stringify(shape)}`);
    if (!isCounts(offsets) || offsets.length !== 2) return fail(`its tensor '${name}' has no two data_offsets`);
    const [begin, end] = offsets;
    const size = shape.reduce((product, dimension) => product * dimension, 1);
    if (end - begin !== 4 * size)
      fail(`its tensor '${name}' of shape [${shape}] has ${end - begin} bytes, not ${4 * size}`);
    if (end > bytes.length - start) fail(`it ends inside its tensor '${name}' (cut short)`);
    // The constructor copies, so that elements are aligned. `slice` of a Node Buffer would not copy.
    const copy = new Uint8Array(bytes.subarray(start + begin, start + end));
    tensors.push([name, { shape, data: new ARRAY[dtype](copy.buffer, 0, size) }]);
    ranges.push({ name, begin, end });
  }
  let at = 0;
  for (const { name, begin, end } of ranges.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at)
      fail(`its tensor '${name}' ${begin < at ? 'overlaps the one before' : 'leaves a gap'} at byte ${begin}`);
    at = end;
  }
  if (at !== bytes.length - start) fail(`it has ${bytes.length - start - at} bytes after its last tensor`);
  return { tensors: Object.fromEntries(tensors), metadata: metadata as Record<string, string> };
}
