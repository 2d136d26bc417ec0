import type { Graph } from './graph.js';
import { liveNodes } from './live.js';
import type { Node, NodeBody, Value } from './value.js';

/** The graph of one step of an ONNX Scan. */
export class ScanBody implements NodeBody {
  readonly nodes: Node[];

  /**
   * @param inputs states, then one step of each scanned value
   * @param outputs new states, then one step of each output
   * @param length number of steps
   */
  constructor(
    readonly graph: Graph,
    readonly inputs: readonly Value[],
    readonly outputs: readonly Value[],
    readonly length: number,
  ) {
    this.nodes = liveNodes(graph.nodes, outputs);
  }

  /** The values of the surrounding graph that the body reads. The body has its own constants. */
  captured(): Value[] {
    const made = new Set<Value>([...this.inputs, ...this.nodes.flatMap((node) => node.outputs)]);
    const read = [...this.nodes.flatMap((node) => [...node.inputs, ...(node.captured ?? [])]), ...this.outputs];
    return [...new Set(read.filter((value) => !value.constant && !made.has(value)))];
  }

  /** Makes every scan unique, so that two scans are never merged: their bodies differ. */
  toJSON(): number {
    return this.inputs[0].id;
  }
}

/** @param reverse whether steps and outputs run from last to first @returns final states, then outputs [T, ...] */
export function emitScan(graph: Graph, body: ScanBody, states: Value[], scanned: Value[], reverse: boolean): Value[] {
  const directions = (count: number) => ({ ints: Array<number>(count).fill(reverse ? 1 : 0) });
  const types = body.outputs.map(({ shape, dtype }, i) => {
    return { shape: i < states.length ? shape : [body.length, ...shape], dtype };
  });
  const attributes = {
    body: { body },
    num_scan_inputs: { int: scanned.length },
    scan_input_directions: directions(scanned.length),
    scan_output_directions: directions(body.outputs.length - states.length),
  };
  return graph.emit('Scan', [...states, ...scanned], types, attributes, '', body.captured());
}
