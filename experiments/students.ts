import type { Given } from '@open-ada/training';
import type { Experiment } from './runner/experiment.js';
import { withSeeds } from './runner/row.js';
import { settingsWithTeacher } from './runner/taught.js';
import { REWARDS_ALONE } from './runner/without-script.js';

const TEACHER = 'teacher';
const LONGER = 'teacher, trained on';
const GROWN = 'student, grown';
const TAUGHT = 'student, fresh, taught';
const ALONE = 'student, fresh, no teacher';
const GENERATION = "teacher's size, fresh, taught";
const SMALL_ALONE = "teacher's size, fresh, no teacher";

/** Sizes of students that are grown from the teacher, beside that of the preset. */
const SIZES = ['student-4m', 'student-7m'];

/**
 * Students of a teacher that a script taught, as `train:student` trains them: grown from it or fresh, with its help or
 * without, and its own next generation. The script teaches all of them but the last. "Trained on" is the teacher itself
 * with as many minutes more: what a student must be above.
 */
export const students: Experiment = {
  name: 'students',
  description:
    'Trains students of a teacher that a script taught: grown from it or fresh, with and without its help, in several sizes. Plays them and the teacher on held-out tasks.',
  seeds: [1, 2, 3],
  defaults: { steps: [], minutes: [10], family: 'full', count: 256, trials: [1, 5] },
  versus: [
    [GROWN, TEACHER],
    [GROWN, LONGER],
    [TAUGHT, ALONE],
    [GENERATION, SMALL_ALONE],
  ],
  common: ({ teacher }) => settingsWithTeacher(teacher),
  rows({ seeds, teacher: file }) {
    const first = seeds.slice(0, 1);
    const small: Given = { size: 'laptop-teacher' };
    const fresh: Given = { initial: 'none' };
    const [grown, taught] = [{ initial: file }, { teacher: file }];
    return [
      { name: 'teacher', title: TEACHER, seed: 0, teacher: file },
      ...withSeeds({ name: 'longer', title: LONGER, settings: small, ...grown }, seeds),
      ...withSeeds({ name: 'grown', title: GROWN, settings: {}, ...grown, ...taught }, seeds),
      ...withSeeds({ name: 'taught', title: TAUGHT, settings: fresh, ...taught }, seeds),
      ...withSeeds({ name: 'alone', title: ALONE, settings: fresh }, seeds),
      ...withSeeds({ name: 'grown-alone', title: `${GROWN}, without its help`, settings: {}, ...grown }, first),
      ...SIZES.flatMap((size) =>
        withSeeds(
          { name: `grown-${size}`, title: `${GROWN}, ${size}`, settings: { size }, ...grown, ...taught },
          first,
        ),
      ),
      ...withSeeds({ name: 'generation', title: GENERATION, settings: { ...fresh, ...small }, ...taught }, first),
      ...withSeeds({ name: 'small-alone', title: SMALL_ALONE, settings: { ...fresh, ...small } }, first),
      ...withSeeds(
        { name: 'rewards', title: `${ALONE}, rewards alone`, settings: { ...fresh, ...REWARDS_ALONE } },
        first,
      ),
    ];
  },
};
