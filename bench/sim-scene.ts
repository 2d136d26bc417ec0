import {
  OBJECT_TYPES,
  type ObjectType,
  parsePredicate,
  parseRule,
  type Random,
  type Task,
} from '@open-ada/production-rules';

/** Places of the six objects, metres. */
const PLACES: readonly [number, number][] = [
  [1.5, 1.5],
  [4, 1.8],
  [6.5, 1.4],
  [1.6, 6.3],
  [4.1, 6.6],
  [6.4, 6.2],
];

/** A flat room of 8 x 8 m with six objects and two rules, of which the goal's object is made by the first. */
export function benchTask(random: Random): Task {
  const types: ObjectType[] = random.shuffle([...OBJECT_TYPES]);
  const rules = [`hold(me, ${types[0]}) -> ${types[6]}`, `near(${types[1]}, ${types[2]}) -> ${types[7]}`];
  return {
    version: 1,
    name: 'bench',
    goal: [parsePredicate(`hold(me, ${types[6]})`)],
    rules: rules.map((text) => ({ ...parseRule(text), hidden: true })),
    hiding: { types: [], predicates: [] },
    objects: PLACES.map((at, i) => ({ type: types[i], at: [...at], size: 1, frozen: false })),
    world: { rows: ['0000', '0000', '0000', '0000'] },
    players: [{ at: [4, 4] }],
    trialSeconds: 8,
  };
}

/** A decision that mostly walks ahead, turns now and then and grabs a lot: `[move, turn, hand]` at `offset`. */
export function busyAction(random: Random, actions: Int32Array, offset: number): void {
  actions[offset] = random.float() < 0.75 ? 2 : random.int(3);
  actions[offset + 1] = random.float() < 0.4 ? random.int(5) : 2;
  const hand = random.float();
  actions[offset + 2] = hand < 0.4 ? 2 : hand < 0.5 ? 0 : 1;
}
