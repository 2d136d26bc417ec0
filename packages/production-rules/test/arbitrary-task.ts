import {
  COLOURS,
  OBJECT_TYPES,
  type ObjectType,
  type Predicate,
  Random,
  type Rule,
  SHAPES,
  type Task,
} from '@open-ada/production-rules';

function predicate(random: Random): Predicate {
  const type = (): ObjectType => `${random.pick(COLOURS)} ${random.pick(SHAPES)}`;
  const name = random.pick(['near', 'touching', 'hold', 'see'] as const);
  const first = name === 'hold' || random.float() < 0.4 ? 'me' : type();
  return { name, negated: random.float() < 0.3, arguments: [first, type()] };
}

/** A valid task of many features, a pure function of the seed. */
export function arbitraryTask(seed: number): Task {
  const random = new Random(seed);
  const rule = (): Rule => ({
    condition: predicate(random),
    spawns: Array.from({ length: random.int(4) }, () => random.pick(OBJECT_TYPES)),
    hidden: random.float() < 0.5,
  });
  const places = random.shuffle(
    Array.from({ length: 25 }, (_, i): [number, number] => [1 + (i % 5), 1 + Math.floor(i / 5)]),
  );
  return {
    version: 1,
    name: `task "${seed}"`,
    goal: Array.from({ length: 1 + random.int(2) }, () => predicate(random)),
    rules: Array.from({ length: random.int(17) }, rule),
    hiding: random.float() < 0.5 ? { types: [], predicates: [] } : { types: ['black cube'], predicates: ['near'] },
    objects: places.slice(1, 1 + random.int(12)).map((at) => ({
      type: random.pick(OBJECT_TYPES),
      at,
      size: random.float() < 0.5 ? 1 : 1.2,
      frozen: random.float() < 0.2,
    })),
    world: { rows: seed % 2 === 0 ? ['000#', '000#', '000#', '####'] : ['0002', '000^', '0001', '####'] },
    players: [
      { at: places[0], ...(random.float() < 0.5 ? { heading: { mean: 1, spread: 0.5 } } : {}) },
      ...(seed % 4 === 3 ? [{ at: places[24], hiding: { rules: [], types: [], predicates: ['see' as const] } }] : []),
    ],
    trialSeconds: 5 + random.int(20),
    ...(seed % 3 === 0 ? { tests: 'something' } : {}),
  };
}
