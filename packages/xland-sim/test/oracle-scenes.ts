import { COMPACT, PAPER, type Solution, solve } from '@open-ada/xland-sim';
import { type Sketch, taskOf } from './tasks.js';

/** What the oracle makes of a sketch, in 3 trials of 30 seconds. */
export function solveSketch(sketch: Sketch, preset: 'laptop' | 'ada' = 'laptop'): Solution {
  const settings = preset === 'ada' ? PAPER : COMPACT;
  return solve(taskOf({ trialSeconds: 30, ...sketch }), { settings, trials: 3, seed: 5 });
}
