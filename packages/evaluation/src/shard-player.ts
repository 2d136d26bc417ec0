import { Actor, type AdaAgent } from '@open-ada/ada-agent';
import { Random, type Task } from '@open-ada/production-rules';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';
import { type Job, type JobResult, mixSeed } from './jobs.js';
import { playRound } from './play.js';
import { agentPolicy, type Mode, noopPolicy, oraclePolicy, type Policy, randomPolicy } from './policy.js';

/** Plays jobs one after another in one batched environment. */
export class ShardPlayer {
  private constructor(
    private readonly tasks: readonly Task[],
    private readonly environment: BatchedEnvironment,
    private readonly slots: number,
    private readonly actor: Actor | undefined,
    private readonly mode: Mode,
  ) {}

  /** @param agent its parameters are `agent.parameters`; absent when only references play. */
  static async create(options: {
    tasks: readonly Task[];
    simulation: SimulationSettings;
    slots: number;
    mode: Mode;
    agent?: { agent: AdaAgent; parameters: Float32Array };
  }): Promise<ShardPlayer> {
    const environment = new BatchedEnvironment(options.simulation, options.slots);
    let actor: Actor | undefined;
    if (options.agent) {
      actor = await Actor.create(options.agent.agent, { environments: options.slots, threads: 1 });
      actor.setParameters(options.agent.parameters);
    }
    return new ShardPlayer(options.tasks, environment, options.slots, actor, options.mode);
  }

  async play(job: Job): Promise<JobResult> {
    const episodes = this.tasks.slice(job.first, job.first + job.count).map((task, i) => ({
      task,
      trials: job.k,
      seed: mixSeed(job.seed, job.first + i, job.k, job.repeat),
      clearAt: job.player === 'cleared' ? ('always' as const) : [],
    }));
    const random = new Random(mixSeed(job.seed, job.first, job.k, job.repeat, 7));
    const played = await playRound(
      this.environment,
      this.policy(job),
      this.slots,
      episodes,
      random,
      Number.POSITIVE_INFINITY,
    );
    return { job, rewardByTrial: played.rewardByTrial, frames: played.frames };
  }

  async release(): Promise<void> {
    await this.actor?.release();
  }

  private policy(job: Job): Policy {
    switch (job.player) {
      case 'random':
        return randomPolicy(this.environment.actionSpec);
      case 'noop':
        return noopPolicy(this.environment.actionSpec);
      case 'oracle':
        return oraclePolicy(this.environment, job.count);
      default:
        if (!this.actor) throw new Error('this worker was started without an agent');
        return agentPolicy(this.actor, this.mode);
    }
  }
}
