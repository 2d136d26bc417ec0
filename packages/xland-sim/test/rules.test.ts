import { describe, expect, it } from 'vitest';
import { LONG_ARM, Player } from './player.js';
import { taskOf } from './tasks.js';

describe('rules in the world', () => {
  it('gives the first spawn the place and the grip of what was held', () => {
    const task = taskOf({
      goal: ['hold(me, yellow sphere)'],
      rules: ['hidden: hold(me, black cube) -> yellow sphere'],
      objects: [['black cube', 4, 2.5]],
    });
    const player = new Player(task);
    player.play('grab');
    const { players, objects } = player.state;
    expect(objects.map(({ type }) => type)).toEqual(['yellow sphere']);
    expect(players[0].held).toBe(objects[0].objectIndex);
    expect(player.environment.firings(0)).toBe(1);
    expect(player.reward).toBe(1);
  });

  it('is near when one object is carried to another, from where it is carried', () => {
    const task = taskOf({
      rules: ['near(black cube, purple slab) -> yellow pyramid'],
      objects: [
        ['black cube', 4, 4.6],
        ['purple slab', 4, 1.5],
      ],
      at: [4, 6],
    });
    const player = new Player(task);
    player.play('grab');
    for (let k = 0; k < 12 && player.environment.firings(0) === 0; k++) player.play('forward');
    const { objects, players } = player.state;
    expect(objects.map(({ type }) => type)).toEqual(['yellow pyramid']);
    expect(players[0].held).toBe(objects[0].objectIndex);
  });

  it('touches when one object is carried against another', () => {
    const task = taskOf({
      rules: ['touching(black sphere, purple sphere) -> nothing'],
      objects: [
        ['black sphere', 4, 4.6],
        ['purple sphere', 4, 2],
      ],
      at: [4, 6],
    });
    const player = new Player(task);
    player.play('grab');
    for (let k = 0; k < 12; k++) player.play('forward');
    expect(player.state.objects).toEqual([]);
    expect(player.state.players[0].held).toBe(-1);
  });

  it('puts further spawns on free floor beside the first', () => {
    const task = taskOf({
      rules: ['touching(me, black cube) -> yellow cube, yellow sphere, yellow pyramid'],
      objects: [
        ['black cube', 0.4, 0.4],
        ['purple cube', 1.0, 0.4],
      ],
      at: [0.4, 1.6],
    });
    const player = new Player(task);
    for (let k = 0; k < 3; k++) player.play('forward');
    const made = player.state.objects.filter(({ type }) => type.startsWith('yellow'));
    expect(made.length).toBe(3);
    for (const a of player.state.objects) {
      expect(a.position[0]).toBeGreaterThan(0.2);
      expect(a.position[2]).toBeGreaterThan(0.2);
      for (const b of player.state.objects) {
        if (a.objectIndex >= b.objectIndex) continue;
        expect(Math.hypot(a.position[0] - b.position[0], a.position[2] - b.position[2])).toBeGreaterThan(0.4);
      }
    }
  });
});

describe('reward and events', () => {
  it('is the fraction of the physics steps in which the goal held', () => {
    // Three metres a second: the cube comes within 1 m of the avatar in the fifth physics step of the first step.
    const task = taskOf({ goal: ['near(me, black cube)'], objects: [['black cube', 4, 2.6]], at: [4, 4] });
    const player = new Player(task);
    player.play('forward');
    expect(player.reward).toBeCloseTo(2 / 6, 6);
    player.play();
    expect(player.reward).toBe(1);
  });

  it('ends trials and the episode on time, and then idles', () => {
    const task = taskOf({ goal: ['not hold(me, black cube)'], objects: [['black cube', 4, 2.5]], trialSeconds: 1 });
    const player = new Player(task, LONG_ARM, { trials: 2, seed: 3 });
    const events: number[] = [];
    for (let k = 0; k < 12; k++) {
      player.play('forward');
      events.push(player.event);
      if (k === 4) {
        expect(player.state.players[0].z).toBe(4);
        expect(player.part('previous').slice(0, 3)).toEqual([0, 0, 1]);
        expect(player.part('previous').at(-1)).toBe(1);
      }
    }
    expect(events).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 2, 0, 0]);
    expect(player.reward).toBe(0);
    expect(player.part('time').every((float) => float === 0)).toBe(true);
  });

  it('draws the heading of each trial from the seed', () => {
    const task = taskOf({ heading: { mean: 1, spread: 0.5 }, trialSeconds: 0.2 });
    const headings = (seed: number) => {
      const player = new Player(task, LONG_ARM, { trials: 20, seed });
      return Array.from({ length: 19 }, () => {
        player.play();
        return player.state.players[0].heading;
      });
    };
    expect(headings(1)).toEqual(headings(1));
    expect(headings(1)).not.toEqual(headings(2));
    expect(Math.max(...headings(1).map((heading) => Math.abs(heading - 1)))).toBeLessThanOrEqual(0.5);
  });
});
