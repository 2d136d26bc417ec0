import type { Experiment } from './runner/experiment.js';
import { type Row, withSeeds } from './runner/row.js';
import { settingsWithTeacher } from './runner/taught.js';

const SIZES = ['tiny', 'laptop-teacher', 'laptop-student'];

/** Complexity of the worlds of the training tasks, from flat (0) to layered (1). */
const WORLDS: Record<string, { title: string; complexity: readonly number[] }> = {
  flat: { title: 'flat rooms', complexity: [0] },
  layered: { title: 'layered worlds', complexity: [0.5, 1] },
};
const TILES = [2, 2, 3, 4];

/**
 * Scores by trial for agents of several sizes (AdA, section on scaling), with and without a teacher, in flat and in
 * layered worlds. All live in the teacher's world.
 */
export const scaling: Experiment = {
  name: 'scaling',
  description: `Trains agents of ${SIZES.length} sizes, with and without a teacher, in flat and layered worlds, and plays each on held-out tasks.`,
  seeds: [1],
  versus: [],
  common: ({ teacher }) => ({ ...settingsWithTeacher(teacher), initial: 'none' }),
  rows({ seeds, teacher, trainOn: family }) {
    return Object.entries(WORLDS).flatMap(([world, { title, complexity }]) =>
      SIZES.flatMap((size): Row[] => {
        const settings = { family, size, curriculumSettings: { worlds: { [family]: { tiles: TILES, complexity } } } };
        return [
          ...withSeeds({ name: `${size}-${world}`, title: `${size}, ${title}`, settings }, seeds),
          ...withSeeds(
            { name: `${size}-${world}-distilled`, title: `${size}, ${title}, distilled`, settings, teacher },
            seeds,
          ),
        ];
      }),
    );
  },
};
