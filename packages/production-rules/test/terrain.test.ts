import { MAX_LEVEL, readTile } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { faultsOf, VALID } from './valid-file.js';

/** What is wrong with a map; objects and players are left out of it as far as may be. */
const faultsOfMap = (...rows: string[]) =>
  faultsOf(JSON.stringify({ ...VALID, objects: [], world: { rows }, players: [{ at: [1, 1] }] }));

const VALID_MAPS: [what: string, rows: string[]][] = [
  ['a flat room', ['00', '00']],
  ['the largest room', Array(12).fill('0'.repeat(12))],
  ['every level, as steps', ['0123', '7654', '8900']],
  ['a ramp in each direction', ['00100', '00^00', '1<0>1', '00v00', '00100']],
  ['ramps in a line', ['0>>>3', '0####']],
  ['parallel ramps', ['000', '^^^', '000'].with(0, '111')],
  ['ramps between walls, floors and drops', ['0#3', '0>1', '050']],
  ['two ramps up to one floor', ['0>1<0', '00000']],
  ['a ramp to the highest level', ['8>9', '888']],
];

describe('a map', () => {
  it.each(VALID_MAPS)('may have %s', (_, rows) => {
    expect(faultsOfMap(...rows)).toEqual([]);
  });

  it('gives the tiles by column and row', () => {
    const world = { rows: ['0#20', '0>>2', '1<00', 'v000', '2^01', '0000'] };
    const tiles = world.rows.map((row, r) => [...row].map((_, column) => readTile(world, column, r)));
    expect(tiles[0].slice(0, 3)).toEqual([{ kind: 'floor', level: 0 }, { kind: 'wall' }, { kind: 'floor', level: 2 }]);
    expect(tiles[1][1]).toEqual({ kind: 'ramp', level: 0, dx: 1, dz: 0 });
    expect(tiles[1][2]).toEqual({ kind: 'ramp', level: 1, dx: 1, dz: 0 });
    expect(tiles[2][1]).toEqual({ kind: 'ramp', level: 0, dx: -1, dz: 0 });
    expect(tiles[3][0]).toEqual({ kind: 'ramp', level: 1, dx: 0, dz: 1 });
    expect(readTile({ rows: ['0110', '00^0', '0000'] }, 2, 1)).toEqual({ kind: 'ramp', level: 0, dx: 0, dz: -1 });
    for (const [column, row] of [
      [-1, 0],
      [0, -1],
      [4, 0],
      [0, 6],
    ]) {
      expect(readTile(world, column, row)).toBeUndefined();
    }
  });
});

const REFUSED: [what: string, rows: string[], row: number, message: RegExp][] = [
  ['an unknown character', ['00', '0?'], 1, /^Character 2, "\?", is no tile; use 0 to 9 \(floor\), # \(wall\)/],
  ['a character of several code units', ['00', '0\u{1f600}'], 1, /^Character 2, /],
  ['ragged rows', ['000', '00'], 1, /as many tiles as the first \(3\), not 2\.$/],
  ['one column', ['0', '0'], 0, /2 to 12 columns/],
  ['13 columns', ['0'.repeat(13), '0'.repeat(13)], 0, /2 to 12 columns/],
  [
    'a ramp that leads to its own level',
    ['0>0', '000'],
    0,
    /column 2 rises from level 0 over one tile, so "1" must follow, not "0"/,
  ],
  ['a ramp that leads too high', ['0>2', '000'], 0, /so "1" must follow, not "2"/],
  ['a run that is too short', ['0>>3', '0000'], 0, /over 2 tiles, so "2" must follow, not "3"/],
  ['a ramp the wrong way round', ['1>0', '000'], 0, /from level 1 over one tile, so "2" must follow, not "0"/],
  ['a ramp against a wall', ['0>#', '000'], 0, /so "1" must follow, not "#"/],
  ['a ramp out of a wall', ['#>1', '000'], 0, /needs a floor \(a digit\), not "#"/],
  ['a ramp to the edge', ['00', '0>'], 1, /must follow, not the edge of the map/],
  ['a ramp from the edge', ['0v', '01'], 0, /At its low end the ramp "v" in column 2 needs a floor .* not the edge/],
  ['ramps that meet at the top', ['0><0', '0000'], 0, /must follow, not "<"/],
  ['ramps that meet at the bottom', ['1<>1', '0000'], 0, /needs a floor \(a digit\), not ">"/],
  ['a ramp round a corner', ['0>v', '002'], 0, /must follow, not "v"/],
  ['a ramp beyond the highest level', [`${MAX_LEVEL}>0`, '000'], 0, /beyond the highest level, 9, not "0"/],
];

describe('a map is refused with', () => {
  it.each(REFUSED)('%s', (_, rows, row, message) => {
    const faults = faultsOfMap(...rows);
    const fault = faults.find(({ path }) => path === `/world/rows/${row}`);
    expect(fault?.message).toMatch(message);
  });

  it('one fault per row', () => {
    expect(faultsOfMap('?', '?').map(({ path }) => path)).toEqual(['/world/rows/0', '/world/rows/1']);
  });

  it.each([
    ['one row', ['0000']],
    ['13 rows', Array(13).fill('00')],
    ['no rows', []],
  ])('%s', (_, rows) => {
    expect(faultsOfMap(...rows)).toMatchObject([{ path: '/world/rows', message: 'A map has 2 to 12 rows.' }]);
  });
});

const PLACES: [what: string, at: [number, number], message: RegExp | undefined][] = [
  ['on the low floor', [1, 1], undefined],
  ['on the plateau', [5, 3], undefined],
  ['up to the edge of a tile', [1.75, 1], undefined],
  ['on a ramp', [3, 3], /object 0 \(black cube\) at \(3, 3\) is on a ramp and must start on level floor/],
  ['partly on a ramp', [1.9, 3], /is on a ramp/],
  ['across a step', [5, 2.1], /stands across a step/],
  ['in a wall', [7, 3], /is in a wall/],
  ['outside', [8.1, 1], /is not inside the room/],
];

describe('an object', () => {
  it.each(PLACES)('%s', (_, at, message) => {
    const file = {
      ...VALID,
      objects: [{ type: 'black cube', at }],
      world: { rows: ['0000', '0>1#'] },
      players: [{ at: [6, 1] }],
    };
    const faults = faultsOf(JSON.stringify(file));
    if (message === undefined) expect(faults).toEqual([]);
    else expect(faults).toMatchObject([{ path: '/objects/0/at', message: expect.stringMatching(message) }]);
  });
});
