import { Interrupted } from '@open-ada/node-kit';
import type { Task } from '@open-ada/production-rules';
import {
  deriveSeed,
  EnvStreams,
  type EpisodeSpec,
  explorerPolicy,
  jointOraclePolicy,
  noopPolicy,
  oraclePolicy,
  type PlayableAgent,
  type Policy,
  ReplayTape,
  randomPolicy,
  rollout,
  type SeatedAgent,
  seatAgent,
} from '@open-ada/rollout';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';
import type { Job, JobResult, WorkerSetup } from './jobs.js';
import { LabourMeter } from './labour-meter.js';
import { shardCapacity } from './shards.js';
import { startAsTrial } from './trial-start.js';

export interface ShardPlayerOptions extends Pick<WorkerSetup, 'mode' | 'replaysOfK'> {
  tasks: readonly Task[];
  simulation: SimulationSettings;
  /** Absent if only references play. */
  agent?: PlayableAgent;
  /** Called before every step. If it returns true, the job ends with `Interrupted`. */
  stopped?(): boolean;
  /** Called now and then with the number of steps since the last call. */
  onSteps?(steps: number): void;
}

/** A batched environment and, once an agent has played in it, the agent's inference session. */
interface Table {
  environment: BatchedEnvironment;
  actor?: SeatedAgent;
}

const TELL_EVERY_MS = 500;

/** Plays jobs one after another. The result of a job depends on the job only. */
export class ShardPlayer {
  private readonly tables = new Map<string, Table>();
  private readonly actionGroups: number;

  constructor(private readonly options: ShardPlayerOptions) {
    this.actionGroups = new BatchedEnvironment(options.simulation, 0).actionSpec.groups.length;
  }

  /** @throws Interrupted */
  async play(job: Job): Promise<JobResult> {
    const { tasks, replaysOfK } = this.options;
    const envCount = shardCapacity(job.plays.length);
    const { environment, actor } = await this.table(envCount, job);
    const { players } = environment;
    const { episodes, streams } = episodesOf(job, tasks, players);
    const { seat } = job;
    const ofSeat = (wanted: number): number[] => streams.filter((_, row) => row % players === wanted);
    const beside = seat !== undefined && {
      policy: job.beside === 'noop' ? noopPolicy(environment.actionSpec) : randomPolicy(environment.actionSpec),
      rng: new EnvStreams(ofSeat(1 - seat), envCount, this.actionGroups),
    };
    const tape = job.player === 'agent' && job.k === replaysOfK ? new ReplayTape(environment, episodes) : undefined;
    const isMeasured = players === 2 && (job.player === 'agent' || job.player === 'oracle');
    const meter = isMeasured ? new LabourMeter(environment, episodes) : undefined;
    const policy = this.policy(job, environment, actor);
    const { rewardByTrial, steps } = await rollout({
      environment,
      policy: this.watched(policy, episodes.length),
      episodes,
      rng: beside
        ? new EnvStreams(ofSeat(seat!), envCount, policy.draws ?? this.actionGroups)
        : new EnvStreams(streams, envCount * players, policy.draws ?? this.actionGroups),
      ...(beside && { coPlayer: beside }),
      recorder: {
        afterStep(...step) {
          tape?.afterStep(...step);
          meter?.afterStep(...step);
        },
      },
    });
    const measured = { ...(meter && { labour: meter.labour() }), ...(tape && { replays: tape.files() }) };
    return { job, rewardByTrial, steps, ...measured };
  }

  async release(): Promise<void> {
    for (const { actor } of this.tables.values()) await actor?.release();
  }

  private async table(envCount: number, { player, seat }: Job): Promise<Table> {
    const { simulation, agent } = this.options;
    const key = seat === undefined ? `${envCount}` : `${envCount} beside a co-player`;
    let table = this.tables.get(key);
    if (!table) {
      table = { environment: new BatchedEnvironment(simulation, envCount) };
      this.tables.set(key, table);
    }
    if (agent && !table.actor && (player === 'agent' || player === 'cleared')) {
      const rows = envCount * (seat === undefined ? table.environment.players : 1);
      table.actor = await seatAgent(agent, rows);
    }
    return table;
  }

  private policy({ player, plays }: Job, environment: BatchedEnvironment, actor: SeatedAgent | undefined): Policy {
    switch (player) {
      case 'random':
        return randomPolicy(environment.actionSpec);
      case 'noop':
        return noopPolicy(environment.actionSpec);
      case 'oracle':
        return environment.players === 2
          ? jointOraclePolicy(environment, plays.length)
          : oraclePolicy(environment, plays.length);
      case 'explorer':
        return explorerPolicy(environment, plays.length);
      default:
        if (!actor) throw new Error('this worker was started without an agent');
        return actor.policy(this.options.mode);
    }
  }

  /** Wraps a policy. Between its steps it reports progress, and it stops the job on request. */
  private watched(policy: Policy, playing: number): Policy {
    const { stopped, onSteps } = this.options;
    let steps = 0;
    let told = performance.now();
    const act: Policy['act'] = (observations, random, out) => {
      if (stopped?.()) throw new Interrupted('stopped');
      const now = performance.now();
      if (onSteps && now - told > TELL_EVERY_MS) {
        onSteps(steps);
        told = now;
        steps = 0;
      }
      steps += playing;
      return policy.act(observations, random, out);
    };
    return { ...policy, act };
  }
}

/**
 * The episodes of a job, and seeds of the action sampling: for each episode one for each seat. In a world for two, every
 * player plays with itself, or from one seat beside a co-player.
 */
function episodesOf(
  { plays, k, trial, seed, seat }: Job,
  tasks: readonly Task[],
  players: number,
): { episodes: EpisodeSpec[]; streams: number[] } {
  const seeds = plays.map(({ task, repeat }) => deriveSeed(seed, task, k, repeat));
  const episodes = plays.map(({ task }, i): EpisodeSpec => {
    const episode = { task: tasks[task], trials: k, seed: seeds[i], ...(seat !== undefined && { seat }) };
    if (trial === undefined) return episode;
    return { ...episode, task: startAsTrial(tasks[task], seeds[i], trial), trials: k - trial, trialsPlayed: 1 };
  });
  const streams = seeds.flatMap((episodeSeed) =>
    Array.from({ length: players }, (_, seat) => deriveSeed(episodeSeed, trial ?? 0, 7 + seat)),
  );
  return { episodes, streams };
}
