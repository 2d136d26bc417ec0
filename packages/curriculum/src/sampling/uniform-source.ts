import type { Random } from '@open-ada/production-rules';
import { drawTask } from '../tasks/task-draw.js';
import { trainingEpisode } from './episode-plan.js';
import { StagedCurriculum } from './staged-curriculum.js';
import type { StagedCurriculumSettings } from './staged-curriculum-settings.js';
import type {
  CurriculumStage,
  CurriculumStatistics,
  IterationResults,
  IterationTasks,
  TaskSource,
} from './task-source.js';

/** The control: tasks are drawn uniformly from the staged curriculum's families, and every one is trained on. */
export class UniformSource implements TaskSource {
  private readonly staged: StagedCurriculum;

  constructor(private readonly settings: StagedCurriculumSettings) {
    this.staged = new StagedCurriculum(settings);
  }

  plan(random: Random, environments: number): IterationTasks {
    const episodes = Array.from({ length: environments }, () => {
      const drawn = drawTask(random, this.staged.drawFamily(random), this.settings);
      const episode = trainingEpisode(random, drawn, this.settings);
      return { ...episode, seed: random.int(2 ** 31), trained: true };
    });
    return { episodes, screenings: [] };
  }

  report({ episodes }: IterationResults): void {
    this.staged.report(episodes, episodes.length);
  }

  state(): unknown {
    return this.staged.state();
  }

  restore(state: unknown): void {
    this.staged.restore(state);
  }

  summary(): string {
    return this.staged.summary();
  }

  stage(): CurriculumStage {
    return this.staged.stage();
  }

  statistics(): CurriculumStatistics {
    return {};
  }
}
