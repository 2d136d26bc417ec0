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

describe('objects of the trials before', () => {
  const ACROSS = { ...NOTING, acrossTrials: true };
  const episode = { trials: 4, seed: 1 };
  const wait = (player: Player, steps: number): void => {
    for (let k = 0; k < steps; k++) player.play('stay');
  };

  it('are told where they were first found, until the avatar sees that they are not there', () => {
    // Headings are fixed, and the avatar turns round in the first trial only.
    const task = taskOf({ objects: [['black cube', 4, 6]], trialSeconds: 2 });
    const player = new Player(task, ACROSS, episode);
    expect(rows(player)).toEqual([]);
    turnRound(player);
    expect(rows(player)).toEqual([[0, 2]]);
    wait(player, 4);
    expect(player.state.trial).toBe(1);
    expect(rows(player)).toEqual([[0.2, -2]]);
    wait(player, 3);
    expect(rows(player)).toEqual([[0.8, -2]]);
  });

  it('are told at their starts, wherever the avatar carried them', () => {
    const task = taskOf({ objects: [['black cube', 4, 3]], trialSeconds: 4 });
    const player = new Player(task, ACROSS, episode);
    player.play('grab');
    expect(player.state.objects[0].holder).toBe(0);
    turnRound(player);
    wait(player, 13);
    expect(player.state.trial).toBe(1);
    turnRound(player);
    expect(rows(player)).toEqual([[1, -1]]);
  });

  it('are not those that a rule made in sight, but those that it took', () => {
    const rules = ['near(me, black cube) -> purple cube'];
    const player = new Player(taskOf({ rules, objects: [['black cube', 4, 2]], trialSeconds: 4 }), ACROSS, episode);
    for (let k = 0; k < 4; k++) player.play('forward');
    expect(player.state.objects.map(({ type }) => type)).toEqual(['purple cube']);
    wait(player, 16);
    expect(player.state.trial).toBe(1);
    expect(player.state.objects.map(({ type }) => type)).toEqual(['black cube']);
    turnRound(player);
    expect(rows(player)).toEqual([[1, -2]]);
  });

  it('are also those that a rule took at first sight', () => {
    const rules = ['see(me, black cube) -> purple cube'];
    const task = taskOf({ rules, objects: [['black cube', 4, 6]], trialSeconds: 2.4 });
    const player = new Player(task, ACROSS, episode);
    turnRound(player);
    expect(player.state.objects.map(({ type }) => type)).toEqual(['purple cube']);
    wait(player, 6);
    expect(player.state.trial).toBe(1);
    expect(player.state.objects.map(({ type }) => type)).toEqual(['black cube']);
    expect(rows(player)).toEqual([[0.2, -2]]);
    expect(player.entities()[0][player.at('entities', 'colour')]).toBe(1);
  });

  it('are forgotten, and so is the ground, where the memory of the agent is cleared and in another episode', () => {
    const task = taskOf({ objects: [['black cube', 4, 6]], trialSeconds: 2 });
    const player = new Player(task, ACROSS, episode);
    const atFirst = player.part('unexplored');
    turnRound(player);
    wait(player, 4);
    expect(rows(player)).toHaveLength(1);
    expect(player.part('unexplored')).not.toEqual(atFirst);
    player.environment.forget(0);
    expect(rows(player)).toEqual([]);
    expect(player.part('unexplored')).toEqual(atFirst);
    turnRound(player);
    player.environment.reset(0, task, episode);
    expect(rows(player)).toEqual([]);
    expect(player.part('unexplored')).toEqual(atFirst);
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
  it.each([false, true])('keeps what a player has seen, across trials: %s', (acrossTrials) => {
    const make = () => new BatchedEnvironment({ ...NOTING, acrossTrials }, 1);
    const [first, second] = [make(), make()];
    const task = busyTask(3, 'layered');
    first.reset(0, task, { trials: 3, seed: 4 });
    const play = new RandomPlay(first, 1);
    const steps = Math.round(task.trialSeconds * 5);
    for (let step = 0; step < steps - 5; step++) play.play();
    second.restore(0, first.snapshot(0));
    const outOfView = partOf(first.observationSpec, 'entities')!.features.find(({ name }) => name === 'outOfView');
    expect(outOfView).toBeDefined();
    const turning = new Int32Array(first.actionSpec.groups.length);
    for (let step = 0; step < 10; step++) {
      const [here, there] = [first, second].map((environment) => {
        const into = new Float32Array(environment.observationSpec.size);
        environment.observe(into);
        environment.step(turning, new Float32Array(1), new Uint8Array(1));
        return into;
      });
      expect(there).toEqual(here);
    }
    expect(first.state(0).trial).toBe(1);
  });

  it('is refused where an environment notes something else', () => {
    const environment = new BatchedEnvironment(NOTING, 1);
    environment.reset(0, taskOf({}), { trials: 1, seed: 1 });
    const other = new BatchedEnvironment({ ...NOTING, recall: false }, 1);
    expect(() => other.restore(0, environment.snapshot(0))).toThrow('another setting "recall"');
  });
});
