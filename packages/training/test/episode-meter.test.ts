import type { ActingOutput } from '@open-ada/ada-agent';
import type { EpisodeSpec } from '@open-ada/rollout';
import { describe, expect, it } from 'vitest';
import { EpisodeMeter } from '../src/actor/episode-meter.js';

/** What one step of a batch was: whether each environment runs, its value, its reward and its event (1 trial, 2 episode ends). */
type Step = [running: number[], values: number[], rewards: number[], events: number[]];

function measure(episodes: Pick<EpisodeSpec, 'trials' | 'trialsPlayed'>[], steps: Step[]): EpisodeMeter {
  const meter = new EpisodeMeter(episodes as EpisodeSpec[], 0.5);
  steps.forEach(([running, values, rewards, events], t) => {
    const isRunning = Uint8Array.from(running);
    meter.beforeStep(t, isRunning, new Float32Array(), { values: Float32Array.from(values) } as ActingOutput);
    meter.afterStep(t, isRunning, Float32Array.from(rewards), new Int32Array(), Uint8Array.from(events));
  });
  return meter;
}

describe('the TD error of the last trial', () => {
  it('is the mean of |r + discount v - v before| over its steps, and nothing follows the end', () => {
    const meter = measure(
      [{ trials: 2 }, { trials: 1 }],
      [
        [
          [1, 1],
          [9, 2],
          [0, 1],
          [0, 0],
        ],
        [
          [1, 1],
          [7, 4],
          [1, 0],
          [1, 2],
        ],
        [
          [1, 0],
          [3, 99],
          [1, 99],
          [0, 0],
        ],
        [
          [1, 0],
          [2, 99],
          [0, 99],
          [0, 0],
        ],
        [
          [1, 0],
          [8, 99],
          [1, 99],
          [2, 0],
        ],
      ],
    );
    // Environment 0: |1 + 1 - 3|, |0 + 4 - 2|, |1 + 0 - 8|; environment 1: |1 + 2 - 2|, |0 + 0 - 4|.
    expect(meter.errors()).toEqual([(1 + 2 + 7) / 3, (1 + 4) / 2]);
  });

  it('is that of the last trial played where the others are not', () => {
    const meter = measure(
      [{ trials: 3, trialsPlayed: 1 }],
      [
        [[1], [2], [1], [0]],
        [[1], [4], [0], [1]],
      ],
    );
    expect(meter.errors()).toEqual([1]);
  });
});
