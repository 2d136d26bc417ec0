import type { CurriculumSettings } from '@open-ada/curriculum';
import type { DistillationSettings } from '@open-ada/distill';
import type { SimulationSettings } from '@open-ada/xland-sim';
import type { LearnerConstants, LearnerKind } from './learner-settings.js';
import type { RunSettings } from './run-settings.js';

/** Settings of a run's curriculum, without the two that the run's iterations and its world determine. */
export type RunCurriculum = Omit<CurriculumSettings, 'stepsPerIteration' | 'stepsPerSecond'>;

/** All settings of a run after merging, as stored in `config.json`. */
export interface RunConfig extends Omit<RunSettings, 'simulation' | 'curriculumSettings'> {
  preset: string;
  /** All settings of the world. */
  simulation: SimulationSettings;
  /** All settings of the curriculum. */
  curriculumSettings: RunCurriculum;
  /** All constants of the learner. */
  constants: LearnerConstants[LearnerKind];
  /** The teacher of a student and the distillation settings. */
  distillation?: StudentOptions & DistillationSettings;
}

/** Settings that the `train:student` command adds. */
export interface StudentOptions {
  /** SHA-256 of the teacher's file. */
  teacher: string;
  /** Path of the teacher when the run began, for people. */
  from: string;
}
