import { BatchedEnvironment } from '../environment/batched-environment.js';
import { EVENT } from '../environment/running-episode.js';
import { type Replay, ReplayDigest } from './replay.js';

export type Resimulation =
  | {
      reproduced: true;
      steps: number;
      /** Sum of the first player's rewards of each trial, including an unfinished one. */
      rewardByTrial: number[];
    }
  | {
      reproduced: false;
      /** The divergence is after step `after` (0: the start) and at or before step `step`, counted from 1. */
      after: number;
      step: number;
      /** Physics step at the end of `step`, counted from the start of the episode. */
      physicsStep: number;
      /** The divergence in one sentence. */
      message: string;
    };

/**
 * Replays a file and compares the digests. It has its own loop, because it follows the blocks of the file regardless of
 * trials.
 * @param watch called with the environment (the episode is in environment 0) before the first and after every step
 */
export function resimulate(
  replay: Replay,
  watch?: (environment: BatchedEnvironment, steps: number) => void,
): Resimulation {
  const environment = new BatchedEnvironment(replay.settings, 1);
  environment.reset(0, replay.task, replay.options);
  const digest = new ReplayDigest();
  const rewards = new Float32Array(environment.players);
  const events = new Uint8Array(1);
  const rewardByTrial = [0];
  let steps = 0;
  watch?.(environment, steps);
  for (const block of replay.blocks) {
    const after = steps;
    for (const actions of block.actions) {
      environment.step(Int32Array.from(actions), rewards, events);
      digest.step(rewards, events[0], environment.digest(0));
      rewardByTrial[rewardByTrial.length - 1] += rewards[0];
      if (events[0] === EVENT.trial) rewardByTrial.push(0);
      steps++;
      watch?.(environment, steps);
    }
    if (digest.text() === block.digest) continue;
    const physicsStep = steps * replay.settings.actionRepeat;
    const first = after + 1 === steps ? `in step ${steps}` : `between steps ${after + 1} and ${steps}`;
    const message = `The replay diverges ${first} (up to physics step ${physicsStep}): another simulator made it, or it was edited.`;
    return { reproduced: false, after, step: steps, physicsStep, message };
  }
  return { reproduced: true, steps, rewardByTrial };
}
