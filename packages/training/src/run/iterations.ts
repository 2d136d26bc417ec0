import type { AdaAgent } from '@open-ada/ada-agent';
import { FAMILIES, type TaskSource } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { mixSeed } from '@open-ada/rollout';
import type { Logger } from 'pino';
import { type RunConfig, simulationOf } from '../config/config.js';
import { type ActedRound, type MetricsLine, MetricsWindow } from '../metrics/metrics-window.js';
import { type ProbeResult, probe } from '../metrics/periodic-eval.js';
import { RunLog } from '../metrics/run-log.js';
import { saveCheckpoint } from '../storage/checkpoint-store.js';
import { keepReplay, replayOfRound } from '../storage/iteration-replay.js';
import { writePolicy } from '../storage/policy-onnx.js';
import type { RunDirectory } from '../storage/run-directory.js';
import { type Counters, encodeRunState } from '../storage/run-state.js';
import { planRound, type RoundPlan, requestOf, STREAM, screeningRequests } from '../transport/iteration-plan.js';
import type { Trajectory } from '../transport/trajectory.js';
import type { ActReply, Transport } from '../transport/transport.js';
import { isSpent } from './budget.js';
import { curriculumOf, taskSourceOf } from './task-source.js';

export interface RoundsHooks {
  /** Stops after the round that is being learnt. */
  signal?: AbortSignal;
  /** Kept in every agent file. */
  commit?: string;
  onMetrics?(line: MetricsLine & { probe?: ProbeResult }): void;
  onNote?(line: string): void;
}

/** How a training run ended. */
export interface Outcome {
  status: 'finished' | 'interrupted' | 'already finished';
  frames: number;
  minutes: number;
  /** Directory of the last checkpoint. */
  checkpoint?: string;
}

/** The first probe comes early, so that the display shows gain from memory from the first minutes on. */
const FIRST_PROBE_MINUTES = 0.75;

/**
 * The training loop. Round n is learnt while round n + 1 is played with the weights after round n - 1: a fixed lag, so that a
 * run depends on seed and number of actors only, not on who was faster.
 */
export class Rounds {
  private readonly random: Random;
  private readonly source: TaskSource;
  private counters: Counters;
  private readonly clock = performance.now();
  private minutesBefore = 0;
  private window: MetricsWindow;
  private lastProbe?: ProbeResult;
  private readonly spare: Trajectory[][];
  private readonly runLog: RunLog;

  constructor(
    private readonly config: RunConfig,
    private readonly directory: RunDirectory,
    private readonly agent: AdaAgent,
    private readonly transport: Transport,
    private readonly hooks: RoundsHooks,
    private readonly log: Logger,
    restored?: Counters,
  ) {
    this.source = taskSourceOf(config);
    this.random = restored ? Random.fromState(restored.random) : new Random(config.seed);
    if (restored) this.source.restore(restored.source);
    this.counters = restored ?? {
      version: 1,
      round: 0,
      frames: 0,
      minutes: 0,
      random: this.random.state(),
      source: this.source.state(),
      actorsReplaced: 0,
    };
    this.minutesBefore = this.counters.minutes;
    this.window = new MetricsWindow(transport.actors);
    this.spare = Array.from({ length: transport.actors }, () => []);
    this.runLog = new RunLog(directory.path);
  }

  /**
   * @param weights `[P]`: act after the last learnt round
   * @param behaviour `[P]`: play the round to be learnt next, one round older
   */
  async run(weights: Float32Array, behaviour: Float32Array): Promise<Outcome> {
    const { config, counters, hooks } = this;
    const replacedBefore = counters.actorsReplaced;
    let nextCheckpoint = this.minutes + config.checkpointMinutes;
    let nextProbe = this.minutes + Math.min(FIRST_PROBE_MINUTES, config.probeMinutes);
    let nextLog = 0;
    let checkpoint: string | undefined;
    let acted = await this.act(behaviour);
    for (;;) {
      this.report(acted);
      counters.random = this.random.state();
      counters.source = structuredClone(this.source.state());
      const { plan, frames } = acted;
      counters.round = plan.round + 1;
      const enough = isSpent(config, { frames: counters.frames + frames, minutes: this.minutes });
      const [learnt, next] = await Promise.all([
        this.transport.learn({
          round: plan.round,
          trajectories: acted.replies.map((reply) => reply.trajectory!),
          trained: plan.trained,
          seed: mixSeed(config.seed, plan.round, STREAM.learning),
          frames: counters.frames,
        }),
        enough ? undefined : this.act(weights),
      ]);
      learnt.trajectories.forEach((trajectory, actor) => {
        this.spare[actor].push(trajectory);
      });
      [behaviour, weights] = [weights, learnt.weights];
      counters.playedFrames = (counters.playedFrames ?? counters.frames) + acted.playedFrames;
      counters.frames += frames;
      counters.minutes = this.minutes;
      counters.actorsReplaced = replacedBefore + this.transport.replaced;
      this.window.addLearnt(learnt, frames);

      const spent = enough || isSpent(config, counters);
      const stop = spent || hooks.signal?.aborted === true;
      const probeDue = config.probeMinutes > 0 && (this.minutes >= nextProbe || (spent && !hooks.signal?.aborted));
      if (probeDue) {
        await this.probe(weights, plan);
        nextProbe = this.minutes + config.probeMinutes;
      }
      if (stop || probeDue || this.window.seconds >= nextLog) {
        this.logWindow(probeDue);
        nextLog = config.logSeconds;
      }
      if (stop || this.minutes >= nextCheckpoint) {
        checkpoint = await this.save(weights, behaviour);
        this.keepReplay(plan, learnt.trajectories[0]);
        nextCheckpoint = this.minutes + config.checkpointMinutes;
      }
      if (stop || next === undefined) {
        const { frames, minutes } = counters;
        return { status: spent ? 'finished' : 'interrupted', frames, minutes, checkpoint };
      }
      acted = next;
    }
  }

  private get minutes(): number {
    return this.minutesBefore + (performance.now() - this.clock) / 60_000;
  }

  /** Plans the next round and plays it on all actors. */
  private async act(weights: Float32Array): Promise<ActedRound> {
    const { actors } = this.transport;
    const plan = planRound(this.source, this.random, this.counters.round, this.config.environments);
    const played = await Promise.all(
      Array.from({ length: actors }, async (_, actor) => {
        const reply = await this.transport.act(actor, {
          ...requestOf(plan, actor, actors, this.config.seed, weights),
          reuse: this.spare[actor].pop(),
        });
        const agent: ActReply[] = [];
        const noop: ActReply[] = [];
        for (const request of screeningRequests(plan, actor, actors, this.config.seed, weights)) {
          agent.push(await this.transport.act(actor, request));
          noop.push(await this.transport.act(actor, { ...request, mode: 'noop' }));
        }
        return { reply, agent, noop };
      }),
    );
    const replies = played.map(({ reply }) => reply);
    const screenings = { agent: played.flatMap(({ agent }) => agent), noop: played.flatMap(({ noop }) => noop) };
    const byEpisode = replies.flatMap((reply) => reply.framesByEpisode);
    const frames = plan.trained.reduce((sum, episode) => sum + byEpisode[episode], 0);
    const playedFrames = [...replies, ...screenings.agent].reduce((sum, reply) => sum + reply.frames, 0);
    const acted = { plan, replies, screenings, frames, playedFrames };
    this.window.addActed(acted);
    return acted;
  }

  /** Tells the curriculum and the metrics what came of a round. */
  private report({ plan, replies, screenings }: ActedRound): void {
    const tdErrors = replies.flatMap((reply) => reply.tdErrors);
    const episodes = replies
      .flatMap((reply) => reply.rewardByTrial)
      .map((rewardByTrial, i) => ({ family: plan.families[i], rewardByTrial, tdError: tdErrors[i] }));
    const [agent, noop] = [screenings.agent, screenings.noop].map((each) =>
      each.flatMap(({ rewardByTrial }) => rewardByTrial.map(([reward]) => reward)),
    );
    this.source.report({ episodes, screenings: agent.map((reward, i) => ({ agent: reward, noop: noop[i] })) });
    for (const i of plan.trained) this.window.addEpisode(episodes[i].family, episodes[i].rewardByTrial);
  }

  private async probe(weights: Float32Array, plan: RoundPlan): Promise<void> {
    const { config } = this;
    const { decisionsPerRound, decisionsPerSecond } = curriculumOf(config);
    this.lastProbe = await probe(this.transport, weights, {
      families: FAMILIES.filter((family) => plan.families.includes(family)),
      episodes: config.probeEpisodes,
      slots: config.environments / this.transport.actors,
      seed: config.seed,
      decisionsPerRound,
      decisionsPerSecond,
    });
  }

  private logWindow(probed: boolean): void {
    const { frames, playedFrames = frames, minutes, round, actorsReplaced } = this.counters;
    const curriculum = this.source.summary();
    const archives = this.source.statistics();
    const line = this.window.line({ frames, playedFrames, minutes, round, actorsReplaced, curriculum, archives });
    this.runLog.append(probed ? { ...line, probe: this.lastProbe } : line);
    this.hooks.onMetrics?.({ ...line, probe: this.lastProbe });
    this.window = new MetricsWindow(this.transport.actors);
  }

  /** Of the round that was just learnt; its actions are still there. */
  private keepReplay({ round, episodes, families }: RoundPlan, trajectory: Trajectory): void {
    const text = replayOfRound(simulationOf(this.config), episodes[0], trajectory);
    keepReplay(this.directory.path, round, families[0], text);
  }

  private async save(weights: Float32Array, behaviour: Float32Array): Promise<string> {
    const { config, counters } = this;
    const learner = await this.transport.learnerState();
    const about = {
      simulation: simulationOf(config),
      frames: counters.frames,
      minutes: counters.minutes,
      round: counters.round,
      family: config.family,
      size: config.size,
      learner: config.learner,
      seed: config.seed,
      ...(config.distillation && { teacher: config.distillation.teacher }),
      commit: this.hooks.commit,
    };
    const files = encodeRunState(this.agent, { counters, weights, behaviour, learner }, about);
    const path = saveCheckpoint(this.directory.checkpoints, counters.round, files);
    writePolicy(this.directory.path, this.agent, weights, about);
    this.log.info({ frames: counters.frames }, `saved ${path}`);
    return path;
  }
}
