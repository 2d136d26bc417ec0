import type { Random } from '@open-ada/production-rules';
import { drawTask } from '../tasks/task-draw.js';
import { trainingEpisode } from './episode-plan.js';
import { Ladder } from './staged-curriculum.js';
import type { LadderSettings } from './staged-curriculum-settings.js';
import type { CurriculumStatistics, RoundResults, RoundTasks, TaskSource } from './task-source.js';

/** The control: the ladder's families, any task of them, each learned from. */
export class UniformSource implements TaskSource {
  private readonly ladder: Ladder;

  constructor(private readonly settings: LadderSettings) {
    this.ladder = new Ladder(settings);
  }

  plan(random: Random, environments: number): RoundTasks {
    const episodes = Array.from({ length: environments }, () => {
      const drawn = drawTask(random, this.ladder.drawFamily(random), this.settings);
      const episode = trainingEpisode(random, drawn, this.settings);
      return { ...episode, seed: random.int(2 ** 31), trained: true };
    });
    return { episodes, screenings: [] };
  }

  report({ episodes }: RoundResults): void {
    this.ladder.report(episodes, episodes.length);
  }

  state(): unknown {
    return this.ladder.state();
  }

  restore(state: unknown): void {
    this.ladder.restore(state);
  }

  summary(): string {
    return this.ladder.summary();
  }

  statistics(): CurriculumStatistics {
    return {};
  }
}
