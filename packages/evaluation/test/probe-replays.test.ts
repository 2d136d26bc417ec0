import { describe, expect, it } from 'vitest';
import { chooseReplays } from '../src/probes/probe-replays.js';

/** A shard of episodes of one probe with these last-trial rewards; each replay says which it is. */
function shard(task: number, firstRepeat: number, lastRewards: number[]) {
  const plays = lastRewards.map((_, i) => ({ task, repeat: firstRepeat + i }));
  return {
    job: { player: 'agent' as const, k: 2, plays, seed: 1 },
    rewardByTrial: lastRewards.map((reward) => [99, reward]),
    steps: 0,
    replays: plays.map(({ repeat }) => `probe ${task}, repeat ${repeat}`),
  };
}

describe('the replays that are kept', () => {
  it('are the best and the median by the last trial, over all shards', () => {
    const results = [shard(1, 0, [3, 9]), shard(0, 0, [5]), shard(1, 2, [1, 4, 8])];
    expect(chooseReplays(results, [{ name: 'a' }, { name: 'b' }], 2)).toEqual([
      { probe: 'a', typical: 'probe 0, repeat 0', best: 'probe 0, repeat 0' },
      { probe: 'b', typical: 'probe 1, repeat 3', best: 'probe 1, repeat 1' },
    ]);
  });

  it('are none where none were recorded', () => {
    const { replays: _, ...silent } = shard(0, 0, [1]);
    expect(chooseReplays([silent], [{ name: 'a' }], 2)).toEqual([]);
  });
});
