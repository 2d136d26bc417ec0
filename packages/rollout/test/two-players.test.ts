import { parseTask, Random, type Task } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import {
  type EpisodeSpec,
  explorerPolicy,
  noopPolicy,
  oraclePolicy,
  type Policy,
  ReplayTape,
  randomPolicy,
  rollout,
} from '../src/index.js';

const PAIR = { ...COMPACT, players: 2 };

const taskOf = (goal: string, players: object[] = [{ at: [1, 4] }, { at: [7, 4] }]): Task =>
  parseTask(
    JSON.stringify({
      version: 1,
      goal,
      objects: [
        { type: 'black cube', at: [3, 2] },
        { type: 'purple sphere', at: [5, 6] },
      ],
      world: { rows: ['0000', '0000', '0000', '0000'] },
      players,
      trialSeconds: 8,
    }),
  );
const ALONE = taskOf('hold(me, black cube)', [{ at: [4, 4] }]);

const episode = (task: Task, more: Partial<EpisodeSpec> = {}): EpisodeSpec => ({ task, trials: 2, seed: 4, ...more });

/** Does nothing, and notes the rows that it is given and told to clear. */
function noting(environment: BatchedEnvironment): Policy & { rows: number; seen: number[][]; cleared: number[] } {
  const idle = noopPolicy(environment.actionSpec);
  const { size } = environment.observationSpec;
  const policy = {
    ...idle,
    needsObservations: true,
    rows: 0,
    seen: [] as number[][],
    cleared: [] as number[],
    async act(observations: Float32Array, random: Random, out: Parameters<Policy['act']>[2]) {
      policy.rows = observations.length / size;
      const row = (k: number) => observations.subarray(k * size, (k + 1) * size).some((float) => float !== 0);
      policy.seen.push(Array.from({ length: policy.rows }, (_, k) => Number(row(k))));
      await idle.act(observations, random, out);
    },
    clear: (row: number) => void policy.cleared.push(row),
  };
  return policy as unknown as Policy & { rows: number; seen: number[][]; cleared: number[] };
}

describe('self-play', () => {
  it('gives one policy a row for each player; that of a player that is not there is empty', async () => {
    const environment = new BatchedEnvironment(PAIR, 2);
    const policy = noting(environment);
    const episodes = [episode(taskOf('not hold(me, black cube)')), episode(ALONE, { clearAt: [1] })];
    const played = await rollout({ environment, policy, episodes, rng: new Random(1) });
    expect(policy.rows).toBe(4);
    expect(policy.seen[0]).toEqual([1, 1, 1, 0]);
    expect(policy.cleared).toEqual([2, 3]);
    expect(played.rewardBySeat).toEqual([
      [
        [40, 40],
        [40, 40],
      ],
      [[0, 0]],
    ]);
    expect(played.rewardByTrial).toEqual([
      [40, 40],
      [0, 0],
    ]);
  });

  it('lets two oracles, and two explorers, do each what its seat is for', async () => {
    for (const policyOf of [oraclePolicy, explorerPolicy]) {
      const environment = new BatchedEnvironment(PAIR, 2);
      const players = [{ at: [1, 4] }, { at: [7, 4], goal: 'hold(other, purple sphere)' }];
      const episodes = [episode(taskOf('hold(me, black cube)', players)), episode(taskOf('hold(other, black cube)'))];
      const policy = policyOf(environment, 2);
      const { rewardBySeat } = await rollout({ environment, policy, episodes, rng: new Random(1) });
      const [each, second] = rewardBySeat.map((bySeat) => bySeat.map(([first]) => first));
      expect(Math.min(...each)).toBeGreaterThan(15);
      expect(second[0]).toBeGreaterThan(15);
      expect(second[1]).toBe(second[0]);
    }
  });

  it('is replayed to the same bits', async () => {
    const environment = new BatchedEnvironment(PAIR, 2);
    const episodes = [episode(taskOf('hold(other, black cube)')), episode(ALONE)];
    const tape = new ReplayTape(environment, episodes);
    const policy = randomPolicy(environment.actionSpec);
    const played = await rollout({ environment, policy, episodes, rng: new Random(3), recorder: tape });
    const outcomes = tape.replays().map((replay) => resimulate(replay));
    expect(outcomes).toEqual(
      played.rewardByTrial.map((rewardByTrial) => ({ reproduced: true, steps: 80, rewardByTrial })),
    );
  });
});

describe('a co-player', () => {
  it('plays the other seat, with its own memory and random numbers', async () => {
    const environment = new BatchedEnvironment(PAIR, 3);
    const task = taskOf('hold(other, black cube)');
    const episodes = [episode(task, { clearAt: 'always' }), episode(task, { seat: 1 }), episode(ALONE)];
    const starts = task.players.map(({ at }) => at);
    const policy = noting(environment);
    const coPlayer = { policy: randomPolicy(environment.actionSpec), rng: new Random(5) };
    const moved: boolean[][] = [];
    await rollout({
      environment,
      policy,
      coPlayer,
      episodes,
      rng: new Random(1),
      recorder: {
        afterStep(t) {
          if (t !== 8) return;
          for (const i of [0, 1]) {
            const { players } = environment.state(i);
            moved.push(players.map(({ x, z }, seat) => x !== starts[seat][0] || z !== starts[seat][1]));
          }
        },
      },
    });
    expect(moved).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(policy.rows).toBe(3);
    expect(policy.cleared).toEqual([0]);
  });

  it('changes no random number of the policy', async () => {
    const environment = new BatchedEnvironment(PAIR, 1);
    const drawn = async (coPlayer: Policy): Promise<number[]> => {
      const chosen: number[] = [];
      await rollout({
        environment,
        policy: randomPolicy(environment.actionSpec),
        coPlayer: { policy: coPlayer, rng: new Random(2) },
        episodes: [episode(taskOf('hold(me, black cube)'))],
        rng: new Random(1),
        recorder: { afterStep: (_t, _running, _rewards, actions) => void chosen.push(...actions.subarray(0, 3)) },
      });
      return chosen;
    };
    const beside = await drawn(noopPolicy(environment.actionSpec));
    expect(beside.length).toBe(240);
    expect(await drawn(randomPolicy(environment.actionSpec))).toEqual(beside);
  });

  it('can be a scripted player: an oracle holds what the policy is rewarded for', async () => {
    const environment = new BatchedEnvironment(PAIR, 2);
    const seats = [0, 1];
    const goals = ['hold(other, black cube)', 'hold(me, black cube)'];
    const { rewardByTrial, rewardBySeat } = await rollout({
      environment,
      policy: noopPolicy(environment.actionSpec),
      coPlayer: { policy: oraclePolicy(environment, 2, (i) => 1 - seats[i]), rng: new Random(2) },
      episodes: goals.map((goal, i) => episode(taskOf(goal), { seat: seats[i] })),
      rng: new Random(1),
    });
    for (const [first] of rewardByTrial) expect(first).toBeGreaterThan(15);
    expect(rewardBySeat.map((bySeat, i) => bySeat[seats[i]])).toEqual(rewardByTrial);
  });

  it.each([
    [
      'without a second seat',
      COMPACT,
      episode(ALONE),
      /no seat for a co-player; give the environment .*"players": 2\.$/,
    ],
    ['beside a player that is not there', PAIR, episode(ALONE, { seat: 1 }), /^Task "unnamed" has no player 2\.$/],
  ])('is refused %s', async (_, settings, spec, message) => {
    const environment = new BatchedEnvironment(settings, 1);
    const policy = noopPolicy(environment.actionSpec);
    const coPlayer = { policy, rng: new Random(2) };
    const played = rollout({ environment, policy, coPlayer, episodes: [spec], rng: new Random(1) });
    await expect(played).rejects.toThrow(message);
  });
});
