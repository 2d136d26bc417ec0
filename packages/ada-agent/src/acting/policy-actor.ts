import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import type { AgentConfig } from '../network/settings.js';
import { type ActingMemory, defaultWindows, makeActingMemory, type PlainTensor } from './acting-memory.js';
import { type ActingOutput, allocateOutput } from './acting-output.js';
import { RememberingActor } from './remembering-actor.js';

/** The description that a policy file (see `exportPolicy`) contains. */
export interface PolicyDescription {
  /** E: number of environments that one run acts for. */
  environments: number;
  config: AgentConfig;
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
  /** Shape of each state that is kept between steps (`hidden/NAME`); attention has none. */
  state?: Record<string, number[]>;
  /** Notes of the training run: settings of the world, steps, commit. */
  extra: Record<string, unknown>;
}

/** A policy file opened by a runtime, here or in a browser. */
export interface PolicySession {
  run(inputs: Record<string, PlainTensor>): Promise<Record<string, Float32Array>>;
}

/**
 * Acts for E environments with a policy file, and keeps their memory. It needs no tensor library: the caller provides
 * the inference.
 */
export class PolicyActor extends RememberingActor {
  constructor(
    private readonly session: PolicySession,
    readonly description: PolicyDescription,
  ) {
    const { config, environments, actionSpec, state } = description;
    super(
      makeActingMemory(config, environments, defaultWindows(config).slice(-1), state ?? {}),
      actionSpec.groups.map((group) => group.options.length),
    );
  }

  /** Allocates the results of one step. */
  output(): ActingOutput {
    return allocateOutput(this.description.environments, this.description.actionSpec);
  }

  protected async infer(
    { inputs }: ReturnType<ActingMemory['read']>,
    observations: Float32Array,
    out: ActingOutput,
  ): Promise<(leaf: string) => Float32Array> {
    const { environments, observationSpec } = this.description;
    const dims = [environments, observationSpec.size];
    const results = await this.session.run({ ...inputs, observations: { data: observations, dims } });
    out.logits.set(results.logits);
    out.values.set(results.value);
    return (leaf) => results[nameOfNew(leaf)];
  }
}

/** `keys/0` -> `newKeys/0`: the name in a policy file of a result that a step leaves in memory. */
export function nameOfNew(name: string): string {
  return `new${name[0].toUpperCase()}${name.slice(1)}`;
}
