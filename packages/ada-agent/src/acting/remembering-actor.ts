import type { ActingMemory } from './acting-memory.js';
import type { ActingOutput, Mode } from './acting-output.js';
import { sampleActions } from './sampling.js';

/** Acts for E environments and keeps their memory. Subclasses run the network. It needs no tensor library. */
export abstract class RememberingActor {
  protected constructor(
    protected readonly memory: ActingMemory,
    private readonly actionDims: number[],
  ) {}

  /** Resets the memory of one environment. */
  clear(environment: number): void {
    this.memory.clear(environment);
  }

  clearAll(): void {
    this.memory.clearAll();
  }

  /**
   * Acts in every environment for one step.
   * @param observations [E, size]
   * @param random source of the sampled options; `greedy` does not use it
   * @throws Error named NonFinite if a logit or a value is not finite: an action drawn from it would mean nothing
   */
  async act(
    observations: Float32Array,
    random: { float(): number },
    out: ActingOutput,
    mode: Mode = 'sample',
  ): Promise<void> {
    this.memory.write(await this.infer(this.memory.read(), observations, out));
    requireFinite('logit', out.logits);
    requireFinite('value', out.values);
    sampleActions(out.logits, this.actionDims, random, out.actions, mode);
  }

  /** Runs the network and writes logits and values. @returns the new entries of the memory, by name */
  protected abstract infer(
    remembered: ReturnType<ActingMemory['read']>,
    observations: Float32Array,
    out: ActingOutput,
  ): Promise<(leaf: string) => Float32Array>;
}

function requireFinite(what: string, numbers: Float32Array): void {
  for (let i = 0; i < numbers.length; i++) {
    if (Number.isFinite(numbers[i])) continue;
    const error = new Error(
      `the agent cannot act, since its network gives a ${what} of ${numbers[i]}: its parameters are too large or not ` +
        'finite; give an earlier checkpoint, or train it again.',
    );
    throw Object.assign(error, { name: 'NonFinite' });
  }
}
