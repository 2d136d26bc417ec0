import { BatchedEnvironment } from '../environment/batched-environment.js';
import { EVENT } from '../environment/running-episode.js';
import { type Replay, ReplayDigest } from './replay.js';

export type Resimulation =
  | {
      reproduced: true;
      decisions: number;
      /** Sum of the rewards of each trial, the unfinished one included. */
      rewardByTrial: number[];
    }
  | {
      reproduced: false;
      /** The divergence is after decision `after` (0: the start) and not after decision `decision`, counted from 1. */
      after: number;
      decision: number;
      /** Physics frame at the end of `decision`, counted from the start of the episode. */
      frame: number;
      /** The same in one sentence. */
      message: string;
    };

/**
 * Plays a replay again and compares the digests.
 * @param watch called with the environment (the episode is in slot 0) before the first and after every decision
 */
export function resimulate(
  replay: Replay,
  watch?: (environment: BatchedEnvironment, decisions: number) => void,
): Resimulation {
  const environment = new BatchedEnvironment(replay.settings, 1);
  environment.reset(0, replay.task, replay.options);
  const digest = new ReplayDigest();
  const rewards = new Float32Array(1);
  const events = new Uint8Array(1);
  const rewardByTrial = [0];
  let decisions = 0;
  watch?.(environment, decisions);
  for (const block of replay.blocks) {
    const after = decisions;
    for (const actions of block.actions) {
      environment.step(Int32Array.from(actions), rewards, events);
      digest.decision(rewards[0], events[0], environment.digest(0));
      rewardByTrial[rewardByTrial.length - 1] += rewards[0];
      if (events[0] === EVENT.trial) rewardByTrial.push(0);
      decisions++;
      watch?.(environment, decisions);
    }
    if (digest.text() === block.digest) continue;
    const frame = decisions * replay.settings.framesPerDecision;
    const first =
      after + 1 === decisions ? `in decision ${decisions}` : `between decisions ${after + 1} and ${decisions}`;
    const message = `The replay diverges ${first} (up to physics frame ${frame}): another simulator made it, or it was edited.`;
    return { reproduced: false, after, decision: decisions, frame, message };
  }
  return { reproduced: true, decisions, rewardByTrial };
}
