import type { CurriculumStage, CurriculumStatistics } from '@open-ada/curriculum';
import type { IterationPlan } from '../transport/iteration-plan.js';
import type { ActReply, LearnReply } from '../transport/transport.js';
import { ReturnByTrial } from './returns.js';

/** The results of playing an iteration. */
export interface ActedIteration {
  plan: IterationPlan;
  replies: ActReply[];
  /** Rollouts of candidate tasks, with the agent and with the no-op policy. They decide which tasks are kept. */
  screenings: { agent: ActReply[]; noop: ActReply[] };
  /** Steps that the learner trains on. */
  steps: number;
  /** Steps that the agent played. */
  playedSteps: number;
}

/** What was reached in one family. */
interface FamilyReturns {
  episodes: number;
  /** Mean reward by trial, in steps with the goal held. */
  returnByTrial: number[];
  /** The same as a fraction of the trial's steps. Absent in files from before it was logged. */
  scoreByTrial?: number[];
}

/** One line of `metrics.jsonl`: means since the previous line, unless said otherwise. */
export interface MetricsLine {
  /** Environment steps learned since the run began. */
  steps: number;
  /** Steps that the agent played: `steps` plus those played only to judge tasks. */
  playedSteps: number;
  /** Minutes of training since the run began. */
  minutes: number;
  iteration: number;
  stepsPerSecond: number;
  /** Mean reward by trial, in steps with the goal held, over all families. */
  returnByTrial: number[];
  /** Means over the episodes with the most frequent number of trials; trials of other lengths are not comparable. */
  families: Record<string, FamilyReturns>;
  /** Fractions of the threads' time, actors and learner together; `wait` is the rest. */
  share: { simulate: number; infer: number; label: number; learn: number; wait: number };
  /** Metrics of the learner, under its own names (`gradNorm`, `entropy`, losses). */
  learner: Record<string, number>;
  actorsReplaced: number;
  curriculum: string;
  /** Which families are open now, and what opens the next. Absent in files from before it was logged. */
  stage?: CurriculumStage;
  /** The cost of choosing tasks. */
  proposals: {
    /** Fraction of the actors' busy time that was spent on judging tasks, no-op trials included. */
    actingShare: number;
    /** Fraction of the wall clock for which generating and choosing tasks held up the actors. */
    planShare: number;
  };
  /** Statistics of the tasks that are learned from now; empty where the curriculum does not select tasks. */
  archives: CurriculumStatistics;
}

type Totals = Pick<
  MetricsLine,
  'steps' | 'playedSteps' | 'minutes' | 'iteration' | 'actorsReplaced' | 'curriculum' | 'stage' | 'archives'
>;

/** Accumulates iterations and turns them into lines. */
export class MetricsWindow {
  private steps = 0;
  private readonly start = performance.now();
  private readonly all = new ReturnByTrial();
  /** By family, and by number of trials within it. */
  private readonly families = new Map<string, Map<number, { returns: ReturnByTrial; scores: ReturnByTrial }>>();
  private simulateMs = 0;
  private inferMs = 0;
  private labelMs = 0;
  private learnMs = 0;
  private proposalMs = 0;
  private planMs = 0;
  /**
   * Sum and number of iterations, by name. The number differs: a student's teacher reports in the first iterations
   * only.
   */
  private readonly learner = new Map<string, { sum: number; iterations: number }>();

  constructor(private readonly actors: number) {}

  get seconds(): number {
    return (performance.now() - this.start) / 1000;
  }

  /** @param trialSteps steps of one trial */
  addEpisode(family: string, rewardByTrial: readonly number[], trialSteps: number): void {
    this.all.add(rewardByTrial);
    const byTrials = this.families.get(family) ?? new Map<number, { returns: ReturnByTrial; scores: ReturnByTrial }>();
    this.families.set(family, byTrials);
    const own = byTrials.get(rewardByTrial.length) ?? { returns: new ReturnByTrial(), scores: new ReturnByTrial() };
    byTrials.set(rewardByTrial.length, own);
    own.returns.add(rewardByTrial);
    own.scores.add(rewardByTrial.map((reward) => reward / trialSteps));
  }

  addActed({ plan, replies, screenings, steps }: ActedIteration): void {
    const busyMs = (each: readonly ActReply[]) =>
      each.reduce((sum, reply) => sum + reply.simulateMs + reply.inferMs + reply.labelMs, 0);
    for (const { simulateMs, inferMs, labelMs } of [...replies, ...screenings.agent, ...screenings.noop]) {
      this.simulateMs += simulateMs;
      this.inferMs += inferMs;
      this.labelMs += labelMs;
    }
    const played = replies.reduce((sum, reply) => sum + reply.steps, 0);
    this.proposalMs += (1 - steps / played) * busyMs(replies) + busyMs(screenings.agent) + busyMs(screenings.noop);
    this.planMs += plan.planMs;
  }

  addLearned(reply: LearnReply, steps: number): void {
    if (reply.updates === 0) return;
    this.steps += steps;
    this.learnMs += reply.learnMs;
    for (const [name, value] of Object.entries(reply.metrics)) {
      const { sum, iterations } = this.learner.get(name) ?? { sum: 0, iterations: 0 };
      this.learner.set(name, { sum: sum + value, iterations: iterations + 1 });
    }
  }

  line(totals: Totals): MetricsLine {
    const thread = (this.actors + 1) * this.seconds * 1000;
    const share = {
      simulate: this.simulateMs / thread,
      infer: this.inferMs / thread,
      label: this.labelMs / thread,
      learn: this.learnMs / thread,
    };
    const { steps, playedSteps, minutes, iteration, ...rest } = totals;
    const proposals = {
      actingShare: this.proposalMs / Math.max(1e-9, this.simulateMs + this.inferMs + this.labelMs),
      planShare: this.planMs / (this.seconds * 1000),
    };
    return {
      steps,
      playedSteps,
      minutes,
      iteration,
      stepsPerSecond: this.steps / this.seconds,
      returnByTrial: this.all.means(),
      families: Object.fromEntries(
        [...this.families].map(([name, byTrials]) => {
          const own = [...byTrials.values()];
          const { returns, scores } = own.reduce((a, b) => (b.returns.episodes > a.returns.episodes ? b : a));
          const { episodes } = returns;
          return [name, { episodes, returnByTrial: returns.means(), scoreByTrial: scores.means() }];
        }),
      ),
      share: { ...share, wait: Math.max(0, 1 - Object.values(share).reduce((a, b) => a + b)) },
      learner: Object.fromEntries([...this.learner].map(([name, { sum, iterations }]) => [name, sum / iterations])),
      proposals,
      ...rest,
    };
  }
}
