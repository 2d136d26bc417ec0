import type { Given } from '@open-ada/training';
import type { Experiment } from './experiment/command.js';
import { withSeeds } from './experiment/row.js';

const SCRATCH = 'student, from scratch';
const DISTILLED = 'student, distilled';
const SMALL_SCRATCH = "teacher's size, from scratch";
const GENERATION = "teacher's size, distilled";

/** What the variations change of the defaults of `train:student`; one seed each. */
const VARIATIONS: Record<string, { title: string; change: Given }> = {
  'frames-quarter': { title: 'D = 0.5 M frames', change: { distillFrames: 5e5 } },
  'frames-double': { title: 'D = 4 M frames', change: { distillFrames: 4e6 } },
  'weight-quarter': { title: 'weight 1/4', change: { distillWeight: 0.25 } },
  'weight-4': { title: 'weight 4', change: { distillWeight: 4 } },
  'frames-quarter-weight-4': { title: 'D = 0.5 M frames, weight 4', change: { distillFrames: 5e5, distillWeight: 4 } },
  'frames-double-weight-quarter': {
    title: 'D = 4 M frames, weight 1/4',
    change: { distillFrames: 4e6, distillWeight: 0.25 },
  },
  'anneal-none': { title: 'no anneal', change: { distillAnneal: 0 } },
  'l2-none': { title: 'no L2', change: { distillL2: 0 } },
};

/**
 * Kickstarting against learning from scratch: the paper says that distillation speeds up the start, raises the asymptote, and lets a large
 * model learn that learns nothing from scratch (AdA, section on distillation).
 */
export const distillation: Experiment = {
  name: 'distillation',
  description:
    'Trains students with and without a teacher for equally many frames and minutes, plays them and the teacher on held-out tasks.',
  seeds: [1, 2, 3],
  versus: [
    [DISTILLED, SCRATCH],
    [GENERATION, SMALL_SCRATCH],
    [DISTILLED, 'teacher'],
  ],
  rows({ seeds, teacher, trainOn: family }) {
    const student = { family, size: 'laptop-student' };
    const small = { family, size: 'laptop-teacher' };
    const first = seeds.slice(0, 1);
    return [
      { name: 'teacher', title: 'teacher', seed: 0, teacher },
      ...withSeeds({ name: 'distilled', title: DISTILLED, settings: student, teacher }, seeds),
      ...withSeeds({ name: 'scratch', title: SCRATCH, settings: student }, seeds),
      ...withSeeds({ name: 'generation', title: GENERATION, settings: small, teacher }, first),
      ...withSeeds({ name: 'small-scratch', title: SMALL_SCRATCH, settings: small }, first),
      ...Object.entries(VARIATIONS).flatMap(([name, { title, change }]) =>
        withSeeds({ name, title: `student, distilled, ${title}`, settings: { ...student, ...change }, teacher }, first),
      ),
    ];
  },
};
