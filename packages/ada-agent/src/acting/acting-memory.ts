import type { AgentConfig } from '../network/settings.js';
import { MemoryCache } from './memory-cache.js';

/** A float32 tensor in a form that any runtime accepts. */
export interface PlainTensor {
  data: Float32Array;
  dims: readonly number[];
}

/**
 * The memory of a batch of environments, as plain arrays. The acting graph reads them, and its results are stored in
 * them.
 */
export interface ActingMemory {
  /** Forgets everything about one environment. */
  clear(environment: number): void;
  clearAll(): void;
  /**
   * Returns the inputs of the next step by name, and the window size that it needs. The arrays are changed in place.
   * Each window always uses the same arrays.
   */
  read(): { window: number; inputs: Record<string, PlainTensor> };
  /** Stores the results of the step, by name. Names with a number count blocks (`keys/0`). */
  write(left: (name: string) => Float32Array): void;
  /** Names and sizes of the results of a step. */
  leaves(): Record<string, number>;
}

/**
 * Window sizes, ascending. An actor compiles one graph for each. A memory without a window has a single one of size 0.
 */
export function defaultWindows({ memory, memoryKind }: AgentConfig): number[] {
  if (memoryKind !== 'transformer-xl' && memoryKind !== 'gru+attention') return [0];
  const windows = [32, 64, 96, 128, 192, 256, 384, 512].filter((w) => w < memory);
  return [...windows, memory];
}

/** @param state shape of each `hidden/NAME`: what a step leaves for the next one besides keys and values */
export function makeActingMemory(
  config: AgentConfig,
  environments: number,
  windows: readonly number[],
  state: Record<string, readonly number[]>,
): ActingMemory {
  const recurrent = new RecurrentMemory(state);
  const attention = (blocks: number, stride: number) =>
    new AttentionMemory({ ...config, blocks }, environments, windows, stride);
  switch (config.memoryKind) {
    case 'transformer-xl':
      return new BothMemories(recurrent, attention(config.blocks, 1));
    case 'gru+attention':
      return new BothMemories(recurrent, attention(1, config.memoryStride));
    default:
      return recurrent;
  }
}

/** Keys and values of every `stride`-th step. */
class AttentionMemory implements ActingMemory {
  private readonly cache: MemoryCache;
  private readonly inputs = new Map<number, Record<string, PlainTensor>>();
  private steps = 0;

  constructor(
    private readonly config: AgentConfig,
    private readonly environments: number,
    windows: readonly number[],
    private readonly stride: number,
  ) {
    const { blocks: layers, heads, modelWidth, positionPairs: pairs } = config;
    this.cache = new MemoryCache({ environments, layers, heads, headWidth: modelWidth / heads, pairs }, [...windows]);
  }

  clear(environment: number): void {
    this.cache.clear(environment);
  }

  clearAll(): void {
    this.steps = 0;
    this.cache.clearAll();
  }

  read() {
    const view = this.cache.read();
    const { window } = view;
    let inputs = this.inputs.get(window);
    if (!inputs) {
      const { heads, modelWidth, blocks, positionPairs } = this.config;
      inputs = {
        mask: { data: view.mask, dims: [this.environments, window] },
        positionKeys: { data: view.positionKeys, dims: [window, 2 * positionPairs] },
        positionNow: { data: view.positionNow, dims: [1, 2 * positionPairs] },
      };
      const dims = [this.environments, heads, window, modelWidth / heads];
      for (let block = 0; block < blocks; block++) {
        inputs[`keys/${block}`] = { data: view.keys[block], dims };
        inputs[`values/${block}`] = { data: view.values[block], dims };
      }
      this.inputs.set(window, inputs);
    }
    return { window, inputs };
  }

  write(left: (name: string) => Float32Array): void {
    if (++this.steps % this.stride !== 0) return;
    const rows = (name: string) => Array.from({ length: this.config.blocks }, (_, block) => left(`${name}/${block}`));
    this.cache.write(rows('keys'), rows('values'));
  }

  leaves(): Record<string, number> {
    const names = Array.from({ length: this.config.blocks }, (_, block) => [`keys/${block}`, `values/${block}`]);
    return Object.fromEntries(names.flat().map((name) => [name, this.environments * this.config.modelWidth]));
  }
}

/** States that a step replaces: hidden states of recurrent units, or the intent. There may be none. */
class RecurrentMemory implements ActingMemory {
  private readonly hidden: Record<string, PlainTensor>;

  /** @param shapes of each state [E, ...], by name */
  constructor(shapes: Record<string, readonly number[]>) {
    const zeros = (dims: readonly number[]) => new Float32Array(dims.reduce((a, b) => a * b, 1));
    this.hidden = Object.fromEntries(Object.entries(shapes).map(([name, dims]) => [name, { data: zeros(dims), dims }]));
  }

  clear(environment: number): void {
    for (const { data, dims } of Object.values(this.hidden)) {
      const width = data.length / dims[0];
      data.fill(0, environment * width, (environment + 1) * width);
    }
  }

  clearAll(): void {
    for (const { data } of Object.values(this.hidden)) data.fill(0);
  }

  read() {
    return { window: 0, inputs: this.hidden };
  }

  write(left: (name: string) => Float32Array): void {
    for (const [name, { data }] of Object.entries(this.hidden)) data.set(left(name));
  }

  leaves(): Record<string, number> {
    return Object.fromEntries(Object.entries(this.hidden).map(([name, { data }]) => [name, data.length]));
  }
}

class BothMemories implements ActingMemory {
  constructor(
    private readonly recurrent: RecurrentMemory,
    private readonly attention: AttentionMemory,
  ) {}

  clear(environment: number): void {
    this.recurrent.clear(environment);
    this.attention.clear(environment);
  }

  clearAll(): void {
    this.recurrent.clearAll();
    this.attention.clearAll();
  }

  read() {
    const { window, inputs } = this.attention.read();
    return { window, inputs: { ...this.recurrent.read().inputs, ...inputs } };
  }

  write(left: (name: string) => Float32Array): void {
    this.recurrent.write(left);
    this.attention.write(left);
  }

  leaves(): Record<string, number> {
    return { ...this.recurrent.leaves(), ...this.attention.leaves() };
  }
}
