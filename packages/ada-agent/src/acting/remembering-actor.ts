import type { ActingMemory } from './acting-memory.js';
import type { ActingOutput, Mode } from './acting-output.js';
import { sampleActions } from './sampling.js';

/** Acts for E environments and keeps their memory; what runs the network is up to the class. Needs no tensor library. */
export abstract class RememberingActor {
  protected constructor(
    protected readonly memory: ActingMemory,
    private readonly actionDims: number[],
  ) {}

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
    this.memory.write(await this.infer(this.memory.read(), observations, out));
    sampleActions(out.logits, this.actionDims, random, out.actions, mode);
  }

  /** Runs the network and fills in logits and values. @returns what it leaves in memory, by leaf */
  protected abstract infer(
    remembered: ReturnType<ActingMemory['read']>,
    observations: Float32Array,
    out: ActingOutput,
  ): Promise<(leaf: string) => Float32Array>;
}
