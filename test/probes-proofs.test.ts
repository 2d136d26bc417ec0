import { taskHash } from '@open-ada/production-rules';
import { COMPACT, dynamicsDifference, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { demonstrationNames, playSteps, replayOf, taskOf } from './probe-demonstrations.js';
import { probe } from './probe-worlds.js';
import { canBeMade, ruinousRules } from './ruinous-rules.js';

/**
 * Fewest firings that lead to the goal, and a lower bound of the rewarded fraction of the trial: the oracle's, rounded
 * down. The trial is at least 2.5 times as long as the time until the goal first holds.
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
  [21, 3, 0.82],
  [22, 1, 0.83],
  [24, 0, 1],
  [25, 1, 1],
  [26, 0, 0.66],
  [27, 0, 0.78],
  [28, 0, 0.7],
  [29, 0, 0.63],
  [30, 0, 0.63],
];

it.each(BY_ORACLE)('the oracle solves probe %i with %i firings, and is hasSeenReward for %f of the trial', (...row) => {
  const [number, firings, share] = row;
  const task = probe(number);
  const solution = solve(task, { settings: COMPACT, trials: 3, seed: 0 });
  expect(solution.solved).toBe(true);
  expect(solution.firings).toBe(firings);
  expect(solution.reward / solution.trialSteps).toBeGreaterThanOrEqual(share);
  expect(solution.stepsToGoal! * 2.5).toBeLessThanOrEqual(solution.trialSteps);
});

const BY_DEMONSTRATION: [name: string, fired: number[], reward: number, stepsToGoal: number][] = [
  ['07-spacer-tool', [], 400 / 3, 28],
  ['08-transform-to-transport', [4, 5], 109 + 2 / 3, 52],
  ['14-antimatter', [1, 1], 162 + 1 / 3, 39],
  ['15-antimatter-with-creation', [1, 1], 145 + 1 / 6, 56],
  ['17-protect-the-egg', [], 95, 26],
  ['23-same-signature-destroy-to-protect', [1, 2], 123, 78],
];

/**
 * What is left to one who has sprung a trap. `nothing`: what the goal needs is used up, and no rule makes it. `out of reach`: the
 * oracle, which solves the probe otherwise, gets no more. `the rest`: time.
 */
type Left = 'nothing' | 'out of reach' | 'the rest';

/** What a trap costs: the rules that fire, by number, the reward of its demonstration, and what is left then. */
const TRAPS: [name: string, fired: number[], reward: number, left: Left][] = [
  ['01-wrong-pair-disappears.trap', [2], 0, 'nothing'],
  ['03-irreversible-production.trap-1', [2], 0, 'nothing'],
  ['03-irreversible-production.trap-2', [4], 0, 'nothing'],
  ['03-irreversible-production.trap-3', [6], 0, 'nothing'],
  ['03-irreversible-production.trap-4', [3], 0, 'nothing'],
  ['03-irreversible-production.trap-5', [5], 0, 'out of reach'],
  ['05-push-dont-lift.trap-1', [1], 0, 'nothing'],
  ['05-push-dont-lift.trap-2', [2], 0, 'nothing'],
  ['06-push-dont-lift-crowded.trap-1', [1], 0, 'nothing'],
  ['06-push-dont-lift-crowded.trap-2', [2], 0, 'nothing'],
  ['07-spacer-tool.trap-1', [3], 0, 'nothing'],
  ['07-spacer-tool.trap-2', [1], 0, 'nothing'],
  ['07-spacer-tool.trap-3', [4], 0, 'nothing'],
  ['07-spacer-tool.trap-4', [2], 0, 'nothing'],
  ['08-transform-to-transport.trap-1', [3], 0, 'nothing'],
  ['08-transform-to-transport.trap-2', [1], 0, 'nothing'],
  ['08-transform-to-transport.trap-3', [2], 0, 'nothing'],
  ['09-small-workstation.trap-1', [], 0, 'out of reach'],
  ['09-small-workstation.trap-2', [], 0, 'out of reach'],
  ['09-small-workstation.trap-3', [1, 5], 0, 'nothing'],
  // More spheres make more work; a black one can still be brought to a yellow one.
  ['15-antimatter-with-creation.trap-1', [2, 2, 2], 0, 'the rest'],
  ['15-antimatter-with-creation.trap-2', [3, 3, 3], 0, 'the rest'],
  ['17-protect-the-egg.trap-1', [1], 0, 'nothing'],
  ['17-protect-the-egg.trap-2', [2], 0, 'nothing'],
  ['18-three-spheres-jumbled.trap-1', [2], 0, 'out of reach'],
  ['18-three-spheres-jumbled.trap-2', [1], 0, 'out of reach'],
  ['19-two-doors.trap', [1], 0, 'out of reach'],
  ['22-same-signature-two-dead-ends.trap-1', [2], 0, 'nothing'],
  ['22-same-signature-two-dead-ends.trap-2', [3], 0, 'nothing'],
  // The yellow cube is in the hand for the frame in which it is made.
  ['23-same-signature-destroy-to-protect.trap-1', [2, 3], 1 / 6, 'nothing'],
  ['23-same-signature-destroy-to-protect.trap-2', [2, 3], 0, 'nothing'],
  ['24-dont-act.trap-1', [3], 2, 'nothing'],
  ['24-dont-act.trap-2', [2], 2.5, 'nothing'],
  ['24-dont-act.trap-3', [4], 2, 'nothing'],
  ['24-dont-act.trap-4', [1], 2 + 2 / 3, 'nothing'],
  ['25-dont-peek.trap', [1, 2, 3, 3], 8 + 5 / 6, 'nothing'],
  ['26-navigation-find-the-cube.trap-1', [], 0, 'the rest'],
  ['26-navigation-find-the-cube.trap-2', [], 0, 'the rest'],
  ['27-navigation-find-the-cube-with-teaser.trap-1', [], 0, 'the rest'],
  ['27-navigation-find-the-cube-with-teaser.trap-2', [], 0, 'the rest'],
  ['28-navigation-hold-up-high.trap', [], 0, 'the rest'],
  ['29-object-permanence-yellow-cube.trap-1', [], 0, 'out of reach'],
  ['29-object-permanence-yellow-cube.trap-2', [], 0, 'out of reach'],
  ['30-object-permanence-black-cube.trap', [], 0, 'out of reach'],
];

/** Probes that are the same but for what is told: the traps of one are those of the other. */
const TWINS = new Map([
  [1, 2],
  [3, 4],
  [9, 10],
]);

const numberOf = (name: string): number => Number(name.slice(0, 2));

it('each demonstration of a probe is in a table of this test', () => {
  const listed = [...BY_DEMONSTRATION.map(([name]) => name), ...TRAPS.map(([name]) => name)];
  expect(demonstrationNames()).toEqual(listed.sort());
});

it('each probe has a proof: the oracle or a demonstration', () => {
  const proven = [...BY_ORACLE.map(([number]) => number), ...BY_DEMONSTRATION.map(([name]) => numberOf(name))];
  expect(proven.sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, k) => 1 + k));
});

describe.each(demonstrationNames())('the demonstration %s', (name) => {
  it('is of the task as it is, and replays to the same digests', () => {
    const replay = replayOf(name);
    expect(taskHash(replay.task)).toBe(taskHash(taskOf(name)));
    expect(dynamicsDifference(replay.settings, COMPACT)).toBeUndefined();
    expect(resimulate(replay)).toMatchObject({ reproduced: true });
  });

  it('holds what its steps do', () => {
    expect(replayOf(name).blocks.flatMap(({ actions }) => actions)).toEqual(playSteps(name, 'nothing').actions);
  });
});

it.each(BY_DEMONSTRATION)('%s solves its probe by rules %j, with a reward of %f, in step %i', (...row) => {
  const [name, fired, reward, steps] = row;
  const played = playSteps(name, 'nothing');
  expect(played.fired).toEqual(fired);
  expect(played.during + played.after).toBeCloseTo(reward, 5);
  expect(played.stepsToGoal).toBe(steps);
  expect(steps * 2.5).toBeLessThanOrEqual(played.actions.length);
});

it.each(TRAPS)('%s springs its trap: rules %j fire, reward %f; what is left: %s', (name, fired, reward, left) => {
  const idle = playSteps(name, 'nothing');
  expect(idle.fired).toEqual(fired);
  expect(idle.during + idle.after).toBeCloseTo(reward, 5);
  expect(canBeMade(taskOf(name), idle.left)).toBe(left !== 'nothing');
  if (left === 'nothing') return;
  const isSolvedByOracle = BY_ORACLE.some(([number]) => number === numberOf(name));
  const { after } = playSteps(name, 'oracle');
  if (left === 'out of reach') expect([isSolvedByOracle, after]).toEqual([true, idle.after]);
  else if (isSolvedByOracle) expect(after).toBeGreaterThan(0);
});

it.each([...TWINS])('what springs a trap of probe %i does so in probe %i too', (number, twin) => {
  const traps = TRAPS.filter(([name]) => numberOf(name) === number);
  expect(traps.length).toBeGreaterThan(0);
  for (const [name] of traps) expect(playSteps(name, 'nothing', probe(twin))).toEqual(playSteps(name, 'nothing'));
});

it.each(Array.from({ length: 30 }, (_, k) => 1 + k))(
  'each rule of probe %i that can use up what the goal needs does so in a demonstration',
  (number) => {
    const own = [...TWINS].find(([, twin]) => twin === number)?.[0] ?? number;
    const shown = TRAPS.filter(([name, , , left]) => numberOf(name) === own && left === 'nothing');
    const rules = new Set(shown.flatMap(([, fired]) => fired));
    for (const rule of ruinousRules(probe(number))) expect(rules).toContain(rule);
  },
);
