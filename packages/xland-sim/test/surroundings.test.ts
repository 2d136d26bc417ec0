import {
  BatchedEnvironment,
  COMPACT,
  observationSpec,
  partOf,
  type SimulationSettings,
  settingsFault,
} from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { terrainOf } from '../src/world/terrain.js';
import { Player } from './player.js';
import { busyTask, RandomPlay } from './random-play.js';
import { taskOf } from './tasks.js';

const around = (directions: number, distances: number[]): SimulationSettings => ({
  ...COMPACT,
  surroundings: { directions, distances },
});

/** Heights (in 2 m) and what is seen, a row for each direction: behind, right, ahead, left. The avatar faces -z. */
function told(rows: string[], at: [number, number], distances: number[], directions = 4) {
  const player = new Player(taskOf({ rows, at }), around(directions, distances));
  const floats = player.part('surroundings').map((x) => Math.round(1e3 * x) / 1e3 + 0);
  const count = distances.length;
  const row = (k: number, from: number) => floats.slice(2 * count * k + from, 2 * count * k + from + count);
  return {
    heights: Array.from({ length: directions }, (_, k) => row(k, 0)),
    seen: Array.from({ length: directions }, (_, k) => row(k, count)),
  };
}

describe('the ground all around', () => {
  it('is told from straight behind over the right, ahead and the left', () => {
    const { heights, seen } = told(['010', '00>', '000'], [3, 3], [0.5, 2]);
    expect(heights).toEqual([
      [0, 0],
      [0, 0.25],
      [0, 0.5],
      [0, 0],
    ]);
    expect(seen.flat()).toEqual(Array(8).fill(1));
  });

  it('turns with the avatar', () => {
    const task = taskOf({ rows: ['000', '001', '000'], at: [3, 3], heading: { mean: -Math.PI / 2, spread: 0 } });
    // Facing +x.
    expect(new Player(task, around(4, [2])).part('surroundings')).toEqual([0, 1, 0, 1, 0.5, 1, 0, 1]);
  });

  it('is out of sight behind what is higher than the eye: the line of sight is told in its place', () => {
    // The eye is 1 m high, the step begins 1 m ahead and rises by 2 m, so the line of sight rises by 1 m a metre.
    const { heights, seen } = told(['00', '22', '00'], [1, 5], [0.5, 1.5, 3.5]);
    expect([heights[2], seen[2]]).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
    const flat = told(['00', '00', '00'], [1, 5], [0.5, 1.5, 3.5]);
    expect([flat.heights[2], flat.seen[2]]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });

  it('is out of sight behind a block as high as the eye and before the foot of a cliff, and no further', () => {
    const block = told(['00', '11', '00'], [1, 5], [1.5, 3.5]);
    expect([block.heights[2], block.seen[2]]).toEqual([
      [0.5, 0.5],
      [1, 0],
    ]);
    // From 1 m before an edge of 1 m the floor is in sight from 2 m on.
    const cliff = told(['00', '00', '11'], [1, 5], [0.5, 1.5, 2.5, 4]);
    expect([cliff.heights[2], cliff.seen[2]]).toEqual([
      [0, -0.25, -0.5, -0.5],
      [1, 0, 1, 1],
    ]);
  });

  it('ends at walls, and where the room does', () => {
    const walled = told(['00', '##', '00'], [1, 5], [0.5, 1.5, 3.5]);
    expect([walled.heights[2], walled.seen[2]]).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
    const { heights, seen } = told(['00', '00'], [1, 1], [0.5, 1.5, 20]);
    expect([heights[3], seen[3]]).toEqual([
      [0, 1, 1],
      [1, 0, 0],
    ]);
  });

  it('agrees with rays through the terrain, through random play', () => {
    const distances = [0.75, 1.5, 2.5, 4, 6];
    const settings = around(16, distances);
    const part = partOf(observationSpec(settings), 'surroundings')!;
    const counts = [0, 0];
    for (let seed = 0; seed < 6; seed++) {
      const task = busyTask(seed, 'layered');
      const terrain = terrainOf(task.world);
      const environment = new BatchedEnvironment(settings, 1);
      environment.reset(0, task, { trials: 1, seed });
      const play = new RandomPlay(environment, seed);
      for (let step = 0; step < 20; step++) {
        play.play();
        const [{ x, y, z, heading }] = environment.state(0).players;
        for (let k = 0; k < 16; k++) {
          const angle = heading + (k * Math.PI) / 8 - Math.PI;
          distances.forEach((distance, d) => {
            const [toX, toZ] = [x - distance * Math.sin(angle), z - distance * Math.cos(angle)];
            const [height, seen] = [0, distances.length].map((at) => play.observations[part.offset + 10 * k + at + d]);
            const inside = toX >= 0 && toX < terrain.room.width && toZ >= 0 && toZ < terrain.room.depth;
            const true_ = inside ? terrain.height(toX, toZ) : Number.POSITIVE_INFINITY;
            const clear = (target: number) => !terrain.blocks(x, y + 1, z, toX, target, toZ);
            counts[seen]++;
            if (seen === 1) {
              expect(inside).toBe(true);
              expect(height).toBeCloseTo(Math.max(-1, Math.min(1, (true_ - y) / 2)), 5);
              // A margin, because rays that graze an edge may count either way.
              expect(clear(true_ + 1e-3)).toBe(true);
            } else if (inside) {
              // What is told is the line of sight over the hidden ground.
              const line = y + 2 * height;
              expect(line).toBeGreaterThan(Math.min(true_, y + 2) - 1e-5);
              if (line - 1e-3 > true_) expect(clear(line - 1e-3)).toBe(false);
              if (height < 1) expect(clear(line + 1e-3)).toBe(true);
            } else expect(height).toBe(1);
          });
        }
      }
    }
    expect(Math.min(...counts)).toBeGreaterThan(1000);
  });

  it('needs ascending distances above 0', () => {
    for (const wrong of [
      [2, 1],
      [1, 1],
      [0, 1],
    ]) {
      expect(settingsFault(around(4, wrong))).toMatch(/^\/surroundings\/distances/);
    }
    expect(settingsFault(around(4, [1, 2]))).toBeUndefined();
  });
});
