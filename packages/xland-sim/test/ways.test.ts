import { COMPACT, type SimulationSettings } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Player } from './player.js';
import { taskOf } from './tasks.js';

const TOLD: SimulationSettings = { ...COMPACT, recall: true, ways: true };

/** An avatar that has looked all round, and looks along -z again. */
function lookedRound(rows: string[], at: [number, number], objects: [number, number][]): Player {
  const placed = objects.map(([x, z]): ['black cube', number, number] => ['black cube', x, z]);
  const player = new Player(taskOf({ rows, at, objects: placed, trialSeconds: 60 }), TOLD);
  for (let k = 0; k < 12; k++) player.play('large left');
  return player;
}

/** Angle to the right of the heading at which the way to each object begins, degrees, and its length, metres. */
function ways(player: Player): [angle: number, length: number][] {
  const [way, length] = [player.at('entities', 'way'), player.at('entities', 'wayLength')];
  return player
    .entities()
    .map((row) => [Math.round((Math.atan2(row[way], row[way + 1]) * 180) / Math.PI) + 0, Math.round(row[length] * 8)]);
}

function frontier(player: Player) {
  const [exists, sine, cosine, length] = player.part('frontier');
  const angle = Math.round((Math.atan2(sine, cosine) * 180) / Math.PI);
  return { exists, angle, length: Math.round(length * 8) };
}

describe('the way to an object', () => {
  it('is straight where nothing is in between', () => {
    expect(ways(lookedRound(['0000', '0000', '0000', '0000'], [4, 4], [[4, 2]]))).toEqual([[0, 2]]);
    expect(ways(lookedRound(['0000', '0000', '0000', '0000'], [4, 4], [[5.5, 4]]))).toEqual([[90, 2]]);
  });

  it('is straight at any angle', () => {
    const [[angle, length]] = ways(lookedRound(['0000', '0000', '0000', '0000'], [4, 6.5], [[6.5, 1.5]]));
    expect(angle).toBe(Math.round((Math.atan2(2.5, 5) * 180) / Math.PI));
    expect(length).toBe(6);
  });

  it('leads down a ramp that is not far, not over an edge; and over an edge where the ramp is far', () => {
    // The avatar stands on a plateau and looks over the edge ahead. A ramp leads down to its left.
    const near = lookedRound(['0000', '0v00', '0110', '0000'], [5.5, 5.5], [[3.5, 1.5]]);
    const far = lookedRound(['000000', '0v0000', '011110', '000000'], [9, 5], [[9, 1]]);
    expect(ways(near)[0][0]).toBeLessThan(-30);
    expect(Math.abs(ways(far)[0][0])).toBeLessThan(30);
  });

  it('leads up a ramp, not up a step', () => {
    // A plateau to the left, with its ramp ahead of it; the cube lies on the plateau.
    const player = lookedRound(['1000', '^000', '0000'], [3, 1], [[1, 1]]);
    const [[angle, length]] = ways(player);
    expect(Math.abs(angle)).toBeGreaterThan(100);
    // The plateau is 2 m away.
    expect(length).toBeGreaterThan(3);
  });
});

describe('the way to ground never in view', () => {
  it('leads round a wall', () => {
    const player = new Player(
      taskOf({ rows: ['000', '000', '##0', '000'], at: [1, 3], objects: [['black cube', 1, 7]], trialSeconds: 60 }),
      TOLD,
    );
    for (let k = 0; k < 12; k++) player.play('large left');
    // What is behind the wall has not been seen.
    expect(player.entities()).toEqual([]);
    const { exists, angle } = frontier(player);
    expect(exists).toBe(1);
    expect(angle).toBeGreaterThan(45);
    expect(angle).toBeLessThan(160);
  });

  it('leads up a ramp, not up a cliff of which only the foot is in view', () => {
    // The avatar stands below a plateau that is higher than its eye. The ramps up are to its left.
    const player = lookedRound(['2222', '^000', '1000', '^000', '0000'], [7, 4.5], []);
    const { exists, angle, length } = frontier(player);
    expect(exists).toBe(1);
    expect(angle).toBeLessThan(-60);
    expect(length).toBeGreaterThan(4);
  });

  it('ends where all was in view', () => {
    expect(frontier(lookedRound(['0000', '0000', '0000', '0000'], [4, 4], [])).exists).toBe(0);
  });

  it('is told before the first turn, and forgotten with the trial', () => {
    const player = new Player(taskOf({ trialSeconds: 3 }), TOLD, { trials: 2, seed: 1 });
    expect(frontier(player).exists).toBe(1);
    for (let k = 0; k < 12; k++) player.play('large left');
    expect(frontier(player).exists).toBe(0);
    for (let k = 0; k < 3; k++) player.play('stay');
    expect(frontier(player).exists).toBe(1);
  });
});
