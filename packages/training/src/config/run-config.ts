import type { CurriculumSettings } from '@open-ada/curriculum';
import type { DistillationSettings } from '@open-ada/distill';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { LearnerConstants, LearnerKind } from './learner-settings.js';
import type { RunSettings } from './run-settings.js';

/** Settings of a run's curriculum; the two that its iterations and its world decide are not among them. */
export type RunCurriculum = Omit<CurriculumSettings, 'stepsPerIteration' | 'stepsPerSecond'>;

/** All settings of a run after merging, as kept in `config.json`. */
export interface RunConfig extends Omit<RunSettings, 'simulation' | 'curriculumSettings'> {
  preset: string;
  /** Every setting of the world. */
  simulation: SimulationSettings;
  /** Every setting of the curriculum. */
  curriculumSettings: RunCurriculum;
  /** Every constant of the learner. */
  constants: LearnerConstants[LearnerKind];
  /** A student's teacher and how it teaches. */
  distillation?: StudentOptions & DistillationSettings;
}

/** What the `train:student` command adds. */
export interface StudentOptions {
  /** SHA-256 of the teacher's file. */
  teacher: string;
  /** Where the teacher was found when the run began, for people. */
  from: string;
}
