import { describe, expect, it } from 'vitest';
import { nextSteps } from '../src/display/next-steps.js';
import type { DreamerMetricsLine } from '../src/dreamer/log.js';
import { dreamerView, plainDreamerLine } from '../src/dreamer/view.js';

const config = { run: 'runs/a', environment: 'pendulum-swingup', steps: 10_000, minutes: 0 } as const;
const line: DreamerMetricsLine = {
  ...{ steps: 2500, updates: 1234, minutes: 1, stepsPerSecond: 50, episodes: 2, return: -0.5, length: 500 },
  learner: { reconstruction: 0.1234, reward: 0.5, dyn: 1, entropy: 1.31 },
};

describe('the display of train:dreamer', () => {
  it('shows the curve between the lowest and the highest return, and fits the terminal', () => {
    const shown = { line, returns: [-1, 0, 1, -0.5] };
    const [first, , second, third] = dreamerView(shown, config, 120);
    expect(first).toBe('pendulum-swingup  return -0.50  ▁▅█▃  -1.00 to 1.00');
    expect(second).toBe('runs/a  01:00 / about 03:30  2,500 / 10,000 steps, 50/s  1,234 updates');
    expect(third).toBe('losses: observation 0.123, reward 0.500, KL 1.00, entropy of the policy 1.31');
    for (const width of [40, 60, 79]) {
      for (const each of dreamerView(shown, config, width)) expect(each.length).toBeLessThanOrEqual(width);
    }
  });

  it('a plain line has the score first; before the first episode and update it says what there is', () => {
    expect(plainDreamerLine(line, config)).toMatch(/^return -0\.50 \| 01:00 .* \| 1,234 updates \| losses: /);
    const { return: _, length: __, ...none } = line;
    const early = { ...none, updates: 0, learner: {} };
    expect(plainDreamerLine(early, config)).toMatch(/^no episode ended \| .* \| 0 updates$/);
    expect(dreamerView({ line: early, returns: [] }, config, 80)[0]).toBe('pendulum-swingup  no episode ended');
    // An interval may be shorter than an episode.
    expect(dreamerView({ line: early, returns: [1, 2] }, config, 80)[0]).toContain('  last return 2.00  ');
    expect(plainDreamerLine({ ...line, returnByTrial: [1, 2.25] }, config)).toContain('by trial 1.0 2.3');
  });

  it('ends with what to do next: only an agent of XLand is watched and scored', () => {
    expect(nextSteps('runs/a', 80, { inXland: false })).toBe('draw its curves:  pnpm curves runs/a');
    expect(nextSteps('runs/a', 80, { inXland: true })).toContain('pnpm eval:heldout --checkpoint runs/a');
  });
});
