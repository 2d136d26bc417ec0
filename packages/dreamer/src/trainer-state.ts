import type { Data } from '@open-ada/onnx-jit';
import type { ReplayMarks, StoredStep } from './replay.js';

/** Everything from which a trainer continues with the same bits, except the random source, which is the caller's. */
export interface TrainerState {
  /** Plain JSON. */
  counters: {
    steps: number;
    updates: number;
    /** Fraction of an update that the steps so far have earned. */
    owed: number;
    /** Rewards by trial and length of the running episodes. */
    totals: { rewardByTrial: number[]; length: number }[];
    /** States of the environments. */
    environments: unknown[];
    replay: ReplayMarks;
  };
  /** Learner, replay, memory of the agent and the last step, as `learner/parameters`. */
  tensors: Record<string, Float32Array | Int32Array>;
}

type Arrays = Record<string, Data>;

/** Copies of some arrays, with a prefix before each name. */
export function named(prefix: string, arrays: Arrays | StoredStep): TrainerState['tensors'] {
  return Object.fromEntries(
    Object.entries(arrays).map(([name, values]) => {
      if (values instanceof Uint8Array) throw new Error(`${prefix}/${name}: bytes cannot be kept.`);
      return [`${prefix}/${name}`, (values as Float32Array).slice()];
    }),
  );
}

/** The arrays with a prefix, without it. */
export function unnamed<T>(prefix: string, tensors: TrainerState['tensors']): T {
  const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${prefix}/`));
  return Object.fromEntries(own.map(([name, values]) => [name.slice(prefix.length + 1), values])) as T;
}
