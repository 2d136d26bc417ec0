import type { Random } from '@open-ada/production-rules';
import type {
  CurriculumStage,
  CurriculumStatistics,
  IterationResults,
  IterationTasks,
  TaskSource,
} from './task-source.js';

/**
 * Half of the episodes from each of two sources, in turns, so that each actor plays as many of one as of the other. Each
 * source sees the results of its own episodes only (AdA, appendix D.3: tasks for one and for two players).
 */
export class HalvesSource implements TaskSource {
  private screenings = 0;

  constructor(
    private readonly even: TaskSource,
    private readonly odd: TaskSource,
  ) {}

  /** @param environments an even number */
  plan(random: Random, environments: number): IterationTasks {
    const [even, odd] = [this.even, this.odd].map((source) => source.plan(random, environments / 2));
    this.screenings = even.screenings.length;
    return {
      episodes: even.episodes.flatMap((episode, i) => [episode, odd.episodes[i]]),
      screenings: [...even.screenings, ...odd.screenings],
    };
  }

  report({ episodes, screenings }: IterationResults): void {
    const half = (rest: number) => episodes.filter((_, i) => i % 2 === rest);
    this.even.report({ episodes: half(0), screenings: screenings.slice(0, this.screenings) });
    this.odd.report({ episodes: half(1), screenings: screenings.slice(this.screenings) });
  }

  state(): unknown {
    return { even: this.even.state(), odd: this.odd.state() };
  }

  restore(state: unknown): void {
    const { even, odd } = (state ?? {}) as { even?: unknown; odd?: unknown };
    this.even.restore(even);
    this.odd.restore(odd);
  }

  summary(): string {
    return `${this.even.summary()}; ${this.odd.summary()}`;
  }

  /** What opens next is said by the first source, whose families therefore come last. */
  stage(): CurriculumStage {
    const [even, odd] = [this.even.stage(), this.odd.stage()];
    const open = [...odd.open, ...even.open].map((each) => ({ ...each, share: each.share / 2 }));
    return { ...even, open };
  }

  /** `all` is of the first source, if it has an archive. */
  statistics(): CurriculumStatistics {
    return { ...this.odd.statistics(), ...this.even.statistics() };
  }
}
