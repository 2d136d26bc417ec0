// A family of tasks of one's own: two objects of one colour must be brought near each other.
// node --import ./examples/own-family.mjs scripts/run.mjs task generate two-of-a-colour
// node --import ./examples/own-family.mjs scripts/run.mjs train-teacher --family two-of-a-colour
import { registerFamily } from '@open-ada/curriculum/register';
import { COLOURS, SHAPES } from '@open-ada/production-rules';

const TILE = 2;
const ROOM = 0.5;

registerFamily({
  name: 'two-of-a-colour',
  generate(random, { trialSeconds = 10, tiles = 3 }) {
    const [colour, other] = random.shuffle([...COLOURS]);
    const [first, second, third] = random.shuffle([...SHAPES]);
    const types = [`${colour} ${first}`, `${colour} ${second}`, `${other} ${third}`];
    // One place in each tile, so that nothing overlaps.
    const corners = Array.from({ length: tiles * tiles }, (_, i) => [TILE * (i % tiles), TILE * Math.floor(i / tiles)]);
    const places = random
      .shuffle(corners)
      .map((corner) => corner.map((edge) => Number((edge + random.range(ROOM, TILE - ROOM)).toFixed(2))));
    return {
      version: 1,
      name: `bring the two ${colour} objects together`,
      goal: [{ name: 'near', negated: false, arguments: [types[0], types[1]] }],
      rules: [],
      hiding: { types: [], predicates: [] },
      objects: types.map((type, i) => ({ type, at: places[i + 1], size: 1, frozen: false })),
      world: { rows: Array.from({ length: tiles }, () => '0'.repeat(tiles)) },
      players: [{ at: places[0] }],
      trialSeconds,
    };
  },
});
