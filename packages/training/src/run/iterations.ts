import type { AdaAgent } from '@open-ada/ada-agent';
import { FAMILIES, type TaskSource } from '@open-ada/curriculum';
import { Random } from '@open-ada/production-rules';
import { deriveSeed } from '@open-ada/rollout';
import { stepsIn } from '@open-ada/xland-sim';
import type { Logger } from 'pino';
import { imitationOf, type RunConfig } from '../config/config.js';
import { curriculumOf } from '../config/world-settings.js';
import { type ActedIteration, type MetricsLine, MetricsWindow } from '../metrics/metrics-window.js';
import { OracleReferences } from '../metrics/oracle-references.js';
import { type PeriodicEvalResult, periodicEval } from '../metrics/periodic-eval.js';
import { RunLog } from '../metrics/run-log.js';
import { agentNotes } from '../storage/agent-notes.js';
import { saveCheckpoint } from '../storage/checkpoint-store.js';
import { keepReplay, replayOfIteration } from '../storage/iteration-replay.js';
import { writePolicy } from '../storage/policy-onnx.js';
import type { RunDirectory } from '../storage/run-directory.js';
import { type Counters, encodeRunState, type RunState } from '../storage/run-state.js';
import {
  type IterationPlan,
  planIteration,
  requestOf,
  STREAM,
  screeningRequests,
} from '../transport/iteration-plan.js';
import type { Trajectory } from '../transport/trajectory.js';
import type { ActReply, Transport } from '../transport/transport.js';
import { isSpent } from './budget.js';
import { CoPlayerPool } from './co-player-pool.js';
import { averageIn } from './parameter-average.js';
import type { Phase } from './phase.js';
import { taskSourceOf } from './task-source.js';

export interface IterationsHooks {
  /** When it aborts, training stops after the iteration that is being learned. */
  signal?: AbortSignal;
  /** The commit that is noted in every agent file. */
  commit?: string;
  onMetrics?(line: MetricsLine & { periodicEval?: PeriodicEvalResult }): void;
  onNote?(line: string): void;
}

/** How a training run ended. */
export interface Outcome {
  status: 'finished' | 'interrupted' | 'already finished';
  steps: number;
  minutes: number;
  /** Directory of the last checkpoint. */
  checkpoint?: string;
}

/** How the iterations of a phase ended. */
export type PhaseOutcome = Omit<Outcome, 'status'> & { status: 'finished' | 'interrupted' | 'phase over' };

/**
 * The training loop of one phase. While iteration n is learned, iteration n + 1 is played with the weights after
 * iteration n - 1. Because the lag is fixed, a run depends on seed and number of actors only, not on thread timing.
 */
export class Iterations {
  private readonly random: Random;
  private readonly source: TaskSource;
  private counters: Counters;
  private readonly clock = performance.now();
  /** Of all iterations planned so far. */
  private plannedSteps: number;
  private minutesBefore = 0;
  private window: MetricsWindow;
  private lastEval?: PeriodicEvalResult;
  private readonly spare: Trajectory[][];
  private readonly runLog: RunLog;
  /** Absent where the agent plays alone. */
  private readonly pool?: CoPlayerPool;
  private readonly references: OracleReferences;

  constructor(
    private readonly config: RunConfig,
    private readonly phase: Phase,
    private readonly directory: RunDirectory,
    private readonly agent: AdaAgent,
    private readonly transport: Transport,
    private readonly hooks: IterationsHooks,
    private readonly log: Logger,
    restored?: Counters,
    coPlayers: readonly Float32Array[] = [],
  ) {
    if (config.players === 2) this.pool = new CoPlayerPool(config.snapshotSteps, [...coPlayers]);
    this.source = taskSourceOf(config, directory.ownTasks?.tasks, phase.stepsPerIteration);
    this.random = restored ? Random.fromState(restored.random) : new Random(config.seed);
    if (restored) this.source.restore(restored.source);
    this.counters = restored ?? {
      version: 1,
      iteration: 0,
      steps: 0,
      minutes: 0,
      random: this.random.state(),
      source: this.source.state(),
      actorsReplaced: 0,
    };
    const { iteration, plannedSteps } = this.counters;
    this.plannedSteps = plannedSteps ?? iteration * config.environments * config.stepsPerIteration;
    this.minutesBefore = this.counters.minutes;
    this.window = new MetricsWindow(transport.actors);
    this.spare = Array.from({ length: transport.actors }, () => []);
    this.runLog = new RunLog(directory.path);
    this.references = new OracleReferences(config.simulation);
  }

  /**
   * @param weights `[P]`: parameters after the last learned iteration
   * @param behaviour `[P]`: parameters that play the iteration to be learned next; one iteration older
   * @param average `[P]`: mean of the parameters so far
   */
  async run(weights: Float32Array, behaviour: Float32Array, average: Float32Array): Promise<PhaseOutcome> {
    const { config, counters, hooks } = this;
    const { until = Number.POSITIVE_INFINITY } = this.phase;
    const replacedBefore = counters.actorsReplaced;
    let nextCheckpoint = this.minutes + config.checkpointMinutes;
    let nextEval = this.nextEvalMinutes();
    let nextLog = 0;
    let checkpoint: string | undefined;
    let acted = await this.act(behaviour);
    for (;;) {
      this.report(acted);
      counters.random = this.random.state();
      counters.source = structuredClone(this.source.state());
      counters.plannedSteps = this.plannedSteps;
      if (this.pool) counters.snapshots = this.pool.snapshots.length;
      const { plan, steps } = acted;
      counters.iteration = plan.iteration + 1;
      const after = { steps: counters.steps + steps, minutes: this.minutes };
      const enough = isSpent(config, after);
      const isOver = after.steps >= until;
      const [learned, next] = await bothOf(
        this.transport.learn({
          iteration: plan.iteration,
          trajectories: acted.replies.map((reply) => reply.trajectory!),
          trained: plan.trained,
          seed: deriveSeed(config.seed, plan.iteration, STREAM.learning),
          steps: counters.steps,
        }),
        enough || isOver ? undefined : this.act(weights),
      );
      learned.trajectories.forEach((trajectory, actor) => {
        this.spare[actor].push(trajectory);
      });
      [behaviour, weights] = [weights, learned.weights];
      average = this.averaged(average, weights);
      counters.playedSteps = (counters.playedSteps ?? counters.steps) + acted.playedSteps;
      counters.steps += steps;
      counters.minutes = this.minutes;
      counters.actorsReplaced = replacedBefore + this.transport.replaced;
      this.window.addLearned(learned, steps);

      const spent = enough || isSpent(config, counters);
      const stop = spent || hooks.signal?.aborted === true;
      const evalDue = this.evaluates && (this.minutes >= nextEval || (spent && !hooks.signal?.aborted));
      if (evalDue) {
        await this.periodicEval(average, plan);
        nextEval = this.nextEvalMinutes();
      }
      if (stop || isOver || evalDue || this.window.seconds >= nextLog) {
        this.logWindow(evalDue);
        nextLog = config.logSeconds;
      }
      if (stop || isOver || this.minutes >= nextCheckpoint) {
        checkpoint = await this.save({ weights, behaviour, average });
        await this.keepReplay(plan, acted.replies[0].firstActions ?? learned.trajectories[0].actions);
        nextCheckpoint = this.minutes + config.checkpointMinutes;
      }
      if (stop || next === undefined) {
        const { steps, minutes } = counters;
        return { status: spent ? 'finished' : stop ? 'interrupted' : 'phase over', steps, minutes, checkpoint };
      }
      acted = next;
    }
  }

  /** The agent to save and to evaluate after one more iteration. */
  private averaged(average: Float32Array, weights: Float32Array): Float32Array {
    const { averageAge } = this.config;
    if (averageAge === 0) return weights;
    // An agent that the run began with counts as what came before.
    const { totalSteps, totalStepsAtLeast = 0 } = this.directory.parents.initial ?? {};
    const before = totalSteps ?? totalStepsAtLeast;
    averageIn(average, weights, Math.floor((before + this.counters.plannedSteps!) / this.ofIteration), averageAge);
    return average;
  }

  /** Minutes of the next evaluation: the first, or a multiple of their distance, in whatever parts the run is made. */
  private nextEvalMinutes(): number {
    const { firstEvalMinutes, evalMinutes } = this.config;
    const first = Math.min(firstEvalMinutes, evalMinutes);
    return this.minutes < first ? first : (Math.floor(this.minutes / evalMinutes) + 1) * evalMinutes;
  }

  /** Own tasks have no held-out side on which memory could be evaluated. */
  private get evaluates(): boolean {
    return this.config.evalMinutes > 0 && this.directory.ownTasks === undefined;
  }

  private get minutes(): number {
    return this.minutesBefore + (performance.now() - this.clock) / 60_000;
  }

  /** Planned steps of an iteration, over all environments. */
  private get ofIteration(): number {
    return this.config.environments * this.phase.stepsPerIteration;
  }

  /** Plans the next iteration and plays it on all actors. */
  private async act(weights: Float32Array): Promise<ActedIteration> {
    const { actors } = this.transport;
    const { environments } = this.config;
    const { iteration, steps: learnedSteps } = this.counters;
    const { pool, plannedSteps } = this;
    pool?.grow(weights, plannedSteps);
    this.plannedSteps += this.ofIteration;
    const plan = planIteration(this.source, this.random, {
      iteration,
      environments,
      plannedSteps,
      learnedSteps,
      imitation: imitationOf(this.config),
      pool: pool && { size: pool.size, actors },
    });
    const played = await Promise.all(
      Array.from({ length: actors }, async (_, actor) => {
        const coPlayer = pool?.at(plan.coPlayers[actor]);
        const reply = await this.transport.act(actor, {
          ...requestOf(plan, actor, actors, this.config.seed, weights, coPlayer),
          reuse: this.spare[actor].pop(),
        });
        const agent: ActReply[] = [];
        const noop: ActReply[] = [];
        for (const request of screeningRequests(plan, actor, actors, this.config.seed, weights, coPlayer)) {
          agent.push(await this.transport.act(actor, request));
          noop.push(await this.transport.act(actor, { ...request, mode: 'noop' }));
        }
        return { reply, agent, noop };
      }),
    );
    const replies = played.map(({ reply }) => reply);
    const screenings = { agent: played.flatMap(({ agent }) => agent), noop: played.flatMap(({ noop }) => noop) };
    const byEpisode = replies.flatMap((reply) => reply.stepsByEpisode);
    const steps = plan.trained.reduce((sum, episode) => sum + byEpisode[episode], 0);
    const playedSteps = [...replies, ...screenings.agent].reduce((sum, reply) => sum + reply.steps, 0);
    const acted = { plan, replies, screenings, steps, playedSteps };
    this.window.addActed(acted);
    return acted;
  }

  /** Reports the results of an iteration to the curriculum and to the metrics. */
  private report({ plan, replies, screenings }: ActedIteration): void {
    const tdErrors = replies.flatMap((reply) => reply.tdErrors);
    const episodes = replies
      .flatMap((reply) => reply.rewardByTrial)
      .map((rewardByTrial, i) => ({
        family: plan.families[i],
        rewardByTrial,
        trialSteps: stepsIn(plan.episodes[i].task.trialSeconds, this.config.simulation),
        tdError: tdErrors[i],
      }));
    const [agent, noop] = [screenings.agent, screenings.noop].map((each) =>
      each.flatMap(({ rewardByTrial }) => rewardByTrial.map(([reward]) => reward)),
    );
    this.source.report({ episodes, screenings: agent.map((reward, i) => ({ agent: reward, noop: noop[i] })) });
    // What a script has played, and what an agent does after it has seen that, says little about the agent.
    for (const i of plan.trained) {
      if (plan.demonstrated[i] > 0) continue;
      const { family, rewardByTrial, trialSteps } = episodes[i];
      this.window.addEpisode(family, rewardByTrial, trialSteps);
    }
  }

  private async periodicEval(weights: Float32Array, plan: IterationPlan): Promise<void> {
    const { config } = this;
    const { stepsPerIteration, stepsPerSecond } = curriculumOf(config);
    this.lastEval = await periodicEval(this.transport, weights, {
      families: FAMILIES.filter((family) => plan.families.includes(family)),
      episodes: config.evalEpisodes,
      trials: config.evalTrials,
      envCount: config.environments / this.transport.actors,
      seed: config.seed,
      stepsPerIteration,
      stepsPerSecond,
      references: this.references,
    });
  }

  private logWindow(evaluated: boolean): void {
    this.directory.lock.requireHeld();
    const { steps, playedSteps = steps, minutes, iteration, actorsReplaced } = this.counters;
    const curriculum = this.source.summary();
    const stage = this.source.stage();
    const archives = this.source.statistics();
    const about = { curriculum, stage, archives };
    const line = this.window.line({ steps, playedSteps, minutes, iteration, actorsReplaced, ...about });
    this.runLog.append(evaluated ? { ...line, periodicEval: this.lastEval } : line);
    this.hooks.onMetrics?.({ ...line, periodicEval: this.lastEval });
    this.window = new MetricsWindow(this.transport.actors);
  }

  /** Of the iteration that was just learned; its actions are still there. */
  private async keepReplay({ iteration, episodes, families }: IterationPlan, actions: Int32Array): Promise<void> {
    const { simulation, keptReplays } = this.config;
    const text = await replayOfIteration(simulation, episodes[0], { actions });
    keepReplay(this.directory.path, { iteration, family: families[0], text }, keptReplays);
  }

  private async save(parameters: Pick<RunState, 'weights' | 'behaviour' | 'average'>): Promise<string> {
    const { config, counters } = this;
    const learner = await this.transport.learnerState();
    const { parents, ownTasks } = this.directory;
    const about = agentNotes(config, counters, parents, { commit: this.hooks.commit, ownTasks: ownTasks?.facts });
    // What was added for the iteration that is played already is added again when the run goes on.
    const coPlayers = this.pool?.snapshots.slice(0, counters.snapshots) ?? [];
    const state = encodeRunState(this.agent, { counters, ...parameters, learner, coPlayers }, about);
    const files = { ...state, 'config.json': this.directory.config };
    this.directory.lock.requireHeld();
    const path = saveCheckpoint(this.directory.checkpoints, counters.iteration, files, config.keptCheckpoints);
    writePolicy(this.directory.path, this.agent, parameters.average, about);
    this.log.info({ steps: counters.steps }, `saved ${path}`);
    return path;
  }
}

/**
 * Awaits learning and acting. Where weights have diverged both fail, and the learner's failure is thrown: it says which
 * tensor was the first, and where its dump is.
 */
async function bothOf<L, A>(learning: Promise<L>, acting: Promise<A> | undefined): Promise<[L, A | undefined]> {
  const [learned, acted] = await Promise.allSettled([learning, acting]);
  if (learned.status === 'rejected') throw learned.reason;
  if (acted.status === 'rejected') throw acted.reason;
  return [learned.value, acted.value];
}
