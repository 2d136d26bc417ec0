import { expect, it } from 'vitest';
import { trainingWords } from '../src/page/training-words.js';

it('the page tells all parts of a training', () => {
  const first = { file: 'a.safetensors', sha256: 'a'.repeat(64), steps: 1000, totalSteps: 1000 };
  const second = { file: 'b.safetensors', sha256: 'b'.repeat(64), steps: 20, totalSteps: 1020, initial: first };
  const trained = { steps: 3, totalSteps: 1023, minutes: 1.25, settings: { seed: 1 }, initial: second };
  expect(
    trainingWords({ ...trained, teacherFrom: { file: 't', sha256: 'c', steps: 7, totalStepsAtLeast: 9 } }),
  ).toEqual([
    ['Trained', 'minutes 1.3'],
    ['Steps', '1,023, 3 in its last run'],
    ['began with', `b.safetensors (SHA-256 ${'b'.repeat(12)}), steps: 1,020, 20 in its last run`],
    ['began with', `a.safetensors (SHA-256 ${'a'.repeat(12)}), steps: 1,000`],
    ['taught by', 't (SHA-256 c), steps: at least 9, 7 in its last run'],
  ]);
  expect(trainingWords({ steps: 5, family: 'hold' })[1]).toEqual([
    'Steps',
    '5 in its last run; the file does not say what that run began with',
  ]);
});
