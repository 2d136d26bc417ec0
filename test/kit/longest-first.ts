import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest. Where no earlier run is known, as in continuous integration, they begin first, so that no
 * worker is left alone with one of them at the end.
 */
const LONGEST = [
  'test/soak/soak.test.ts',
  'packages/viewer-page/test/page.test.ts',
  'packages/training/test/resume.test.ts',
  'packages/curriculum/test/split.test.ts',
  'test/eval-interrupted.test.ts',
  'packages/training/test/student-run.test.ts',
  'packages/evaluation/test/evaluate.test.ts',
  'test/readme-commands.test.ts',
  'packages/training/test/curriculum-runs.test.ts',
  'packages/training/test/commands.test.ts',
  'test/learning-canary.test.ts',
];

/** The order of vitest (failed ones and then longest ones of the last run first), after the files above. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
