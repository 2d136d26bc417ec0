import type { Given } from '@open-ada/training';
import type { Experiment } from './runner/experiment.js';
import { withSeeds } from './runner/row.js';

const SCRATCH = 'student, from scratch';
const DISTILLED = 'student, distilled';
const SMALL_SCRATCH = "teacher's size, from scratch";
const GENERATION = "teacher's size, distilled";

/** Settings that the variations of a student change, one seed each. D is given. */
const variations = (D: number): Record<string, { title: string; change: Given }> => {
  const [quarter, double] = [0.25 * D, 2 * D];
  const named = (steps: number) => `D = ${steps / 1e6} M steps`;
  return {
    'steps-quarter': { title: named(quarter), change: { distillSteps: quarter } },
    'steps-double': { title: named(double), change: { distillSteps: double } },
    'weight-quarter': { title: 'weight 1/4', change: { distillWeight: 0.25 } },
    'weight-4': { title: 'weight 4', change: { distillWeight: 4 } },
    'steps-quarter-weight-4': {
      title: `${named(quarter)}, weight 4`,
      change: { distillSteps: quarter, distillWeight: 4 },
    },
    'steps-double-weight-quarter': {
      title: `${named(double)}, weight 1/4`,
      change: { distillSteps: double, distillWeight: 0.25 },
    },
    'anneal-none': { title: 'no anneal', change: { distillAnneal: 0 } },
    'l2-none': { title: 'no L2', change: { distillL2: 0 } },
  };
};

/** D if no steps are given. */
const DEFAULT_D = 2e6;

/**
 * Kickstarting compared with training from scratch. According to the paper, distillation speeds up the start, raises
 * the asymptote, and trains a large model that learns nothing from scratch (AdA, section on distillation).
 */
export const distillation: Experiment = {
  name: 'distillation',
  description:
    'Trains students with and without a teacher for equally many steps and minutes, plays them and the teacher on held-out tasks.',
  seeds: [1, 2, 3],
  versus: [
    [DISTILLED, SCRATCH],
    [GENERATION, SMALL_SCRATCH],
    [DISTILLED, 'teacher'],
  ],
  rows({ seeds, teacher, trainOn: family, steps }) {
    const D = steps.length > 0 ? Math.max(...steps) / 2 : DEFAULT_D;
    const student = { family, size: 'laptop-student' };
    const taught = { distillSteps: D };
    const small = { family, size: 'laptop-teacher' };
    const first = seeds.slice(0, 1);
    return [
      { name: 'teacher', title: 'teacher', seed: 0, teacher },
      ...withSeeds({ name: 'distilled', title: DISTILLED, settings: { ...student, ...taught }, teacher }, seeds),
      ...withSeeds({ name: 'scratch', title: SCRATCH, settings: student }, seeds),
      ...withSeeds({ name: 'generation', title: GENERATION, settings: { ...small, ...taught }, teacher }, first),
      ...withSeeds({ name: 'small-scratch', title: SMALL_SCRATCH, settings: small }, first),
      ...Object.entries(variations(D)).flatMap(([name, { title, change }]) =>
        withSeeds(
          { name, title: `student, distilled, ${title}`, settings: { ...student, ...taught, ...change }, teacher },
          first,
        ),
      ),
    ];
  },
};
