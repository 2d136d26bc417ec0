import { Random } from '@open-ada/production-rules';
import { SURFACE, type Terrain, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Barriers } from '../src/world/barriers.js';
import { mergeTiles } from '../src/world/merge-tiles.js';
import { MAPS } from './maps.js';

const of = (...rows: string[]): Terrain => terrainOf({ rows });

describe('the surface', () => {
  it('is level on floors, rises by a metre over a ramp, and is the top of the walls on wall tiles', () => {
    const terrain = of('0>>2#', '00000');
    expect([1, 2, 3, 4, 5, 6, 7].map((x) => terrain.height(x, 1))).toEqual([0, 0, 0.5, 1, 1.5, 2, 2]);
    expect(terrain.height(9, 1)).toBe(terrain.top);
    expect(terrain.top).toBe(4);
    expect(of('1<0', '000').height(2.5, 1)).toBe(0.75);
    expect(of('00', 'v0', '10').height(1, 2.5)).toBe(0.25);
    expect(of('10', '^0', '00').height(1, 2.5)).toBe(0.75);
  });

  it('of only floor 0 and walls is flat', () => {
    expect(of('0#', '00').flat).toBe(true);
    expect(of('01', '00').flat).toBe(false);
    expect(of('11', '11').flat).toBe(false);
  });

  it('counts as one where its planes continue', () => {
    const terrain = of('0>>2', '0>>2', '0000');
    expect(terrain.surfaceUnder(3, 2, 0.5)).toBe(5);
    expect(terrain.surfaceUnder(4, 1, 0.5)).toBeGreaterThan(0);
    expect(terrain.surfaceUnder(2, 1, 0.5)).toBe(-1);
    expect(terrain.surfaceUnder(3, 4, 0.5)).toBe(-1);
  });
});

describe('cast', () => {
  it('tells floor, ramp, cliff and wall with their normals', () => {
    const terrain = of('000>1', '00001', '00000');
    const root = 1 / Math.sqrt(5);
    const met = (...ray: Parameters<Terrain['cast']>) => [terrain.cast(...ray), { ...terrain.hit }];
    expect(met(1, 0.5, 1, 1, 0, 0, 20)).toEqual([
      6,
      { kind: SURFACE.ramp, nx: -root, ny: 2 * root, nz: expect.closeTo(0, 12), tile: 3 },
    ]);
    expect(met(1, 0.5, 3, 1, 0, 0, 20)).toEqual([7, { kind: SURFACE.cliff, nx: -1, ny: 0, nz: 0, tile: 9 }]);
    expect(met(1, 0.5, 5, 1, 0, 0, 20)).toEqual([9, { kind: SURFACE.wall, nx: -1, ny: 0, nz: 0, tile: -1 }]);
    expect(met(1, 0.5, 5, 0, -1, 0, 20)).toEqual([
      0.5,
      { kind: SURFACE.floor, nx: expect.closeTo(0, 12), ny: 1, nz: expect.closeTo(0, 12), tile: 10 },
    ]);
    expect(met(1, 0.5, 5, 0, 1, 0, 20)).toEqual([20, { kind: SURFACE.none, nx: 0, ny: 0, nz: 0, tile: -1 }]);
  });

  it('measures in lengths of the direction', () => {
    const terrain = of('0001', '0001');
    expect(terrain.cast(1, 0.5, 1, 10, 0, 0, 1)).toBeCloseTo(0.5, 12);
    expect(terrain.cast(1, 0.5, 1, 4, 0, 0, 1)).toBe(1);
  });

  it('passes over walls that it is above', () => {
    const terrain = of('00#00', '00000');
    expect(terrain.cast(1, 2.5, 1, 1, 0, 0, 6)).toBe(6);
    expect(terrain.cast(1, 1.5, 1, 1, 0, 0, 6)).toBe(3);
  });

  it.each(MAPS)('agrees with sampling along the ray in %j', (...rows) => {
    const terrain = of(...rows);
    const random = new Random(3);
    const [width, depth] = [terrain.room.width, terrain.room.depth];
    let met = 0;
    for (let k = 0; k < 400; k++) {
      const [x, z] = [random.range(0.01, width - 0.01), random.range(0.01, depth - 0.01)];
      const y = terrain.height(x, z) + random.range(0.01, 2);
      const [dx, dy, dz] = [random.normal(), 0.5 * random.normal(), random.normal()];
      const length = Math.hypot(dx, dy, dz);
      const far = 14;
      const found = terrain.cast(x, y, z, dx / length, dy / length, dz / length, far);
      const at = (t: number) => [x + (t * dx) / length, y + (t * dy) / length, z + (t * dz) / length];
      let sampled = far;
      for (let t = 0; t < far; t += 0.004) {
        const [px, py, pz] = at(t);
        const outside = px < 0 || pz < 0 || px > width || pz > depth;
        if (outside ? py < terrain.top : py < terrain.height(px, pz)) {
          sampled = t;
          break;
        }
        if (outside) break;
      }
      // A sample may step over a grazed edge, and is late by less than a step.
      if (sampled < found - 1e-6) throw new Error(`missed at ${sampled}, found ${found}`);
      if (found < far) {
        met++;
        expect(sampled - found).toBeLessThan(found === sampled ? 1 : 0.2);
        const { nx, ny, nz } = terrain.hit;
        expect(nx * dx + ny * dy + nz * dz).toBeLessThan(0);
        expect(Math.hypot(nx, ny, nz)).toBeCloseTo(1, 12);
      }
    }
    expect(met).toBeGreaterThan(100);
  });
});

describe('barriers', () => {
  it.each(MAPS)('leave a disc clear of what is higher than its limit in %j', (...rows) => {
    const terrain = of(...rows);
    const barriers = new Barriers(terrain);
    const random = new Random(8);
    for (let k = 0; k < 500; k++) {
      const x = random.range(0.4, terrain.room.width - 0.4);
      const z = random.range(0.4, terrain.room.depth - 0.4);
      const limit = terrain.height(x, z) + 0.3;
      if (limit > terrain.top) continue;
      const moved = barriers.resolve(x, z, 0.35, limit);
      let overlapping = false;
      for (let a = 0; a < 32; a++) {
        const angle = (a * Math.PI) / 16;
        const height = terrain.height(barriers.x + 0.349 * Math.cos(angle), barriers.z + 0.349 * Math.sin(angle));
        overlapping ||= height > limit + 1e-9;
      }
      expect(overlapping).toBe(false);
      if (!moved) expect([barriers.x, barriers.z]).toEqual([x, z]);
      else expect(Math.hypot(barriers.x - x, barriers.z - z)).toBeLessThan(0.75);
    }
  });

  it('let what is carried high enough pass over a step', () => {
    const barriers = new Barriers(of('001', '001'));
    expect(barriers.reach(1, 1, 1, 0, 0.25, 4, 0.6)).toBeCloseTo(2.75, 12);
    expect(barriers.reach(1, 1, 1, 0, 0.25, 4, 1.1)).toBeCloseTo(4, 12);
    // The outer wall stays.
    expect(barriers.reach(1, 1, 1, 0, 0.25, 9, 1.1)).toBeCloseTo(4.75, 12);
  });
});

it('merges tiles of one value into rectangles that cover each tile once', () => {
  const random = new Random(5);
  for (let k = 0; k < 200; k++) {
    const columns = 2 + random.int(6);
    const values = Float64Array.from({ length: columns * (2 + random.int(6)) }, () => random.int(3));
    const covered = new Float64Array(values.length);
    const blocks = mergeTiles(values, columns);
    for (const { value, c0, c1, r0, r1 } of blocks) {
      for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) covered[r * columns + c] += value;
    }
    expect(covered).toEqual(values);
  }
  expect(mergeTiles(Float64Array.from([1, 1, 0, 1, 1, 2]), 3)).toHaveLength(2);
});
