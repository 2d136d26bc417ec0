import { type Backend, type Compiled, jit } from '@open-ada/onnx-jit';
import { actingSpecsWithParameters, actingStep } from './acting-step.js';
import type { AdaAgent } from './agent.js';
import { type CacheView, MemoryCache } from './memory-cache.js';
import { sampleActions } from './sampling.js';

export interface ActorOptions {
  /** E: environments that act in lockstep. */
  environments: number;
  /** Threads of the inference session. */
  threads?: number;
  backend?: Backend;
  /** Window sizes, rising, for which a graph is compiled; the last one is M. Shorter windows save time early in an episode. */
  windows?: number[];
}

/** What one acting step writes. */
export interface ActorOutput {
  /** Chosen option per group [E, G]. */
  actions: Int32Array;
  /** Joined policy logits [E, A]. */
  logits: Float32Array;
  /** State values [E]. */
  values: Float32Array;
}

/** Acts for a batch of environments, with memory. */
export class Actor {
  private parameters: Float32Array;
  private readonly rows: { keys: Float32Array[]; values: Float32Array[] };
  private readonly outputs: Record<string, Float32Array> = {};

  private constructor(
    readonly agent: AdaAgent,
    private readonly cache: MemoryCache,
    private readonly windows: Map<number, Compiled>,
    environments: number,
  ) {
    const { config } = agent;
    const row = () => Array.from({ length: config.blocks }, () => new Float32Array(environments * config.modelWidth));
    this.rows = { keys: row(), values: row() };
    for (let layer = 0; layer < config.blocks; layer++) {
      this.outputs[`keys/${layer}`] = this.rows.keys[layer];
      this.outputs[`values/${layer}`] = this.rows.values[layer];
    }
    this.parameters = new Float32Array(agent.parameters.size);
  }

  /** Compiles one graph per window. */
  static async create(agent: AdaAgent, options: ActorOptions): Promise<Actor> {
    const { config } = agent;
    const windows = options.windows ?? defaultWindows(config.memory);
    if (windows[windows.length - 1] !== config.memory) {
      throw new Error(`actor: the last window must be the agent's memory ${config.memory}, not ${windows.at(-1)}`);
    }
    const compiled = new Map<number, Compiled>();
    for (const window of windows) {
      compiled.set(
        window,
        await jit(
          (inputs) => actingStep(agent, inputs),
          actingSpecsWithParameters(agent, options.environments, window),
          {
            backend: options.backend,
            threads: options.threads ?? 1,
          },
        ),
      );
    }
    const cache = new MemoryCache(
      {
        environments: options.environments,
        layers: config.blocks,
        heads: config.heads,
        headWidth: config.modelWidth / config.heads,
        pairs: config.positionPairs,
      },
      windows,
    );
    return new Actor(agent, cache, compiled, options.environments);
  }

  /** @param flat [P], copied */
  setParameters(flat: Float32Array): void {
    if (flat.length !== this.parameters.length) {
      throw new Error(`actor: ${flat.length} parameters given, the agent has ${this.parameters.length}`);
    }
    this.parameters.set(flat);
  }

  /** Forgets the memory of one environment. */
  clear(environment: number): void {
    this.cache.clear(environment);
  }

  clearAll(): void {
    this.cache.clearAll();
  }

  /**
   * One step of every environment.
   * @param observations [E, size]
   * @param random source of the choices; not used by `greedy`
   */
  async act(
    observations: Float32Array,
    random: { float(): number },
    out: ActorOutput,
    mode: 'sample' | 'greedy' = 'sample',
  ): Promise<void> {
    const view = this.cache.read();
    this.outputs.logits = out.logits;
    this.outputs.value = out.values;
    await this.windows.get(view.window)!.run(this.inputs(view, observations), this.outputs);
    this.cache.write(this.rows.keys, this.rows.values);
    sampleActions(out.logits, this.agent.options, random, out.actions, mode);
  }

  async release(): Promise<void> {
    for (const compiled of this.windows.values()) await compiled.release();
  }

  private readonly inputRecords = new Map<number, Record<string, Float32Array>>();

  private inputs(view: CacheView, observations: Float32Array): Record<string, Float32Array> {
    let inputs = this.inputRecords.get(view.window);
    if (!inputs) {
      const { mask, positionKeys, positionNow } = view;
      inputs = { parameters: this.parameters, mask, positionKeys, positionNow };
      for (let layer = 0; layer < view.keys.length; layer++) {
        inputs[`keys/${layer}`] = view.keys[layer];
        inputs[`values/${layer}`] = view.values[layer];
      }
      this.inputRecords.set(view.window, inputs);
    }
    inputs.observations = observations;
    return inputs;
  }
}

/** Window sizes that an actor compiles by default. */
export function defaultWindows(memory: number): number[] {
  const windows = [32, 64, 96, 128, 192, 256, 384, 512].filter((w) => w < memory);
  return [...windows, memory];
}
