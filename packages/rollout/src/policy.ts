import type { ActingOutput, Actor, Mode } from '@open-ada/ada-agent';
import { type ActionSpec, type BatchedEnvironment, Explorer, Oracle } from '@open-ada/xland-sim';
import type { Rng } from './rng.js';

/** Chooses one action per group in every environment of a batch. */
export interface Policy {
  /** False: it looks at nothing, and is given nothing; observing is most of what a step of a resting world costs. Default true. */
  readonly needsObservations?: boolean;
  /** @param observations `[E, size]`. Every source of chance is `random`. */
  act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void>;
  /** Forgets what it remembers of an environment. */
  clear(envIndex: number): void;
  clearAll(): void;
}

/** The agent as a policy, with its memory. */
export function agentPolicy(actor: Actor, mode: Mode): Policy {
  return {
    act: (observations, random, out) => actor.act(observations, random, out, mode),
    clear: (envIndex) => actor.clear(envIndex),
    clearAll: () => actor.clearAll(),
  };
}

/** Chooses uniformly in every action group. */
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

/** The no-op policy: the player stays where it is, and its hand stays as it is. */
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

/** The scripted player that adapts: it knows what its avatar has been shown since its memory was cleared. */
export function explorerPolicy(environment: BatchedEnvironment, envCount: number): Policy {
  const explorer = new Explorer();
  const clear = (envIndex: number): void => explorer.forget(environment, envIndex);
  return {
    async act(_observations, _random, out) {
      for (let envIndex = 0; envIndex < envCount; envIndex++) explorer.act(environment, envIndex, out.actions);
    },
    clear,
    clearAll() {
      for (let envIndex = 0; envIndex < envCount; envIndex++) clear(envIndex);
    },
  };
}
