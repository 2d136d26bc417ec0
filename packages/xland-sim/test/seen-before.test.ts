import { BatchedEnvironment, COMPACT, partOf, type SimulationSettings } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Player } from './player.js';
import { busyTask, RandomPlay } from './random-play.js';
import { taskOf } from './tasks.js';

const NOTING: SimulationSettings = {
  ...COMPACT,
  recall: true,
  unexplored: { directions: 4, distances: [2, 4] },
};

/** Rows of objects: seconds since each was last seen, and how far it is ahead, metres. */
function rows(player: Player): [outOfView: number, ahead: number][] {
  const [outOfView, position] = [player.at('entities', 'outOfView'), player.at('entities', 'position')];
  const round = (x: number) => Math.round(x * 10) / 10;
  return player.entities().map((row) => [round(row[outOfView] * 10), round(row[position + 2] * 4)]);
}

const turnRound = (player: Player): void => {
  for (let k = 0; k < 6; k++) player.play('large left');
};

describe('objects seen before', () => {
  it('keep the place where they were seen last, until the next trial', () => {
    const task = taskOf({ objects: [['black cube', 4, 2]], trialSeconds: 2 });
    const player = new Player(task, NOTING, { trials: 2, seed: 1 });
    expect(rows(player)).toEqual([[0, 2]]);
    turnRound(player);
    // Two turns of 30 degrees take it out of the view of 110 degrees, that is, it was seen last after the first.
    expect(rows(player)).toEqual([[1, -2]]);
    for (let k = 0; k < 4; k++) player.play('stay');
    expect(player.state.trial).toBe(1);
    expect(rows(player)).toEqual([[0, 2]]);
  });

  it('are there for as long as the avatar has not seen that they are gone', () => {
    const rules = ['near(me, black cube) -> nothing'];
    const player = new Player(taskOf({ rules, objects: [['black cube', 4, 1]], trialSeconds: 20 }), NOTING);
    turnRound(player);
    for (let k = 0; k < 4; k++) player.play('back');
    expect(player.state.objects).toEqual([]);
    expect(rows(player)).toHaveLength(1);
    turnRound(player);
    expect(rows(player)).toEqual([]);
  });

  it('are gone at once where the avatar saw a rule take them', () => {
    const rules = ['near(me, black cube) -> nothing'];
    const player = new Player(taskOf({ rules, objects: [['black cube', 4, 1]], trialSeconds: 20 }), NOTING);
    expect(rows(player)).toHaveLength(1);
    for (let k = 0; k < 6; k++) player.play('forward');
    expect(rows(player)).toEqual([]);
  });
});

describe('ground that was never in view', () => {
  const areas = (player: Player): number[][] => {
    const floats = player.part('unexplored').map((x) => Math.round(x * 4));
    return [0, 3, 6, 9].map((k) => floats.slice(k, k + 3));
  };

  it('is told by direction and distance, from straight behind over the right, ahead and the left', () => {
    // The avatar stands in the middle of 8 x 8 squares and faces -z.
    const [behind, right, ahead, left] = areas(new Player(taskOf({}), NOTING));
    expect(ahead).toEqual([0, 0, 0]);
    // At most 4 m² are told.
    expect(behind).toEqual([3, 4, 3]);
    expect(Math.min(right[0], left[0])).toBeGreaterThan(0);
  });

  it('is none after a look round in an open room, and as before in the next trial', () => {
    const player = new Player(taskOf({ trialSeconds: 4 }), NOTING, { trials: 2, seed: 1 });
    const before = areas(player);
    turnRound(player);
    turnRound(player);
    expect(areas(player).flat()).toEqual(Array(12).fill(0));
    for (let k = 0; k < 8; k++) player.play('stay');
    expect(player.state.trial).toBe(1);
    expect(areas(player)).toEqual(before);
  });

  it('is what walls hide; walls themselves are none', () => {
    const player = new Player(taskOf({ rows: ['0000', '####', '0000', '0000'], at: [4, 6] }), NOTING);
    turnRound(player);
    turnRound(player);
    const [behind, , ahead] = areas(player);
    expect(behind).toEqual([0, 0, 0]);
    // Two rows of squares behind the wall, more than 4 m away.
    expect(ahead).toEqual([0, 0, 4]);
  });
});

describe('a snapshot', () => {
  it('keeps what a player has seen', () => {
    const make = () => new BatchedEnvironment(NOTING, 1);
    const [first, second] = [make(), make()];
    first.reset(0, busyTask(3, 'layered'), { trials: 2, seed: 4 });
    const play = new RandomPlay(first, 1);
    for (let step = 0; step < 15; step++) play.play();
    second.restore(0, first.snapshot(0));
    const [here, there] = [first, second].map((environment) => {
      const into = new Float32Array(environment.observationSpec.size);
      environment.observe(into);
      return into;
    });
    const outOfView = partOf(first.observationSpec, 'entities')!.features.find(({ name }) => name === 'outOfView');
    expect(outOfView).toBeDefined();
    expect(there).toEqual(here);
  });

  it('is refused where an environment notes something else', () => {
    const environment = new BatchedEnvironment(NOTING, 1);
    environment.reset(0, taskOf({}), { trials: 1, seed: 1 });
    const other = new BatchedEnvironment({ ...NOTING, recall: false }, 1);
    expect(() => other.restore(0, environment.snapshot(0))).toThrow('another setting "recall"');
  });
});
