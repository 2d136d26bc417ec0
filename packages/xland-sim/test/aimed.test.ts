import { COLOURS } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, featureOf, observationSpec, PAPER, partOf } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { LONG_ARM, Player } from './player.js';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';
import { taskOf } from './tasks.js';

const GRAB = 2;
/** What the hand can reach is then in view. */
const ALL_HEIGHTS = { azimuth: 90, elevation: 180 };

/** The feature `aimed` of each entity in view. */
const aimed = (player: Player) => player.entities().map((row) => row[player.at('entities', 'aimed')]);

describe('the mark on what the hand would take', () => {
  const task = taskOf({
    objects: [
      ['black cube', 4, 2.2],
      ['yellow sphere', 4.2, 3],
    ],
  });

  it('is on one entity: the one that a grab then takes', () => {
    const player = new Player(task, { ...LONG_ARM, aim: true });
    // The sphere is nearer, and the cube is straight ahead.
    expect(aimed(player)).toEqual([0, 1]);
    player.play('grab');
    const held = player.entities().filter((row) => row[player.at('entities', 'held')] === 1);
    expect(held.map((row) => row[player.at('entities', 'shape')])).toEqual([1]);
    // A full hand swaps, so it would take the other one.
    for (const row of player.entities()) {
      expect(row[player.at('entities', 'aimed')]).toBe(1 - row[player.at('entities', 'held')]);
    }
  });

  it('is on none if the hand is full and keeps what it holds, or if all is frozen or out of reach', () => {
    const keeping = new Player(task, { ...LONG_ARM, swap: false, aim: true });
    expect(aimed(keeping)).toEqual([0, 1]);
    keeping.play('grab');
    expect(aimed(keeping)).toEqual([0, 0]);
    const frozen = taskOf({ objects: [['black cube', 4, 3, { frozen: true }]] });
    expect(aimed(new Player(frozen, { ...LONG_ARM, aim: true }))).toEqual([0]);
    const far = taskOf({ objects: [['black cube', 4, 1]] });
    expect(aimed(new Player(far, { ...LONG_ARM, aim: true }))).toEqual([0]);
  });

  it.each([
    ['a hand that swaps', { ...COMPACT, maxEntities: 40, reach: 2, aim: true }],
    ['a hand that keeps', { ...EVERY_GROUP, maxEntities: 40, fieldOfView: ALL_HEIGHTS, aim: true }],
  ])('says before every grab of random play what it takes (%s)', (_, settings) => {
    const spec = observationSpec(settings);
    const [entities, previous] = ['entities', 'previous'].map((name) => partOf(spec, name)!);
    const [most, width] = entities.shape;
    const at = (name: string) => featureOf(entities, name).offset;
    const taken = featureOf(previous, 'taken');
    const handGroup = new BatchedEnvironment(settings, 1).actionSpec.groups.findIndex(({ name }) => name === 'hand');
    let grabs = 0;
    for (let seed = 0; seed < 6; seed++) {
      const environment = new BatchedEnvironment(settings, 1);
      environment.reset(0, busyTask(seed), { trials: 3, seed });
      const play = new RandomPlay(environment, seed);
      environment.observe(play.observations);
      while (!play.ended(0)) {
        const floats = play.observations;
        const rows = Array.from({ length: most }, (_, k) => floats.slice(k * width, (k + 1) * width));
        const marked = rows.filter((row) => row[at('aimed')] === 1);
        const types = marked.map((row) => {
          const [shape, colour] = ['shape', 'colour'].map((name) => row.indexOf(1, at(name)) - at(name));
          return shape * COLOURS.length + colour;
        });
        play.play();
        if (play.ended(0) || play.actions[handGroup] !== GRAB) continue;
        const from = previous.offset + taken.offset;
        const took = [...play.observations.subarray(from, from + taken.size)].flatMap((x, type) => (x ? [type] : []));
        expect(took).toEqual(types);
        grabs += took.length;
      }
    }
    expect(grabs).toBeGreaterThan(10);
  });

  it('is absent without the setting', () => {
    for (const settings of [COMPACT, PAPER]) {
      const { features } = partOf(observationSpec(settings), 'entities')!;
      expect(features.map(({ name }) => name)).not.toContain('aimed');
    }
  });
});
