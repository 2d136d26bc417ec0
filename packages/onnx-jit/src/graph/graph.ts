import { createHash } from 'node:crypto';
import type { Attributes, Constant, Elements, ElementType, Node, Value } from './value.js';
import { sizeOf } from './value.js';

export interface OutputType {
  shape: readonly number[];
  dtype: ElementType;
}

/**
 * A graph under construction, in topological order. Nodes with the same operator, inputs and attributes are made only
 * once (common-subexpression elimination), because backward passes repeat many small expressions of the forward pass.
 */
export class Graph {
  readonly nodes: Node[] = [];
  readonly inputs: Value[] = [];
  readonly #ids: { next: number };
  readonly #nodes = new Map<string, Value[]>();
  readonly #constants = new Map<string, Value>();

  /** @param around the graph that has a node whose body is this graph: names must differ in both */
  constructor(around?: Graph) {
    this.#ids = around ? around.#ids : { next: 0 };
  }

  input(name: string, shape: readonly number[], dtype: ElementType): Value {
    const value: Value = { id: this.#ids.next++, shape, dtype, input: name };
    this.inputs.push(value);
    return value;
  }

  /** A constant with the given elements. If all elements are equal, only one number is stored. */
  constant(elements: Elements, shape: readonly number[], dtype: ElementType): Value {
    const first = elements[0];
    let i = 1;
    while (i < elements.length && Object.is(elements[i], first)) i++;
    if (elements.length > 0 && i === elements.length) return this.uniform(Number(first), shape, dtype);
    // Equal constants are one value, so that expressions of them are computed once.
    const bytes = new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength);
    const digest = createHash('sha256').update(bytes).digest('base64');
    return this.#shared(`${dtype}[${shape}]${digest}`, () => this.#value(shape, dtype, { elements }));
  }

  uniform(uniform: number, shape: readonly number[], dtype: ElementType): Value {
    const text = Object.is(uniform, -0) ? '-0' : String(uniform);
    return this.#shared(`${dtype}[${shape}]=${text}`, () => this.#value(shape, dtype, { uniform }));
  }

  scalar(uniform: number, dtype: ElementType): Value {
    return this.uniform(uniform, [], dtype);
  }

  /** A one-dimensional int64 constant: axes, shapes, starts, ends. */
  int64s(list: readonly number[]): Value {
    const elements = BigInt64Array.from(list, (x) => BigInt(x));
    return this.#shared(`int64s ${list}`, () => this.#value([list.length], 'int64', { elements }));
  }

  emit(
    op: string,
    inputs: readonly Value[],
    outputs: readonly OutputType[],
    attributes: Attributes = {},
    domain: Node['domain'] = '',
    captured?: readonly Value[],
  ): Value[] {
    const key = `${domain}/${op}(${inputs.map((value) => value.id)})${JSON.stringify(attributes)}${outputs.length}`;
    const known = this.#nodes.get(key);
    if (known) return known;
    const node: Node = { op, domain, inputs, attributes, outputs: [], captured };
    for (const [output, { shape, dtype }] of outputs.entries()) {
      node.outputs.push({ id: this.#ids.next++, shape: [...shape], dtype, node, output });
    }
    this.nodes.push(node);
    this.#nodes.set(key, node.outputs);
    return node.outputs;
  }

  /** Emits a node with one output. */
  emit1(
    op: string,
    inputs: readonly Value[],
    shape: readonly number[],
    dtype: ElementType,
    attributes: Attributes = {},
  ): Value {
    return this.emit(op, inputs, [{ shape, dtype }], attributes)[0];
  }

  #value(shape: readonly number[], dtype: ElementType, constant: Constant): Value {
    if ('elements' in constant && constant.elements.length !== sizeOf(shape)) {
      throw new Error(`A constant of shape [${shape}] was given ${constant.elements.length} elements.`);
    }
    return { id: this.#ids.next++, shape: [...shape], dtype, constant };
  }

  #shared(key: string, make: () => Value): Value {
    let value = this.#constants.get(key);
    if (!value) {
      value = make();
      this.#constants.set(key, value);
    }
    return value;
  }
}
