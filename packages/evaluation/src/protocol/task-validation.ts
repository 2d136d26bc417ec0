import { Random, type Task } from '@open-ada/production-rules';
import { deriveSeed, noopPolicy, type Policy, randomPolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, solve } from '@open-ada/xland-sim';
import { ORACLE_SEED, SCREENING_TRIALS } from './reference-scores.js';

/** Reasons why a task is unsuitable for evaluation. */
export const REJECTIONS = ['unsolved', 'paid for doing nothing', 'paid for random play'] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** `rejected` is absent for a suitable task. */
export interface Screened {
  rejected?: Rejection;
}

/** Number of trials over which the reward of a reference player is averaged. */
const REFERENCE_TRIALS = 10;
/** Fraction of the oracle's reward that the no-op and random policies must not reach. */
const TOO_MUCH = 0.5;

/** Validates tasks for evaluation, in the compact world. */
export class Screening {
  private readonly alone = new BatchedEnvironment(COMPACT, 1);
  private readonly pair = new BatchedEnvironment({ ...COMPACT, players: 2 }, 1);
  private readonly noop = noopPolicy(this.alone.actionSpec);
  private readonly random = randomPolicy(this.alone.actionSpec);

  /**
   * A task is suitable if the oracle holds its goal through a step, and neither the no-op policy nor the random policy
   * earns half of the oracle's reward, on average over 10 trials. In a task for two, two of each play.
   * @param index index of the task in its file. The oracle's trials are among those of its reference score.
   */
  async screen(task: Task, index: number): Promise<Screened> {
    const seed = deriveSeed(ORACLE_SEED, index, SCREENING_TRIALS, 0);
    const players = task.players.length === 2 ? 2 : 1;
    const { solved, rewards } = solve(task, { settings: COMPACT, trials: SCREENING_TRIALS, seed, players });
    if (!solved) return { rejected: 'unsolved' };
    const most = TOO_MUCH * Math.max(...rewards);
    if ((await this.mean(task, this.noop, seed)) >= most) return { rejected: 'paid for doing nothing' };
    if ((await this.mean(task, this.random, seed)) >= most) return { rejected: 'paid for random play' };
    return {};
  }

  /** Mean reward of a trial, in steps with the goal held. */
  private async mean(task: Task, policy: Policy, seed: number): Promise<number> {
    const episodes = [{ task, trials: REFERENCE_TRIALS, seed }];
    const { rewardByTrial } = await rollout({
      environment: task.players.length === 2 ? this.pair : this.alone,
      policy,
      episodes,
      rng: new Random(seed, 1),
    });
    return rewardByTrial[0].reduce((sum, reward) => sum + reward, 0) / REFERENCE_TRIALS;
  }
}
