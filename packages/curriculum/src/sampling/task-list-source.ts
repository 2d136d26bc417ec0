import type { Random, Task } from '@open-ada/production-rules';
import { OWN_TASKS } from '../games/families.js';
import { type EpisodeSettings, fillingTrialSteps, stepsOfTrial } from '../tasks/episode-settings.js';
import { drawTrials } from '../tasks/task-draw.js';
import { trainingEpisode } from './episode-plan.js';
import { isScoreState, RunningScore } from './running-score.js';
import type {
  CurriculumStage,
  CurriculumStatistics,
  IterationResults,
  IterationTasks,
  TaskSource,
} from './task-source.js';

/** Episodes over which the score runs. */
const HORIZON = 512;

/** @throws Error in one sentence if a trial lasts longer than an iteration */
export function requireFit(tasks: readonly Task[], settings: EpisodeSettings): void {
  const { stepsPerIteration } = settings;
  const long = tasks.find(({ trialSeconds }) => stepsOfTrial(trialSeconds, settings) > stepsPerIteration);
  if (long === undefined) return;
  const steps = stepsOfTrial(long.trialSeconds, settings);
  throw new Error(
    `A trial of the task "${long.name}" has ${steps} steps, more than the ${stepsPerIteration} of an iteration; ` +
      `raise --steps-per-iteration.`,
  );
}

/**
 * Episodes of given tasks, each drawn with the same probability. A trial lasts at least as long as its task states:
 * where the drawn number of trials leaves less, there are fewer of them. They fill the iteration, unless `trialLength`
 * is `task`. Of a trial that is longer than the iteration, only the beginning is played.
 */
export class TaskListSource implements TaskSource {
  private readonly score = new RunningScore(HORIZON);

  /** @throws Error in one sentence if there is no task */
  constructor(
    private readonly tasks: readonly Task[],
    private readonly settings: EpisodeSettings,
  ) {
    if (tasks.length === 0) throw new Error('There is no task to train on.');
  }

  plan(random: Random, environments: number): IterationTasks {
    const { settings } = this;
    const episodes = Array.from({ length: environments }, () => {
      const listed = random.pick(this.tasks);
      const most = Math.max(1, Math.floor(settings.stepsPerIteration / stepsOfTrial(listed.trialSeconds, settings)));
      const trials = settings.trialLength === 'task' ? most : Math.min(most, drawTrials(random, settings.trialWeights));
      const trialSeconds =
        settings.trialLength === 'task'
          ? listed.trialSeconds
          : fillingTrialSteps(trials, settings) / settings.stepsPerSecond;
      const drawn = { draw: { family: OWN_TASKS, trials }, task: { ...listed, trialSeconds } };
      return { ...trainingEpisode(random, drawn, settings), seed: random.int(2 ** 31), trained: true };
    });
    return { episodes, screenings: [] };
  }

  report({ episodes }: IterationResults): void {
    for (const { rewardByTrial, trialSteps } of episodes) {
      if (rewardByTrial.length > 0) this.score.add(rewardByTrial[rewardByTrial.length - 1] / trialSteps);
    }
  }

  state(): unknown {
    return { ownTasks: this.score.state() };
  }

  restore(state: unknown): void {
    const { ownTasks } = (state ?? {}) as { ownTasks?: unknown };
    if (!isScoreState(ownTasks)) throw new Error('This is not the state of a list of tasks.');
    this.score.restore(ownTasks);
  }

  summary(): string {
    const { length } = this.tasks;
    return `${length} own ${length === 1 ? 'task' : 'tasks'} (score ${this.score.mean().toFixed(2)})`;
  }

  stage(): CurriculumStage {
    return { open: [{ family: OWN_TASKS, share: 1, score: this.score.mean() }], later: [] };
  }

  statistics(): CurriculumStatistics {
    return {};
  }
}
