import type { Checkpoint } from '@open-ada/rollout';
import { expect, it } from 'vitest';
import { originOf } from '../src/protocol/provenance.js';

it('of the agents before an evaluated one a result keeps who they were and how long they learned', () => {
  const settings = { learningRate: 1 };
  const first = { file: 'a', sha256: '1', steps: 5, totalSteps: 5, settings };
  const second = { file: 'b', sha256: '2', steps: 7, totalStepsAtLeast: 12, settings, initial: first, commit: 'c' };
  const extra = { simulation: {}, steps: 1, settings, initial: second, teacherFrom: first };
  expect(originOf({ file: 'f', sha256: '3', extra } as unknown as Checkpoint)).toEqual({
    file: 'f',
    sha256: '3',
    trained: {
      steps: 1,
      settings,
      initial: {
        ...{ file: 'b', sha256: '2', steps: 7, totalStepsAtLeast: 12 },
        initial: { file: 'a', sha256: '1', steps: 5, totalSteps: 5 },
      },
      teacherFrom: { file: 'a', sha256: '1', steps: 5, totalSteps: 5 },
    },
  });
});
