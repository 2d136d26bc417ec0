import { Random } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Navigation, type Passage, terrainOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { MAPS } from './maps.js';
import { Player } from './player.js';
import { taskOf } from './tasks.js';

const of = (...rows: string[]): Navigation => new Navigation(terrainOf({ rows }));
const marks = (marked: Uint8Array): string => Array.from(marked).join('');
const ways = (passages: Passage[]) => Object.fromEntries(passages.map(({ to, kind, cost }) => [to, [kind, cost]]));

describe('passages', () => {
  it('are walks on one level, ramps at the ends of a ramp, drops down a step, and nothing up it or into a wall', () => {
    const navigation = of('0>1#', '0012', '0000');
    expect(ways(navigation.from(0))).toEqual({ 1: ['ramp', 2], 4: ['walk', 2] });
    // The ramp: both ends; off its side, half a metre down at its middle.
    expect(ways(navigation.from(1))).toEqual({ 0: ['ramp', 2], 2: ['ramp', 2], 5: ['drop', 2.5] });
    expect(ways(navigation.from(5))).toEqual({ 4: ['walk', 2], 9: ['walk', 2] });
    expect(ways(navigation.from(7))).toEqual({ 6: ['drop', 3], 11: ['drop', 4] });
    expect(ways(navigation.from(6))).toEqual({ 2: ['walk', 2], 5: ['drop', 3], 10: ['drop', 3] });
  });

  it('lead from ramp to parallel ramp, and along a run', () => {
    const navigation = of('0>>2', '0>>2');
    expect(ways(navigation.from(1))).toEqual({ 0: ['ramp', 2], 2: ['ramp', 2], 5: ['ramp', 2] });
  });

  it('begin in the middle of a tile, on its surface', () => {
    expect(of('0>1', '000').centre(1)).toEqual({ x: 3, y: 0.5, z: 1 });
  });
});

describe('reachability', () => {
  it('of a plateau without a ramp: down only', () => {
    const navigation = of('001', '001');
    expect(marks(navigation.reachable(0))).toBe('110110');
    expect(marks(navigation.leadingTo(0))).toBe('111111');
    expect(marks(navigation.thereAndBack(0))).toBe('110110');
    expect(marks(navigation.thereAndBack(2))).toBe('001001');
  });

  it('of a pit: in, but not out', () => {
    const navigation = of('111', '101', '111');
    expect(marks(navigation.reachable(0))).toBe('111111111');
    expect(marks(navigation.thereAndBack(0))).toBe('111101111');
  });

  it('with a ramp: both ways', () => {
    expect(marks(of('0>1', '001').thereAndBack(0))).toBe('111111');
    expect(marks(of('1111', '1<01', '1111').thereAndBack(0))).toBe('111111111111');
  });

  it('ends at walls, and knows none from inside one', () => {
    expect(marks(of('0#0', '0#0').reachable(0))).toBe('100100');
    expect(marks(of('0#0', '0#0').reachable(1))).toBe('000000');
    expect(of('0#', '00').isFloor(1)).toBe(false);
  });
});

describe.each(MAPS)('an avatar in %j', (...rows) => {
  const navigation = of(...rows);
  const { terrain } = navigation;
  const tiles = Array.from(terrain.kinds.keys()).filter((tile) => navigation.isFloor(tile));

  it('walks from the middle of a tile to that of its neighbour exactly where there is a passage', () => {
    const headings = [
      [1, -Math.PI / 2],
      [-1, Math.PI / 2],
      [terrain.columns, Math.PI],
      [-terrain.columns, 0],
    ];
    for (const tile of tiles) {
      const { x, y, z } = navigation.centre(tile);
      const passages = ways(navigation.from(tile));
      for (const [step, mean] of headings) {
        const player = new Player(taskOf({ rows, at: [x, z], heading: { mean, spread: 0 } }));
        expect(player.state.players[0].y).toBe(y);
        // 2.4 m; the last steps let it fall.
        for (const word of ['forward', 'forward', 'forward', 'forward', 'stay', 'stay', 'stay']) player.play(word);
        const me = player.state.players[0];
        const to = tile + step;
        const arrived = terrain.tileAt(me.x, me.z) === to;
        expect([tile, to, arrived]).toEqual([tile, to, passages[to] !== undefined]);
        if (arrived) expect(me.y).toBe(terrain.height(me.x, me.z));
      }
    }
  });

  it('never leaves what it can reach, however it wanders', () => {
    const task = taskOf({ rows, at: [1, 1], heading: { mean: 0, spread: Math.PI }, trialSeconds: 40 });
    const reachable = navigation.reachable(0);
    const environment = new BatchedEnvironment(COMPACT, 1);
    const random = new Random(1);
    const events = Uint8Array.of(2);
    let strayed = 0;
    for (let k = 0; k < 4000; k++) {
      if (events[0] === 2) environment.reset(0, task, { trials: 1, seed: k });
      const turn = random.float() < 0.25 ? random.int(5) : 2;
      environment.step(Int32Array.of(2, turn, 1), new Float32Array(1), events);
      const [{ x, y, z }] = environment.state(0).players;
      if (reachable[terrain.tileAt(x, z)] === 0 || y < terrain.height(x, z)) strayed++;
    }
    expect(strayed).toBe(0);
  });
});
