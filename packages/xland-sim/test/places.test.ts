import { BatchedEnvironment, COMPACT, featureOf, observationSpec, partOf } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { scaleOf } from '../src/settings/layout.js';
import { Player } from './player.js';
import { busyTask, RandomPlay } from './random-play.js';
import { taskOf } from './tasks.js';

const PLACES = { ...COMPACT, places: true };
const spec = observationSpec(PLACES);
const ENTITIES = partOf(spec, 'entities')!;
const metres = (row: ArrayLike<number>, feature: string): number[] => {
  const { offset, size } = featureOf(ENTITIES, feature);
  return Array.from({ length: size }, (_, k) => row[offset + k] * scaleOf(ENTITIES, feature));
};

it('an object stays at its place, from the centre of the room, whatever way the avatar looks and walks', () => {
  const task = taskOf({
    objects: [['black cube', 5, 1]],
    rows: ['000', '000', '000', '000'],
    at: [3, 5],
  });
  const player = new Player(task, PLACES);
  const place = () => {
    const [row] = player.entities();
    return [...metres(row, 'place'), ...metres(row, 'height')].map((x) => Math.round(1e4 * x) / 1e4);
  };
  const before = place();
  // The room is 6 x 8 m, and a cube of 0.5 m lies on the floor.
  expect(before).toEqual([2, -3, 0.25]);
  player.play('small left');
  expect(place()).toEqual(before);
  player.play('forward');
  expect(place()).toEqual(before);
  expect(player.entities()[0][player.at('entities', 'position')]).not.toBeCloseTo(2 / 4, 1);
});

it('heights are those above the floor of level 0, of objects and of the feet', () => {
  const task = taskOf({ objects: [['yellow cube', 3, 1]], rows: ['22', '22', '22'], at: [1, 5] });
  const heading = { mean: -0.4, spread: 0 };
  const player = new Player({ ...task, players: [{ at: [1, 5], heading }] }, PLACES);
  expect(metres(player.entities()[0], 'height')[0]).toBeCloseTo(2.25, 5);
  expect(player.feature('body', 'height')[0] * scaleOf(partOf(spec, 'body')!, 'height')).toBeCloseTo(2, 5);
});

it('is what pose, heading and position in the body frame say together, through random play', () => {
  const body = partOf(spec, 'body')!;
  const [most, width] = ENTITIES.shape;
  let rows = 0;
  for (let seed = 0; seed < 4; seed++) {
    const environment = new BatchedEnvironment(PLACES, 1);
    environment.reset(0, busyTask(seed), { trials: 2, seed });
    const play = new RandomPlay(environment, seed);
    for (let step = 0; step < 50; step++) {
      play.play();
      const floats = play.observations;
      const own = (feature: string, k: number) => floats[body.offset + featureOf(body, feature).offset + k];
      const [x, z] = [0, 1].map((k) => own('position', k) * scaleOf(body, 'position'));
      const [sin, cos] = [own('heading', 0), own('heading', 1)];
      const feet = own('height', 0) * scaleOf(body, 'height');
      for (let r = 0; r < most; r++) {
        const row = floats.subarray(r * width, (r + 1) * width);
        if (row[featureOf(ENTITIES, 'present').offset] === 0) {
          expect(row.every((float) => float === 0)).toBe(true);
          continue;
        }
        const [right, up, forward] = metres(row, 'position');
        const [placeX, placeZ] = metres(row, 'place');
        expect(placeX).toBeCloseTo(x + cos * right - sin * forward, 4);
        expect(placeZ).toBeCloseTo(z - sin * right - cos * forward, 4);
        expect(metres(row, 'height')[0]).toBeCloseTo(feet + 1 + up, 4);
        rows++;
      }
    }
  }
  expect(rows).toBeGreaterThan(200);
});
