import { type Backend, type Compiled, flattenSpecs, jit } from '@open-ada/onnx-jit';
import type { AdaAgent } from '../network/agent.js';
import { type ActingMemory, defaultWindows, makeActingMemory } from './acting-memory.js';
import type { ActingOutput } from './acting-output.js';
import { actingSpecsWithParameters, actingStep } from './acting-step.js';
import { RememberingActor } from './remembering-actor.js';
import { sampleActions } from './sampling.js';

/** The likeliest options are taken without chance. */
const NO_DRAWS = { float: () => 0 };

/** How an actor runs its network. */
export interface ActorOptions {
  /** E: number of environments that act in lockstep. */
  environments: number;
  /** Threads of the inference session. */
  threads?: number;
  backend?: Backend;
  /**
   * Window sizes, ascending. One graph is compiled for each. The last one is M. Shorter windows save time early in an
   * episode.
   */
  windows?: number[];
}

/** Acts for a batch of environments, with memory. */
export class Actor extends RememberingActor {
  private readonly parameters: Float32Array;
  private readonly outputs: Record<string, Float32Array> = {};
  private readonly inputs = new Map<number, Record<string, Float32Array>>();

  private constructor(
    readonly agent: AdaAgent,
    memory: ActingMemory,
    private readonly windows: Map<number, Compiled>,
    environments: number,
  ) {
    super(memory, agent.actionDims);
    for (const [name, size] of Object.entries(memory.leaves())) this.outputs[name] = new Float32Array(size);
    if (agent.intentDims.length > 0)
      this.outputs.intent = new Float32Array(environments * agent.intentDims.reduce((a, b) => a + b));
    this.parameters = new Float32Array(agent.parameters.size);
  }

  /** Compiles one graph per window. */
  static async create(agent: AdaAgent, options: ActorOptions): Promise<Actor> {
    const { config } = agent;
    const { environments, backend, threads = 1, windows = defaultWindows(config) } = options;
    const longest = defaultWindows(config).at(-1);
    if (windows.at(-1) !== longest) {
      throw new Error(`actor: the last window must be the agent's memory ${longest}, not ${windows.at(-1)}`);
    }
    const compiled = new Map<number, Compiled>();
    for (const window of windows) {
      const specs = actingSpecsWithParameters(agent, environments, window);
      compiled.set(window, await jit((inputs) => actingStep(agent, inputs), specs, { backend, threads }));
    }
    const specs = Object.entries(flattenSpecs(agent.memorySpecs(environments, 0)));
    const state = Object.fromEntries(
      specs.flatMap(([name, { shape }]) => (name.startsWith('hidden/') ? [[name, shape] as const] : [])),
    );
    return new Actor(agent, makeActingMemory(config, environments, windows, state), compiled, environments);
  }

  /** @param flat [P], copied */
  setParameters(flat: Float32Array): void {
    if (flat.length !== this.parameters.length) {
      throw new Error(`actor: ${flat.length} parameters given, the agent has ${this.parameters.length}`);
    }
    this.parameters.set(flat);
  }

  protected async infer(
    { window, inputs: remembered }: ReturnType<ActingMemory['read']>,
    observations: Float32Array,
    out: ActingOutput,
  ): Promise<(leaf: string) => Float32Array> {
    let inputs = this.inputs.get(window);
    if (!inputs) {
      const arrays = Object.entries(remembered).map(([name, { data }]) => [name, data]);
      inputs = { parameters: this.parameters, ...Object.fromEntries(arrays) } as Record<string, Float32Array>;
      this.inputs.set(window, inputs);
    }
    inputs.observations = observations;
    this.outputs.logits = out.logits;
    this.outputs.value = out.values;
    await this.windows.get(window)!.run(inputs, this.outputs);
    const { intentDims } = this.agent;
    if (intentDims.length > 0) {
      out.intents ??= new Int32Array(out.values.length * intentDims.length);
      sampleActions(this.outputs.intent, intentDims, NO_DRAWS, out.intents, 'greedy');
    }
    return (leaf) => this.outputs[leaf];
  }

  async release(): Promise<void> {
    for (const compiled of this.windows.values()) await compiled.release();
  }
}
