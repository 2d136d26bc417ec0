import type { Recorder } from '@open-ada/rollout';
import { type BatchedEnvironment, EVENT } from '@open-ada/xland-sim';

/** What a player did in the steps of a trial that brought no reward. */
interface Walk {
  steps: number;
  /** Steps that turned to the other side than the step before. */
  reversals: number;
  forward: number;
  /** Whether a rule fired in the trial, rewarded steps included. */
  fired: boolean;
}

const start = (): Walk => ({ steps: 0, reversals: 0, forward: 0, fired: false });

/** The same over many trials, as fractions of their steps without reward. */
export interface Behaviour {
  trials: number;
  reversals: number;
  forward: number;
  /** Fraction of the trials in which a rule fired. */
  fired: number;
}

/** Records how the first player moves: whether it goes somewhere, or swings to and fro on the spot. */
export class BehaviourRecorder implements Recorder {
  /** `[episodes][trials]` */
  readonly walks: Walk[][];
  private readonly before: Int32Array;
  private readonly firings: Int32Array;

  constructor(
    private readonly environment: BatchedEnvironment,
    episodes: number,
  ) {
    this.walks = Array.from({ length: episodes }, () => [start()]);
    this.before = new Int32Array(episodes);
    this.firings = new Int32Array(episodes);
  }

  afterStep(_t: number, running: Uint8Array, rewards: Float32Array, actions: Int32Array, events: Uint8Array): void {
    const { players } = this.environment;
    const { groups } = this.environment.actionSpec;
    const [move, turn] = ['move', 'turn'].map((name) => groups.findIndex((group) => group.name === name));
    const middle = (groups[turn].options.length - 1) / 2;
    for (const [i, walks] of this.walks.entries()) {
      if (running[i] === 0) continue;
      const walk = walks[walks.length - 1];
      const own = i * players * groups.length;
      const side = Math.sign(actions[own + turn] - middle);
      const firings = this.environment.firings(i);
      if (firings > this.firings[i]) walk.fired = true;
      if (rewards[i * players] === 0) {
        walk.steps++;
        if (side !== 0 && side === -this.before[i]) walk.reversals++;
        if (groups[move].options[actions[own + move]] === 'forward') walk.forward++;
      }
      this.before[i] = side;
      this.firings[i] = firings;
      if (events[i] === EVENT.trial) walks.push(start());
    }
  }
}

/** @param walks of any trials */
export function behaviourOf(walks: readonly Walk[]): Behaviour {
  const sum = (of: (walk: Walk) => number): number => walks.reduce((total, walk) => total + of(walk), 0);
  const steps = Math.max(
    1,
    sum((walk) => walk.steps),
  );
  return {
    trials: walks.length,
    reversals: sum((walk) => walk.reversals) / steps,
    forward: sum((walk) => walk.forward) / steps,
    fired: sum((walk) => Number(walk.fired)) / Math.max(1, walks.length),
  };
}
