// The acting half, for a browser: it needs no tensor library.
import { optionsOf } from './actions.js';

/** What a policy file says of the agent in it; letters as in batch.ts. */
export interface DreamerPolicySizes {
  /** O */
  observation: number;
  /** Number of options of each action group. */
  actionDims: number[];
  /** D */
  deter: number;
  /** S, and classes of each latent. */
  stoch: number;
  classes: number;
}

/** A policy file opened by a runtime, here or in a browser. */
export interface DreamerPolicySession {
  run(inputs: Record<string, { data: Float32Array; dims: readonly number[] }>): Promise<Record<string, Float32Array>>;
}

/** Acts in one environment with a policy file (see `exportPolicy`), and keeps what the agent remembers. */
export class DreamerPolicyActor {
  private readonly memory: Record<'deter' | 'stoch' | 'actions', Float32Array>;
  private begins = true;

  constructor(
    private readonly session: DreamerPolicySession,
    private readonly sizes: DreamerPolicySizes,
  ) {
    const { deter, stoch, classes, actionDims } = sizes;
    this.memory = {
      deter: new Float32Array(deter),
      stoch: new Float32Array(stoch * classes),
      actions: new Float32Array(actionDims.reduce((a, b) => a + b, 0)),
    };
  }

  /** Forgets everything: what is seen next begins an episode. */
  clear(): void {
    this.begins = true;
  }

  /**
   * Acts for one step. @param observation [O] @returns the option of each group
   * @throws Error in one sentence if the agent's state is not finite
   */
  async act(observation: Float32Array, noise: { float(): number }): Promise<number[]> {
    const { memory, sizes } = this;
    const drawn = (count: number) => Float32Array.from({ length: count }, () => noise.float());
    const results = await this.session.run(
      asRows({
        observations: observation,
        keep: Float32Array.of(this.begins ? 0 : 1),
        ...memory,
        latentNoise: drawn(sizes.stoch),
        actionNoise: drawn(sizes.actionDims.length),
      }),
    );
    if (!results.newDeter.every(Number.isFinite)) {
      throw new Error(
        'The agent cannot act, since its state is not finite: give an earlier checkpoint, or train it again.',
      );
    }
    this.begins = false;
    memory.deter.set(results.newDeter);
    memory.stoch.set(results.newStoch);
    memory.actions.set(results.newActions);
    return optionsOf(memory.actions, sizes.actionDims);
  }
}

const asRows = (arrays: Record<string, Float32Array>) =>
  Object.fromEntries(Object.entries(arrays).map(([name, data]) => [name, { data, dims: [1, data.length] }]));
