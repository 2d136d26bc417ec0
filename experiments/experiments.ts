import { ablations } from './ablations.js';
import { adaptation } from './adaptation.js';
import { curriculum } from './curriculum.js';
import { imitationAblations } from './imitation-ablations.js';
import type { Experiment } from './runner/experiment.js';
import { scaling } from './scaling.js';
import { students } from './students.js';
import { worldModel } from './world-model.js';

/** The experiments that train rows and play them on held-out tasks. */
export const EXPERIMENTS: readonly Experiment[] = [
  adaptation,
  ablations,
  curriculum,
  imitationAblations,
  students,
  scaling,
  worldModel,
];
