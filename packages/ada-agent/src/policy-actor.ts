import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { AgentConfig } from './config.js';
import { type CacheView, MemoryCache } from './memory-cache.js';
import { sampleActions } from './sampling.js';

/** What a policy file (see `exportPolicy`) says of itself. */
export interface PolicyDescription {
  /** E: environments that one run acts for. */
  environments: number;
  config: AgentConfig;
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
  /** What training noted: settings of the world, frames, commit. */
  extra: Record<string, unknown>;
}

/** A float32 tensor as any runtime understands it. */
export interface PolicyTensor {
  data: Float32Array;
  dims: readonly number[];
}

/** A policy file opened by some runtime, here or in a browser. */
export interface PolicySession {
  run(inputs: Record<string, PolicyTensor>): Promise<Record<string, Float32Array>>;
}

/** What one acting step writes. */
export interface PolicyStep {
  /** Chosen option per group [E, G]. */
  actions: Int32Array;
  /** Joined policy logits [E, A]. */
  logits: Float32Array;
  /** State values [E]. */
  values: Float32Array;
}

/** Acts for E environments with a policy file, and keeps its memory. Needs no tensor library: inference comes from outside. */
export class PolicyActor {
  private readonly cache: MemoryCache;
  private readonly options: number[];
  private readonly inputs: Record<string, PolicyTensor>;

  constructor(
    private readonly session: PolicySession,
    readonly description: PolicyDescription,
  ) {
    const { config, environments, actionSpec } = description;
    const headWidth = config.modelWidth / config.heads;
    this.options = actionSpec.groups.map((group) => group.options.length);
    this.cache = new MemoryCache(
      { environments, layers: config.blocks, heads: config.heads, headWidth, pairs: config.positionPairs },
      [config.memory],
    );
    this.inputs = tensorsOf(this.cache.read(), description, headWidth);
  }

  /** A place for what a step writes. */
  step(): PolicyStep {
    const { environments } = this.description;
    const choices = this.options.reduce((sum, count) => sum + count, 0);
    return {
      actions: new Int32Array(environments * this.options.length),
      logits: new Float32Array(environments * choices),
      values: new Float32Array(environments),
    };
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
    out: PolicyStep,
    mode: 'sample' | 'greedy' = 'sample',
  ): Promise<void> {
    const { environments, config, observationSpec } = this.description;
    this.cache.read();
    this.inputs.observations = { data: observations, dims: [environments, observationSpec.size] };
    const results = await this.session.run(this.inputs);
    const rows = (name: string) => Array.from({ length: config.blocks }, (_, block) => results[`${name}/${block}`]);
    this.cache.write(rows('newKeys'), rows('newValues'));
    out.logits.set(results.logits);
    out.values.set(results.value);
    sampleActions(out.logits, this.options, random, out.actions, mode);
  }
}

/** The inputs by their names in the file; they share the cache's arrays, which every read and write changes in place. */
function tensorsOf(view: CacheView, { environments, config }: PolicyDescription, headWidth: number) {
  const pairs = 2 * config.positionPairs;
  const inputs: Record<string, PolicyTensor> = {
    mask: { data: view.mask, dims: [environments, view.window] },
    positionKeys: { data: view.positionKeys, dims: [view.window, pairs] },
    positionNow: { data: view.positionNow, dims: [1, pairs] },
  };
  const dims = [environments, config.heads, view.window, headWidth];
  for (let block = 0; block < config.blocks; block++) {
    inputs[`keys/${block}`] = { data: view.keys[block], dims };
    inputs[`values/${block}`] = { data: view.values[block], dims };
  }
  return inputs;
}
