import { taskHash } from '@open-ada/production-rules';
import { LAPTOP, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { demonstrationNames, playSteps, replayOf, taskOf } from './probe-demonstrations.js';
import { probe } from './probe-worlds.js';

/**
 * Fewest firings that lead to the goal, and least share of the trial that is rewarded: what the oracle gets, rounded down.
 * The trial is at least 2.5 times as long as it takes until the goal first holds.
 */
const BY_ORACLE: [number: number, firings: number, share: number][] = [
  [1, 1, 0.7],
  [2, 1, 0.7],
  [3, 1, 0.8],
  [4, 1, 0.8],
  [5, 0, 0.8],
  [6, 0, 0.75],
  [9, 5, 0.77],
  [10, 5, 0.77],
  [11, 7, 0.6],
  [12, 3, 0.88],
  [13, 1, 0.95],
  [16, 1, 0.79],
  [18, 1, 0.8],
  [19, 0, 0.68],
  [20, 1, 0.85],
  [21, 3, 0.84],
  [22, 1, 0.83],
  [24, 0, 1],
  [25, 1, 1],
  [26, 0, 0.66],
  [27, 0, 0.78],
  [28, 0, 0.7],
  [29, 0, 0.63],
  [30, 0, 0.63],
];

it.each(BY_ORACLE)('the oracle solves probe %i with %i firings, and is rewarded for %f of the trial', (...row) => {
  const [number, firings, share] = row;
  const task = probe(number);
  const solution = solve(task, { settings: LAPTOP, trials: 3, seed: 0 });
  expect(solution.solved).toBe(true);
  expect(solution.firings).toBe(firings);
  expect(solution.reward / solution.trialDecisions).toBeGreaterThanOrEqual(share);
  expect(solution.decisionsToGoal! * 2.5).toBeLessThanOrEqual(solution.trialDecisions);
});

const BY_DEMONSTRATION: [name: string, firings: number, reward: number, decisionsToGoal: number][] = [
  ['07-spacer-tool', 0, 400 / 3, 27],
  ['08-transform-to-transport', 2, 109 + 2 / 3, 51],
  ['14-antimatter', 2, 144 + 5 / 6, 86],
  ['15-antimatter-with-creation', 1, 150, 56],
  ['17-protect-the-egg', 0, 95, 26],
  ['23-same-signature-destroy-to-protect', 2, 130 + 5 / 6, 70],
];

/** What a trap costs: the reward of its demonstration, the rules that fired. Where it ruins the trial, nobody can mend it. */
const TRAPS: [name: string, firings: number, reward: number, ruins: boolean][] = [
  ['01-wrong-pair-disappears.trap', 1, 0, true],
  ['03-irreversible-production.trap-1', 1, 0, true],
  ['03-irreversible-production.trap-2', 1, 0, true],
  ['03-irreversible-production.trap-3', 1, 0, true],
  ['05-push-dont-lift.trap', 1, 0, true],
  ['06-push-dont-lift-crowded.trap', 1, 0, true],
  ['07-spacer-tool.trap-1', 1, 0, true],
  ['07-spacer-tool.trap-2', 1, 0, true],
  ['08-transform-to-transport.trap', 1, 0, true],
  ['09-small-workstation.trap-1', 0, 0, true],
  ['09-small-workstation.trap-2', 0, 0, true],
  // For moments the sphere in the hand is hidden; doubled it makes more work.
  ['15-antimatter-with-creation.trap', 1, 3, false],
  ['17-protect-the-egg.trap', 1, 0, true],
  ['18-three-spheres-jumbled.trap', 1, 0, true],
  ['19-two-doors.trap', 1, 0, true],
  ['22-same-signature-two-dead-ends.trap-1', 1, 0, true],
  ['22-same-signature-two-dead-ends.trap-2', 1, 0, true],
  // The yellow cube is in the hand for the frame in which it is made.
  ['23-same-signature-destroy-to-protect.trap', 2, 1 / 6, true],
  ['24-dont-act.trap-1', 1, 2, true],
  ['24-dont-act.trap-2', 1, 2.5, true],
  ['25-dont-peek.trap', 4, 8 + 5 / 6, true],
  // These cost the way back.
  ['27-navigation-find-the-cube-with-teaser.trap', 0, 0, false],
  ['28-navigation-hold-up-high.trap', 0, 0, false],
  ['29-object-permanence-yellow-cube.trap-1', 0, 0, true],
  ['29-object-permanence-yellow-cube.trap-2', 0, 0, true],
  ['30-object-permanence-black-cube.trap', 0, 0, true],
];

it('each demonstration of a probe is in a table of this test', () => {
  const listed = [...BY_DEMONSTRATION.map(([name]) => name), ...TRAPS.map(([name]) => name)];
  expect(demonstrationNames()).toEqual(listed.sort());
});

describe.each(demonstrationNames())('the demonstration %s', (name) => {
  it('is of the task as it is, and replays to the same digests', () => {
    const replay = replayOf(name);
    expect(taskHash(replay.task)).toBe(taskHash(taskOf(name)));
    expect(replay.settings).toEqual(LAPTOP);
    expect(resimulate(replay)).toMatchObject({ reproduced: true });
  });

  it('holds what its steps do', () => {
    expect(replayOf(name).blocks.flatMap(({ actions }) => actions)).toEqual(playSteps(name, 'nothing').actions);
  });
});

it.each(BY_DEMONSTRATION)(
  '%s solves its probe with %i firings and a reward of %f',
  (name, firings, reward, decisions) => {
    const played = playSteps(name, 'nothing');
    expect(played.firings).toBe(firings);
    expect(played.during + played.after).toBeCloseTo(reward, 5);
    expect(decisions * 2.5).toBeLessThanOrEqual(played.actions.length);
  },
);

it.each(TRAPS)('%s springs its trap: %i firings, reward %f, and the trial is ruined: %s', (...row) => {
  const [name, firings, reward, ruins] = row;
  const idle = playSteps(name, 'nothing');
  expect(idle.firings).toBe(firings);
  expect(idle.during + idle.after).toBeCloseTo(reward, 5);
  const { after } = playSteps(name, 'oracle');
  if (ruins) expect(after).toBe(idle.after);
  else expect(after).toBeGreaterThan(0);
});
