import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { AgentConfig } from '../network/settings.js';
import { type ActingMemory, defaultWindows, makeActingMemory, type PlainTensor } from './acting-memory.js';
import { type ActingOutput, allocateOutput, type Mode } from './acting-output.js';
import { sampleActions } from './sampling.js';

/** What a policy file (see `exportPolicy`) says of itself. */
export interface PolicyDescription {
  /** E: environments that one run acts for. */
  environments: number;
  config: AgentConfig;
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
  /** What training noted: settings of the world, steps, commit. */
  extra: Record<string, unknown>;
}

/** A policy file opened by some runtime, here or in a browser. */
export interface PolicySession {
  run(inputs: Record<string, PlainTensor>): Promise<Record<string, Float32Array>>;
}

/** Acts for E environments with a policy file, and keeps its memory. Needs no tensor library: inference comes from outside. */
export class PolicyActor {
  private readonly memory: ActingMemory;
  private readonly options: number[];

  constructor(
    private readonly session: PolicySession,
    readonly description: PolicyDescription,
  ) {
    const { config, environments, actionSpec } = description;
    this.options = actionSpec.groups.map((group) => group.options.length);
    this.memory = makeActingMemory(config, environments, defaultWindows(config).slice(-1));
  }

  /** A place for what a step writes. */
  output(): ActingOutput {
    return allocateOutput(this.description.environments, this.description.actionSpec);
  }

  /** Forgets the memory of one environment. */
  clear(environment: number): void {
    this.memory.clear(environment);
  }

  clearAll(): void {
    this.memory.clearAll();
  }

  /**
   * One step of every environment.
   * @param observations [E, size]
   * @param random source of the choices; not used by `greedy`
   */
  async act(
    observations: Float32Array,
    random: { float(): number },
    out: ActingOutput,
    mode: Mode = 'sample',
  ): Promise<void> {
    const { environments, observationSpec } = this.description;
    const { inputs } = this.memory.read();
    const dims = [environments, observationSpec.size];
    const results = await this.session.run({ ...inputs, observations: { data: observations, dims } });
    this.memory.write((name) => results[nameOfNew(name)]);
    out.logits.set(results.logits);
    out.values.set(results.value);
    sampleActions(out.logits, this.options, random, out.actions, mode);
  }
}

/** `keys/0` -> `newKeys/0`: how a policy file calls what a step leaves. */
export function nameOfNew(name: string): string {
  return `new${name[0].toUpperCase()}${name.slice(1)}`;
}
