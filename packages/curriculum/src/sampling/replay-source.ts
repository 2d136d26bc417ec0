import type { Random } from '@open-ada/production-rules';
import type { Family } from '../games/families.js';
import type { DrawnTask } from '../tasks/task-draw.js';
import { describeTasks } from './archive.js';
import { plainEpisode, trainingEpisode } from './episode-plan.js';
import type { FamilyArchive } from './family-archive.js';
import { StagedCurriculum } from './staged-curriculum.js';
import type { StagedCurriculumSettings } from './staged-curriculum-settings.js';
import type {
  CurriculumStage,
  CurriculumStatistics,
  EpisodeResult,
  IterationResults,
  IterationTasks,
  PlannedEpisode,
  TaskSource,
} from './task-source.js';

export interface ReplayShape {
  /** Fraction of an iteration's episodes that are proposals. */
  proposalFraction: number;
  /** Episodes of one update. The number of training episodes is a multiple of it, so that every one is used. */
  episodesPerUpdate: number;
}

interface InFlight {
  drawn: DrawnTask;
  archive: FamilyArchive;
  use: 'proposal' | 'plain' | 'disturbed';
}

/**
 * Trains on archived tasks only (robust PLR). A fraction of each iteration's episodes are proposals: they are played
 * and judged but never trained on. The staged curriculum chooses the family of each episode. Each family has its own
 * archive: in a common archive, the family with the largest errors would displace the others against the staged
 * curriculum. While an archive has too few tasks, all episodes of its family are proposals.
 */
export class ReplaySource implements TaskSource {
  private readonly staged: StagedCurriculum;
  private readonly archives = new Map<Family, FamilyArchive>();
  private inFlight: InFlight[] = [];

  constructor(
    private readonly name: string,
    private readonly settings: StagedCurriculumSettings,
    private readonly shape: ReplayShape,
    makeArchive: (family: Family) => FamilyArchive,
  ) {
    this.staged = new StagedCurriculum(settings);
    for (const family of settings.families) this.archives.set(family, makeArchive(family));
  }

  plan(random: Random, environments: number): IterationTasks {
    const archives = Array.from({ length: environments }, () => this.archives.get(this.staged.drawFamily(random))!);
    const samplers = new Map<FamilyArchive, () => DrawnTask>();
    let left = trainedEpisodes(archives.filter(({ ready }) => ready).length, environments, this.shape);
    this.inFlight = [];
    const episodes = archives.map((archive): PlannedEpisode => {
      const trained = archive.ready && left > 0;
      if (!trained) {
        const drawn = archive.propose(random);
        this.inFlight.push({ drawn, archive, use: 'proposal' });
        return { ...plainEpisode(drawn), seed: random.int(2 ** 31), trained };
      }
      left--;
      const sampler = samplers.get(archive) ?? archive.sampler(random);
      samplers.set(archive, sampler);
      const drawn = sampler();
      const episode = trainingEpisode(random, drawn, this.settings);
      // If memory was reset or the trial index was hidden, the agent's error does not tell how hard the task is.
      const plain = episode.clearAt.length === 0 && !episode.hideTrialIndex;
      this.inFlight.push({ drawn, archive, use: plain ? 'plain' : 'disturbed' });
      return { ...episode, seed: random.int(2 ** 31), trained };
    });
    return { episodes, screenings: [] };
  }

  /**
   * The staged curriculum sees the results of proposals only. These are random tasks of the family, while sampled
   * tasks are chosen to be hard.
   */
  report({ episodes }: IterationResults): void {
    const proposals: EpisodeResult[] = [];
    this.inFlight.forEach(({ drawn, archive, use }, i) => {
      if (use === 'proposal') {
        archive.judge(drawn, episodes[i]);
        proposals.push(episodes[i]);
      } else if (use === 'plain') archive.update(drawn, episodes[i]);
    });
    this.inFlight = [];
    this.staged.report(proposals, episodes.length);
  }

  state(): unknown {
    const archives = [...this.archives].map(([family, archive]) => [family, archive.state()]);
    return { staged: this.staged.state(), archives: Object.fromEntries(archives) };
  }

  restore(state: unknown): void {
    const { staged, archives } = (state ?? {}) as { staged?: unknown; archives?: Record<string, unknown> };
    this.staged.restore(staged);
    for (const [family, archive] of this.archives) archive.restore(archives?.[family]);
  }

  summary(): string {
    const archives = this.openArchives().map(([family, { tasks }]) => `${family} ${tasks.length}`);
    return `${this.staged.summary()}; ${this.name} archives: ${archives.join(', ')}`;
  }

  stage(): CurriculumStage {
    return this.staged.stage();
  }

  statistics(): CurriculumStatistics {
    const open = this.openArchives();
    const all = describeTasks(open.flatMap(([, { tasks }]) => tasks));
    return { ...Object.fromEntries(open.map(([family, archive]) => [family, archive.statistics()])), all };
  }

  private openArchives(): [Family, FamilyArchive][] {
    return this.staged.shares().map(({ family }) => [family, this.archives.get(family)!]);
  }
}

/**
 * Number of training episodes in an iteration.
 * @param ready number of episodes whose family has tasks for training
 */
export function trainedEpisodes(ready: number, environments: number, shape: ReplayShape): number {
  const { proposalFraction, episodesPerUpdate } = shape;
  const updates = Math.round(((1 - proposalFraction) * environments) / episodesPerUpdate);
  const most = Math.floor(environments / episodesPerUpdate) - 1;
  const wanted = Math.min(Math.max(1, updates), most);
  return episodesPerUpdate * Math.min(wanted, Math.floor(ready / episodesPerUpdate));
}
