import type { Graph } from '../graph/graph.js';
import { liveNodes } from '../graph/live.js';
import type { Attribute, ElementType, Node, NodeBody, Value } from '../graph/value.js';
import { sizeOf } from '../graph/value.js';
import { fileOrder } from './order.js';
import { encodeModel } from './schema.js';

/** TensorProto.DataType */
const DATA_TYPE: Record<ElementType, number> = { float32: 1, int32: 6, int64: 7, bool: 9 };
const ARRAY = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Uniform constants up to this size are written in full; larger ones are an Expand of a scalar. */
const LARGEST_WRITTEN_UNIFORM = 16;

function attribute(name: string, value: Attribute, names: Map<Value, string>): object {
  if ('body' in value) return { name, g: bodyOf(value.body, names), type: 5 };
  if ('int' in value) return { name, i: value.int, type: 2 };
  if ('ints' in value) return { name, ints: value.ints, type: 7 };
  if ('float' in value) return { name, f: value.float, type: 1 };
  return { name, s: new TextEncoder().encode(value.string), type: 3 };
}

function valueInfo(name: string, value: Value): object {
  const dim = value.shape.map((dimValue) => ({ dimValue }));
  return { name, type: { tensorType: { elemType: DATA_TYPE[value.dtype], shape: { dim } } } };
}

function tensor(name: string, dtype: ElementType, shape: readonly number[], elements: ArrayBufferView): object {
  const rawData = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
  return { name, dims: [...shape], dataType: DATA_TYPE[dtype], rawData };
}

function repeated(number: number, size: number, dtype: ElementType): ArrayBufferView {
  return dtype === 'int64' ? new BigInt64Array(size).fill(BigInt(number)) : new ARRAY[dtype](size).fill(number);
}

/** One step of a scan as a GraphProto. @param around names of the values of the surrounding graph */
function bodyOf({ inputs, outputs, nodes }: NodeBody, around: Map<Value, string>): object {
  const names = new Map(around);
  for (const input of inputs) names.set(input, `%step_${input.id}`);
  const named = Object.fromEntries(outputs.map((value, i) => [`%next_${inputs[0].id}_${i}`, value]));
  return graphOf(`step_${inputs[0].id}`, inputs, nodes, named, names);
}

/**
 * @param nodes the nodes on which the outputs depend, in topological order
 * @param names of the inputs and of the values of the surrounding graph
 * @param prefix of all other names: a name must not occur both in a graph and in a surrounding one
 */
function graphOf(
  title: string,
  inputs: readonly Value[],
  live: readonly Node[],
  outputs: Record<string, Value>,
  names: Map<Value, string>,
  prefix = `%${title}/`,
): object {
  const nodes: object[] = [];
  const initializers: object[] = [];
  const outputNodes: object[] = [];
  for (const [name, value] of Object.entries(outputs)) {
    if (value.node && !names.has(value)) names.set(value, name);
    // An input, a constant, or a value with two names leaves the graph through an Identity node.
    else outputNodes.push({ input: [value], output: [name], name, opType: 'Identity' });
  }

  const expanded = (name: string, value: Value, number: number): void => {
    const [scalar, shape] = [`${name}/scalar`, `${name}/shape`];
    initializers.push(tensor(scalar, value.dtype, [], repeated(number, 1, value.dtype)));
    const sizes = BigInt64Array.from(value.shape, (x) => BigInt(x));
    initializers.push(tensor(shape, 'int64', [value.shape.length], sizes));
    nodes.push({ input: [scalar, shape], output: [name], name, opType: 'Expand' });
  };
  const nameOf = (value: Value): string => {
    const known = names.get(value);
    if (known !== undefined) return known;
    const name = value.node ? `${prefix}${value.node.op}_${value.id}` : `${prefix}constant_${value.id}`;
    names.set(value, name);
    if (!value.constant) return name;
    if ('elements' in value.constant) {
      initializers.push(tensor(name, value.dtype, value.shape, value.constant.elements));
    } else if (sizeOf(value.shape) > LARGEST_WRITTEN_UNIFORM) {
      expanded(name, value, value.constant.uniform);
    } else {
      const elements = repeated(value.constant.uniform, sizeOf(value.shape), value.dtype);
      initializers.push(tensor(name, value.dtype, value.shape, elements));
    }
    return name;
  };

  for (const node of fileOrder(live)) {
    const input = node.inputs.map(nameOf);
    // The values that a body reads must have names before the body is written.
    for (const value of node.captured ?? []) nameOf(value);
    nodes.push({
      input,
      output: node.outputs.map(nameOf),
      name: nameOf(node.outputs[0]),
      opType: node.op,
      domain: node.domain,
      attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value, names)),
    });
  }
  for (const node of outputNodes as { input: (Value | string)[] }[]) {
    node.input = node.input.map((value) => nameOf(value as Value));
  }
  return {
    name: title,
    node: [...nodes, ...outputNodes],
    initializer: initializers,
    input: inputs.map((value) => valueInfo(nameOf(value), value)),
    output: Object.entries(outputs).map(([name, value]) => valueInfo(name, value)),
  };
}

/**
 * Writes a graph as an ONNX model (IR 9, opset 20, com.microsoft 1). `outputs` are named values. The names of the
 * graph's inputs and outputs must differ.
 */
export function writeOnnx(
  graph: Graph,
  outputs: Record<string, Value>,
  metadata: Record<string, string> = {},
): Uint8Array {
  const names = new Map(graph.inputs.map((input) => [input, input.input as string]));
  return encodeModel({
    irVersion: 9,
    producerName: 'onnx-jit',
    opsetImport: [
      { domain: '', version: 20 },
      { domain: 'com.microsoft', version: 1 },
    ],
    metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    graph: graphOf('jit', graph.inputs, liveNodes(graph.nodes, Object.values(outputs)), outputs, names, '%'),
  });
}
