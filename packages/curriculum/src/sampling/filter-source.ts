import type { Random } from '@open-ada/production-rules';
import * as z from 'zod';
import type { Family } from '../games/families.js';
import { stepsOfTrial } from '../tasks/episode-settings.js';
import { type DrawnTask, drawTask, redrawTask } from '../tasks/task-draw.js';
import { decodeTask, describeTasks, encodeTask, isTaskState, type KeptTask } from './archive.js';
import { plainEpisode, trainingEpisode } from './episode-plan.js';
import { NOOP_REJECTIONS, noopRejection, noopThresholds } from './noop-filter.js';
import { isScoreState, RunningScore } from './running-score.js';
import { StagedCurriculum } from './staged-curriculum.js';
import type { StagedCurriculumSettings } from './staged-curriculum-settings.js';
import type {
  CurriculumStage,
  CurriculumStatistics,
  IterationResults,
  IterationTasks,
  PlannedEpisode,
  ScreeningResult,
  TaskSource,
} from './task-source.js';

export const noopFilterSettings = noopThresholds.extend({
  plays: z.int().min(2).default(10).meta({
    description: 'Single trials of each proposal by the agent, and as many with no-op.',
    unit: 'episodes',
    paper: 'AdA: 10',
  }),
  episodesPerTask: z.int().min(1).default(30).meta({
    description: 'Episodes for which an admitted task is learned from.',
    unit: 'episodes',
    paper: 'AdA: 30',
  }),
  proposals: z.int().min(1).default(24).meta({
    description: 'Most proposals of an iteration; fewer where enough tasks wait.',
    unit: 'tasks',
  }),
});
export type NoopFilterSettings = z.infer<typeof noopFilterSettings>;

/** Number of proposals or episodes over which the running fractions are averaged. */
const HORIZON = 256;

interface AdmittedTask extends KeptTask {
  /** Number of training episodes that remain for this task. */
  left: number;
}

/** Admitted tasks of one family. */
class Pool {
  tasks: AdmittedTask[] = [];
  readonly acceptance = new RunningScore(HORIZON);
  readonly rejections = NOOP_REJECTIONS.map(() => new RunningScore(HORIZON));
  /** Running fraction of the family's training episodes that are unfiltered, because no task was admitted. */
  readonly unfiltered = new RunningScore(HORIZON);

  get scores(): RunningScore[] {
    return [this.acceptance, this.unfiltered, ...this.rejections];
  }
}

/**
 * No-op filtering (AdA, appendix D.5). Each proposal is played for single trials by the agent and by the no-op
 * policy. If the results meet the criteria, the task is used for some training episodes. The staged curriculum
 * chooses the families of proposals and episodes. A family without an admitted task is trained on unfiltered, so that
 * training continues; the statistics say how often this happens.
 *
 * The trial that is played is the first of an episode with as many trials as the task has. Training has few or no
 * episodes of one trial, and an agent does not play well in a situation that it was never trained in.
 */
export class FilterSource implements TaskSource {
  private readonly staged: StagedCurriculum;
  private readonly pools = new Map<Family, Pool>();
  private inFlight: DrawnTask[] = [];

  constructor(private readonly settings: StagedCurriculumSettings & NoopFilterSettings) {
    this.staged = new StagedCurriculum(settings);
    for (const family of settings.families) this.pools.set(family, new Pool());
  }

  plan(random: Random, environments: number): IterationTasks {
    const screenings = this.propose(random, environments);
    const episodes = Array.from({ length: environments }, () => {
      const family = this.staged.drawFamily(random);
      const pool = this.pools.get(family)!;
      pool.unfiltered.add(pool.tasks.length > 0 ? 0 : 1);
      const drawn = pool.tasks.length > 0 ? this.sample(random, pool) : drawTask(random, family, this.settings);
      return { ...trainingEpisode(random, drawn, this.settings), seed: random.int(2 ** 31), trained: true };
    });
    return { episodes, screenings };
  }

  report({ episodes, screenings }: IterationResults): void {
    const { plays, episodesPerTask } = this.settings;
    this.inFlight.forEach(({ draw, facts, task }, i) => {
      const pool = this.pools.get(draw.family)!;
      const results = screenings.slice(i * plays, (i + 1) * plays);
      const fractions = (of: keyof ScreeningResult) =>
        results.map((result) => result[of] / stepsOfTrial(task.trialSeconds, this.settings));
      const rejection = noopRejection(fractions('agent'), fractions('noop'), this.settings);
      pool.acceptance.add(rejection === undefined ? 1 : 0);
      NOOP_REJECTIONS.forEach((name, criterion) => {
        pool.rejections[criterion].add(rejection === name ? 1 : 0);
      });
      if (rejection === undefined) pool.tasks.push({ draw, facts, left: episodesPerTask });
    });
    this.inFlight = [];
    this.staged.report(episodes, episodes.length);
  }

  state(): unknown {
    const pools = [...this.pools].map(([family, pool]) => {
      const tasks = pool.tasks.map((task) => [...encodeTask(task), task.left]);
      return [family, { scores: pool.scores.map((score) => score.state()), tasks }];
    });
    return { staged: this.staged.state(), pools: Object.fromEntries(pools) };
  }

  restore(state: unknown): void {
    const { staged, pools } = (state ?? {}) as { staged?: unknown; pools?: Record<string, unknown> };
    this.staged.restore(staged);
    for (const [family, pool] of this.pools) {
      const { scores, tasks } = (pools?.[family] ?? {}) as { scores?: unknown[]; tasks?: unknown[] };
      const valid =
        Array.isArray(scores) &&
        scores.length === pool.scores.length &&
        scores.every(isScoreState) &&
        Array.isArray(tasks) &&
        tasks.every(isTaskState);
      if (!valid) throw new Error(`This is not the state of the admitted tasks of "${family}".`);
      pool.scores.forEach((score, i) => {
        score.restore(scores[i]);
      });
      pool.tasks = tasks.map((row) => {
        const { task, rest } = decodeTask(row, family);
        return { ...task, left: rest[0] };
      });
    }
  }

  summary(): string {
    const pools = this.openPools().map(([family, { tasks }]) => `${family} ${tasks.length}`);
    return `${this.staged.summary()}; admitted tasks: ${pools.join(', ')}`;
  }

  stage(): CurriculumStage {
    return this.staged.stage();
  }

  statistics(): CurriculumStatistics {
    const open = this.openPools();
    const families = open.map(([family, pool]) => {
      const rejected = NOOP_REJECTIONS.map((name, criterion) => [name, pool.rejections[criterion].mean()]);
      const shares = { acceptance: pool.acceptance.mean(), unfiltered: pool.unfiltered.mean() };
      return [family, { ...describeTasks(pool.tasks), ...shares, ...Object.fromEntries(rejected) }];
    });
    return { ...Object.fromEntries(families), all: describeTasks(open.flatMap(([, { tasks }]) => tasks)) };
  }

  /** Single trials of new tasks, for the families that have fewer admitted tasks than episodes in an iteration. */
  private propose(random: Random, environments: number): PlannedEpisode[] {
    const { proposals, plays } = this.settings;
    const full = new Set<Family>();
    for (const { family, share } of this.staged.shares()) {
      if (this.pools.get(family)!.tasks.length >= share * environments) full.add(family);
    }
    this.inFlight = [];
    for (let i = 0; i < proposals; i++) {
      const family = this.staged.drawFamily(random);
      if (!full.has(family)) this.inFlight.push(drawTask(random, family, this.settings));
    }
    // Sort by trial length, so that environments that play at the same time finish at the same time.
    this.inFlight.sort((a, b) => a.draw.trials - b.draw.trials);
    return this.inFlight.flatMap((drawn) =>
      Array.from({ length: plays }, () => ({
        ...plainEpisode(drawn),
        trialsPlayed: 1,
        seed: random.int(2 ** 31),
        trained: false,
      })),
    );
  }

  private sample(random: Random, pool: Pool): DrawnTask {
    const index = random.int(pool.tasks.length);
    const task = pool.tasks[index];
    task.left--;
    if (task.left <= 0) pool.tasks.splice(index, 1);
    return redrawTask(task.draw, this.settings);
  }

  private openPools(): [Family, Pool][] {
    return this.staged.shares().map(({ family }) => [family, this.pools.get(family)!]);
  }
}
