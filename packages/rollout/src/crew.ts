import { type ActingOutput, allocateOutput } from '@open-ada/ada-agent';
import type { BatchedEnvironment } from '@open-ada/xland-sim';
import type { Policy } from './policy.js';
import type { Rng } from './rng.js';

/** A policy that plays some of the seats of a batch, with its buffers. */
class Member {
  /** `[rows, size]`; empty for a policy that needs none. */
  readonly observations: Float32Array;
  readonly output: ActingOutput;

  /** @param seats seat of the policy in each environment; undefined: all seats of all environments */
  constructor(
    private readonly environment: BatchedEnvironment,
    readonly policy: Policy,
    private readonly rng: Rng,
    private readonly seats: Int32Array | undefined,
  ) {
    const { count, players, observationSpec, actionSpec } = environment;
    const rows = seats === undefined ? count * players : count;
    this.observations = new Float32Array(policy.needsObservations === false ? 0 : rows * observationSpec.size);
    this.output = allocateOutput(rows, actionSpec);
  }

  observe(): void {
    const { environment, observations, seats } = this;
    if (observations.length === 0) return;
    if (seats === undefined) environment.observe(observations);
    else {
      const { size } = environment.observationSpec;
      for (let i = 0; i < seats.length; i++) environment.observeEnv(i, observations, i * size, seats[i]);
    }
  }

  act(): Promise<void> {
    return this.policy.act(this.observations, this.rng, this.output);
  }

  /** Resets the memory of an environment, and what it observes of its last step. */
  clear(envIndex: number): void {
    const { environment, policy, seats } = this;
    const { players } = environment;
    if (seats === undefined) for (let seat = 0; seat < players; seat++) policy.clear(envIndex * players + seat);
    else policy.clear(envIndex);
    environment.forget(envIndex, seats?.[envIndex]);
  }

  /** Copies the chosen actions to `[E, P, G]`. */
  giveTo(actions: Int32Array): void {
    const { environment, output, seats } = this;
    const { players } = environment;
    const groups = environment.actionSpec.groups.length;
    seats?.forEach((seat, i) => {
      actions.set(output.actions.subarray(i * groups, (i + 1) * groups), (i * players + seat) * groups);
    });
  }
}

/**
 * Who plays a batch: one policy from all seats (alone, or self-play), or one policy from one seat of each environment and
 * a co-player from the other.
 */
export class Crew {
  readonly first: Member;
  private readonly second: Member | undefined;
  /** `[E, P, G]` */
  readonly actions: Int32Array;

  /** @param seats seat of the policy in each environment; read only if there is a co-player */
  constructor(
    environment: BatchedEnvironment,
    { policy, rng }: { policy: Policy; rng: Rng },
    coPlayer: { policy: Policy; rng: Rng } | undefined,
    seats: readonly number[],
  ) {
    const { count, players, actionSpec } = environment;
    if (coPlayer !== undefined && players === 1) {
      throw new Error('There is no seat for a co-player; give the environment the setting "players": 2.');
    }
    const own = coPlayer && Int32Array.from({ length: count }, (_, i) => seats[i] ?? 0);
    this.first = new Member(environment, policy, rng, own);
    this.second =
      coPlayer &&
      own &&
      new Member(
        environment,
        coPlayer.policy,
        coPlayer.rng,
        own.map((seat) => 1 - seat),
      );
    this.actions = this.second ? new Int32Array(count * players * actionSpec.groups.length) : this.first.output.actions;
  }

  clearAll(): void {
    this.first.policy.clearAll();
    this.second?.policy.clearAll();
  }

  observe(): void {
    this.first.observe();
    this.second?.observe();
  }

  async act(): Promise<void> {
    await this.first.act();
    if (this.second === undefined) return;
    await this.second.act();
    this.first.giveTo(this.actions);
    this.second.giveTo(this.actions);
  }
}
