import type { ActingOutput, Actor, Mode } from '@open-ada/ada-agent';
import { type ActionSpec, type BatchedEnvironment, Explorer, Oracle } from '@open-ada/xland-sim';
import type { Rng } from './rng.js';

/** Chooses one action per group in every environment of a batch. */
export interface Policy {
  /**
   * If false, the policy reads no observations and gets an empty array. Observing is most of the cost of a step in a
   * world at rest. Default: true.
   */
  readonly needsObservations?: boolean;
  /** Chooses the actions. `random` is the only source of random numbers. @param observations `[E, size]` */
  act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void>;
  /** Resets the memory of one environment. */
  clear(envIndex: number): void;
  clearAll(): void;
}

/** The agent as a policy with memory. */
export function agentPolicy(actor: Actor, mode: Mode): Policy {
  return {
    act: (observations, random, out) => actor.act(observations, random, out, mode),
    clear: (envIndex) => actor.clear(envIndex),
    clearAll: () => actor.clearAll(),
  };
}

/** The random policy: chooses uniformly in every action group. */
export function randomPolicy(actions: ActionSpec): Policy {
  const groups = actions.groups.length;
  return {
    needsObservations: false,
    async act(_observations, random, out) {
      for (let i = 0; i < out.actions.length; i++)
        out.actions[i] = random.int(actions.groups[i % groups].options.length);
    },
    clear() {},
    clearAll() {},
  };
}

/** The no-op policy: the avatar stays where it is and keeps what it holds. */
export function noopPolicy(actions: ActionSpec): Policy {
  const idle = actions.groups.map((group) =>
    group.options.findIndex((option) => option === 'stay' || option === 'keep'),
  );
  return {
    needsObservations: false,
    async act(_observations, _random, out) {
      for (let i = 0; i < out.actions.length; i++) out.actions[i] = idle[i % idle.length];
    },
    clear() {},
    clearAll() {},
  };
}

/** The scripted oracle. It knows the hidden rules and sees through walls. */
export function oraclePolicy(environment: BatchedEnvironment, envCount: number): Policy {
  const oracle = new Oracle();
  return {
    needsObservations: false,
    async act(_observations, _random, out) {
      for (let envIndex = 0; envIndex < envCount; envIndex++) oracle.act(environment, envIndex, out.actions);
    },
    clear() {},
    clearAll() {},
  };
}

/**
 * The scripted explorer, a player that adapts. It knows only what its avatar has been shown since its memory was reset.
 */
export function explorerPolicy(environment: BatchedEnvironment, envCount: number): Policy {
  const explorer = new Explorer();
  const clear = (envIndex: number): void => explorer.forget(environment, envIndex);
  return {
    // It is given views of the environment instead.
    needsObservations: false,
    async act(_observations, _random, out) {
      for (let envIndex = 0; envIndex < envCount; envIndex++) explorer.act(environment, envIndex, out.actions);
    },
    clear,
    clearAll() {
      for (let envIndex = 0; envIndex < envCount; envIndex++) clear(envIndex);
    },
  };
}
