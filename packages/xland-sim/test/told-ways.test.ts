import { COMPACT, Explorer, type SimulationSettings } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { Player } from './player.js';
import { taskOf } from './tasks.js';

const TOLD: SimulationSettings = { ...COMPACT, recall: true, ways: true };
/** Steps in which the cube is still more than 2 m of way ahead. */
const STEPS = 14;
/** A way that begins within this angle of the heading needs no turn, degrees. */
const AHEAD = 15;

/** A cube on a plateau ahead. The one ramp leads up from behind, where the avatar does not see it. */
const task = taskOf({
  rows: ['000000', '0v0000', '011100', '000000', '000000'],
  at: [7, 7.5],
  goal: ['hold(me, black cube)'],
  objects: [['black cube', 5, 5]],
  heading: { mean: 0, spread: 0 },
  trialSeconds: 60,
});

/** For each step, the angle of the told way to the cube, degrees to the right, and the side to which a script turns. */
function turns(explorer: Explorer): { told: number; side: number }[] {
  const player = new Player(task, TOLD);
  const { environment } = player;
  const { groups } = environment.actionSpec;
  const actions = new Int32Array(groups.length);
  const turn = groups.findIndex(({ name }) => name === 'turn');
  const way = player.at('entities', 'way');
  return Array.from({ length: STEPS }, () => {
    const [cube] = player.entities();
    explorer.act(environment, 0, actions);
    environment.step(actions, new Float32Array(1), new Uint8Array(1));
    return { told: (Math.atan2(cube[way], cube[way + 1]) * 180) / Math.PI, side: Math.sign(actions[turn] - 2) };
  });
}

describe('a steady explorer', () => {
  it('goes the way that the agent is told, as far as the ground was in view', () => {
    const asked = turns(new Explorer({ steady: true })).filter(({ told }) => Math.abs(told) > AHEAD);
    expect(asked.length).toBeGreaterThan(STEPS / 3);
    for (const { told, side } of asked) expect(side).toBe(Math.sign(told));
  });

  it('otherwise goes by the map', () => {
    const [{ told, side }] = turns(new Explorer());
    expect(told).toBeLessThan(-AHEAD);
    expect(side).toBe(1);
  });
});
