import type { ActingOutput, Actor, Mode } from '@open-ada/ada-agent';
import { type ActionSpec, type BatchedEnvironment, Explorer, JointOracle, Oracle } from '@open-ada/xland-sim';
import type { Rng } from './rng.js';

/**
 * Chooses one action per group in every row of a batch: one row per environment, or in environments with two seats one
 * per player (`[E, P]`).
 */
export interface Policy {
  /**
   * If false, the policy reads no observations and gets an empty array. Observing is most of the cost of a step in a
   * world at rest. Default: true.
   */
  readonly needsObservations?: boolean;
  /** Random numbers that a step draws for each row. Default: one for each action group. */
  readonly draws?: number;
  /** Chooses the actions. `random` is the only source of random numbers. @param observations `[rows, size]` */
  act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void>;
  /** Resets the memory of one row. */
  clear(row: number): void;
  clearAll(): void;
}

/** The agent as a policy with memory. */
export function agentPolicy(actor: Actor, mode: Mode): Policy {
  return {
    act: (observations, random, out) => actor.act(observations, random, out, mode),
    clear: (row) => actor.clear(row),
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

/** Writes the actions of one player of an environment into its row of `[E, P, G]`. */
type Script = (environment: BatchedEnvironment, i: number, actions: Int32Array, seat: number) => void;

/**
 * Lets a script act for the players of the first environments. A row of a player that does not act keeps its actions,
 * which are not read.
 * @param out `[E, P, G]`, or with `seatOf` `[E, G]`
 * @param seatOf seat of the policy in each environment; undefined: all seats
 */
function actByScript(environment: BatchedEnvironment, envCount: number, script: Script, seatOf?: SeatOf) {
  const { players, actionSpec } = environment;
  const groups = actionSpec.groups.length;
  const rows = new Int32Array(seatOf ? environment.count * players * groups : 0);
  return async (_observations: Float32Array, _random: Rng, { actions }: ActingOutput): Promise<void> => {
    for (let i = 0; i < envCount; i++) {
      const acting = environment.acting(i);
      if (seatOf === undefined) for (let seat = 0; seat < acting; seat++) script(environment, i, actions, seat);
      else if (seatOf(i) < acting) {
        script(environment, i, rows, seatOf(i));
        const row = (i * players + seatOf(i)) * groups;
        actions.set(rows.subarray(row, row + groups), i * groups);
      }
    }
  };
}

/** Seat of a policy in an environment, where it plays with another policy. */
export type SeatOf = (envIndex: number) => number;

/**
 * The scripted oracle. It knows the hidden rules and sees through walls. With two players, each plays for itself: what
 * only the other one can do, it waits for.
 */
export function oraclePolicy(environment: BatchedEnvironment, envCount: number, seatOf?: SeatOf): Policy {
  const oracle = new Oracle();
  return {
    needsObservations: false,
    act: actByScript(environment, envCount, (...at) => oracle.act(...at), seatOf),
    clear() {},
    clearAll() {},
  };
}

/** Two scripted oracles with a joint plan, from all seats; in tasks for one player the oracle. */
export function jointOraclePolicy(environment: BatchedEnvironment, envCount: number): Policy {
  const oracle = new JointOracle();
  return {
    needsObservations: false,
    act: actByScript(environment, envCount, (...at) => oracle.act(...at)),
    clear() {},
    clearAll() {},
  };
}

/**
 * The scripted explorer, a player that adapts. It knows only what its avatar has been shown since its memory was reset.
 * @param steady see `Explorer`
 */
export function explorerPolicy(
  environment: BatchedEnvironment,
  envCount: number,
  seatOf?: SeatOf,
  steady = false,
): Policy {
  const explorer = new Explorer({ steady });
  const { players } = environment;
  const rows = seatOf ? envCount : envCount * players;
  const clear = (row: number): void => {
    if (seatOf) explorer.forget(environment, row, seatOf(row));
    else explorer.forget(environment, Math.floor(row / players), row % players);
  };
  return {
    // It is given views of the environment instead.
    needsObservations: false,
    act: actByScript(environment, envCount, (...at) => explorer.act(...at), seatOf),
    clear,
    clearAll() {
      for (let row = 0; row < rows; row++) clear(row);
    },
  };
}
