import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROBE_GAMES } from '@open-ada/curriculum';
import { readProbeExplorer, readProbeReferences, readProbes } from '@open-ada/evaluation';
import { gameKey, taskHash, taskWarnings } from '@open-ada/production-rules';
import { deriveSeed } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, dynamicsDifference, Explorer, resimulate, solve } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { demonstrationNames, FOR_TWO, playSteps, replayOf } from './probe-demonstrations.js';
import { canBeMade, ruinousRules } from './ruinous-rules.js';

const probes = readProbes(FOR_TWO);
const names = probes.map(({ name }) => name);
const taskOf = (name: string) => probes.find((probe) => probe.name === name)!.task;
const withNumber = (number: number) => probes[number - 1].task;

it('there are 28 probes for two, one of each number', () => {
  expect(names.map((name) => Number(name.slice(0, 2)))).toEqual(Array.from({ length: 28 }, (_, k) => 1 + k));
  expect(new Set(probes.map(({ task }) => task.name)).size).toBe(28);
  expect(probes.map(({ family }) => family)).not.toContain('other');
});

it.each(names)('%s is for two, fits the laptop world and says what it tests', (name) => {
  const task = taskOf(name);
  expect(taskWarnings(task)).toEqual([]);
  expect(task.players).toHaveLength(2);
  expect(task.rules.length).toBeLessThanOrEqual(COMPACT.maxRules);
  expect(task.goal).toHaveLength(1);
  expect(task.objects.length).toBeLessThanOrEqual(COMPACT.maxEntities);
  expect(task.tests).toMatch(/^[A-Z].*\.$/);
  expect(PROBE_GAMES).toContain(gameKey(task));
});

/** Probes that are the same but for what is told. */
const TWINS = [
  [6, 7],
  [8, 9],
  [10, 11],
  [19, 20],
  [21, 22],
  [27, 28],
];

it.each(TWINS)('%i and %i are the same but for what is told', (one, other) => {
  const [a, b] = [one, other].map(withNumber);
  const conditions = ({ rules }: typeof a) => rules.map(({ condition, spawns }) => ({ condition, spawns }));
  expect(conditions(b)).toEqual(conditions(a));
  expect([b.world, b.objects, b.goal, b.trialSeconds]).toEqual([a.world, a.objects, a.goal, a.trialSeconds]);
  expect(b.players.map(({ at }) => at)).toEqual(a.players.map(({ at }) => at));
  expect(taskHash(b)).not.toBe(taskHash(a));
});

it('24, 25 and 28 show all rules to the first player and none to the second', () => {
  for (const { rules, players } of [24, 25, 28].map(withNumber)) {
    expect(rules.filter(({ hidden }) => hidden)).toEqual([]);
    expect(players[1].hiding?.rules).toEqual(rules.map((_, r) => r + 1));
  }
});

it.each([1, 2, 10, 11])('nobody climbs the hatch of %i from below', (number) => {
  const task = withNumber(number);
  const environment = new BatchedEnvironment({ ...COMPACT, players: 2 }, 1);
  const actions = new Int32Array(2 * environment.actionSpec.groups.length).fill(1);
  for (const heading of [-2.8, -2.4, -2.1, -1.8, -Math.PI / 2, -1.2, -0.8]) {
    const start = { at: [5.3, 2.7] as [number, number], heading: { mean: heading, spread: 0 } };
    environment.reset(0, { ...task, players: [start, task.players[1]] }, { trials: 1, seed: 0 });
    // Forward, without a turn.
    actions.set([2, 2, 1]);
    for (let step = 0; step < 25; step++) environment.step(actions, new Float32Array(2), new Uint8Array(1));
    const [{ x, y }] = environment.state(0).players;
    expect(x).toBeLessThan(6);
    expect(y).toBe(0);
  }
});

/**
 * Firings and reward of two oracles in one trial. Of twins only the first is here: oracles see all rules. Where the goal
 * lasts one physics step at a time, the reward is a sixth of the number of deliveries.
 */
const BY_ORACLES: [number: number, firings: number, reward: number][] = [
  [3, 3, 130],
  [4, 3, 130],
  [5, 5, 155],
  [6, 15, 0.6],
  [8, 24, 0.9],
  [15, 8, 0.3],
  [19, 1, 85],
  [21, 1, 130],
  [23, 7, 145],
  [24, 2, 130],
  [25, 30, 1.3],
  [26, 18, 0.6],
  [27, 12, 0.6],
];

it.each(BY_ORACLES)('two oracles solve probe %i with at least %i firings, and are paid %f', (...row) => {
  const [number, firings, reward] = row;
  const solution = solve(withNumber(number), { trials: 1, players: 2 });
  expect(solution.firings).toBeGreaterThanOrEqual(firings);
  expect(solution.reward).toBeGreaterThanOrEqual(reward);
});

const BY_DEMONSTRATION: [name: string, fired: number[], reward: number][] = [
  ['01-pass-over-the-wall', [1], 139.5],
  ['02-pass-over-the-wall-repeatedly', [1, 2], 193 + 1 / 3],
  ['10-divided-kitchen', [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], 3 / 6],
  ['11-divided-kitchen-visible', [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4], 3 / 6],
  ['12-kickball', [], 139 + 2 / 3],
  ['13-lemon-eater', [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], 6 / 6],
  ['14-careful-lemon-eater', [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2], 6 / 6],
  ['16-antimatter-for-two', [1, 1, 1, 1], 149 + 5 / 6],
  ['17-antimatter-for-two-with-creation', [1, 1, 1, 1], 187 + 2 / 3],
  ['18-antimatter-for-two-with-copies', [1, 1], 144 + 5 / 6],
];

/** What a trap costs: the rules that fire, and whether the goal can still be made of what is left. */
const TRAPS: [name: string, fired: number[], left: 'nothing' | 'the rest'][] = [
  // The second player is below for good, and the black pyramid above.
  ['01-pass-over-the-wall.trap', [], 'the rest'],
  ['04-coordinated-production-dead-ends.trap-1', [4], 'nothing'],
  ['04-coordinated-production-dead-ends.trap-2', [5], 'nothing'],
  ['12-kickball.trap-1', [1], 'the rest'],
  ['12-kickball.trap-2', [2], 'the rest'],
  ['14-careful-lemon-eater.trap', [3], 'the rest'],
  ['17-antimatter-for-two-with-creation.trap', Array(10).fill(2), 'the rest'],
  ['18-antimatter-for-two-with-copies.trap', Array(8).fill(2), 'the rest'],
  ['19-irreversible-production-for-two.trap-1', [2], 'nothing'],
  ['19-irreversible-production-for-two.trap-2', [3], 'nothing'],
  ['19-irreversible-production-for-two.trap-3', [4], 'nothing'],
  ['19-irreversible-production-for-two.trap-4', [5], 'nothing'],
  ['19-irreversible-production-for-two.trap-5', [6], 'nothing'],
  ['21-wrong-pair-disappears-for-two.trap', [2], 'nothing'],
  ['24-information-asymmetry.trap-1', [3, 4], 'nothing'],
  ['24-information-asymmetry.trap-2', [5], 'nothing'],
  ['25-information-asymmetry-repeated.trap-1', [5], 'nothing'],
  ['25-information-asymmetry-repeated.trap-2', [6], 'nothing'],
];

it('each probe has a proof, and each demonstration is in a table of this test', () => {
  const shown = BY_DEMONSTRATION.map(([name]) => Number(name.slice(0, 2)));
  const solved = BY_ORACLES.map(([number]) => number);
  const twins = TWINS.flatMap(([one, other]) => (solved.includes(one) ? [other] : []));
  expect([...shown, ...solved, ...twins].sort((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, k) => 1 + k));
  const listed = [...BY_DEMONSTRATION.map(([name]) => name), ...TRAPS.map(([name]) => name)];
  expect(demonstrationNames(FOR_TWO)).toEqual(listed.sort());
});

/** Plays a demonstration, and compares what is stored of it. */
function played(name: string) {
  const task = taskOf(name.replace(/\..*$/, ''));
  const replay = replayOf(name, FOR_TWO);
  expect(taskHash(replay.task)).toBe(taskHash(task));
  expect(dynamicsDifference(replay.settings, COMPACT)).toBeUndefined();
  expect(resimulate(replay)).toMatchObject({ reproduced: true });
  const result = playSteps(name, 'nothing', task, FOR_TWO);
  expect(replay.blocks.flatMap(({ actions }) => actions)).toEqual(result.actions);
  return { task, ...result, reward: result.during + result.after };
}

it.each(BY_DEMONSTRATION)('%s solves its probe by rules %j, with a reward of %f', (name, fired, reward) => {
  const { fired: rules, reward: found, stepsToGoal, actions } = played(name);
  expect(rules).toEqual(fired);
  expect(found).toBeCloseTo(reward, 5);
  if (stepsToGoal !== undefined) expect(stepsToGoal * 2.5).toBeLessThanOrEqual(actions.length);
});

it.each(TRAPS)('%s springs its trap: rules %j fire; what is left: %s', (name, fired, left) => {
  const result = played(name);
  expect(result.fired).toEqual(fired);
  expect(result.reward).toBe(0);
  expect(canBeMade(result.task, result.left)).toBe(left !== 'nothing');
});

it.each([4, 19, 21, 24, 25])(
  'each rule of probe %i that can use up what the goal needs does so in a trap',
  (number) => {
    const shown = new Set(TRAPS.flatMap(([name, fired]) => (Number(name.slice(0, 2)) === number ? fired : [])));
    const ruinous = ruinousRules(withNumber(number));
    expect(ruinous.length).toBeGreaterThan(0);
    for (const rule of ruinous) expect(shown).toContain(rule);
  },
);

describe('what is stored of the probes for two', () => {
  it('is a reference score of each, and the explorer in each', () => {
    const { probes: known } = readProbeReferences(FOR_TWO, probes, COMPACT);
    for (const { name } of probes) expect(known[name].reward).toBeGreaterThan(0);
    for (const [name, , reward] of BY_DEMONSTRATION) expect(known[name].demonstration).toBeCloseTo(reward, 5);
    const { rewards } = readProbeExplorer(FOR_TWO, probes, COMPACT)!;
    expect(rewards.map((episodes) => [episodes.length, episodes[0].length])).toEqual(probes.map(() => [10, 13]));
  });

  it.each([24, 28])('is what oracles and explorers get today in probe %i (else freeze them again)', (number) => {
    const { name, task } = probes[number - 1];
    const { probes: known } = readProbeReferences(FOR_TWO, probes, COMPACT);
    const two = { players: 2 as const };
    expect(known[name].oracle).toBeCloseTo(solve(task, { ...two, trials: 20 }).reward, 5);
    const [, episode] = readProbeExplorer(FOR_TWO, probes, COMPACT)!.rewards[number - 1];
    const seed = deriveSeed(1, number - 1, episode.length, 1);
    const { rewards } = solve(task, { ...two, player: new Explorer(), trials: episode.length, seed });
    expect(episode).toEqual(rewards.map((reward) => Number(reward.toFixed(6))));
  });

  it('is a page on which nothing is paid to agents that do nothing, and little to those that act at random', () => {
    const rows = readFileSync(join(FOR_TWO, '../../../docs/probes-two-players.md'), 'utf8')
      .split('\n')
      .filter((line) => /^\| \d+ \|/.test(line))
      .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')));
    expect(rows).toHaveLength(28);
    for (const cells of rows) {
      const [nothing, random] = cells.slice(-2);
      expect(nothing).toBe('0');
      expect(Number(random)).toBeLessThan(0.01);
    }
    expect(readdirSync(join(FOR_TWO, '../../../docs/probes-two-players'))).toHaveLength(28);
  });
});
