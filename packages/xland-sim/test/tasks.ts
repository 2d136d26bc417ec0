import {
  OBJECT_TYPES,
  type ObjectType,
  parsePredicate,
  parseRule,
  Random,
  type Task,
} from '@open-ada/production-rules';

type Placed = [type: ObjectType, x: number, z: number, extra?: { size?: number; frozen?: boolean }];

export interface Sketch {
  goal?: string[];
  /** A rule in words; `hidden: ` in front hides it. */
  rules?: string[];
  objects?: Placed[];
  rows?: string[];
  at?: [number, number];
  heading?: { mean: number; spread: number };
  trialSeconds?: number;
}

/** A task from a few words: an 8 x 8 m room, the avatar in its middle, looking along -z. */
export function taskOf(sketch: Sketch): Task {
  const { goal = ['hold(me, black cube)'], rules = [], objects = [] } = sketch;
  return {
    version: 1,
    name: 'test',
    goal: goal.map((text) => parsePredicate(text)),
    rules: rules.map((text) => ({ ...parseRule(text.replace('hidden: ', '')), hidden: text.startsWith('hidden: ') })),
    hiding: { types: [], predicates: [] },
    objects: objects.map(([type, x, z, extra]) => ({ type, at: [x, z], size: 1, frozen: false, ...extra })),
    world: { rows: sketch.rows ?? ['0000', '0000', '0000', '0000'] },
    players: [{ at: sketch.at ?? [4, 4], heading: sketch.heading ?? { mean: 0, spread: 0 } }],
    trialSeconds: sketch.trialSeconds ?? 8,
  };
}

/** A random task: objects of all kinds and sizes, some frozen, wall tiles, rules of every predicate. */
export function randomTask(seed: number): Task {
  const random = new Random(seed);
  const types = random.shuffle([...OBJECT_TYPES]);
  const rows = ['0000', '0#00', '0000', '0000'];
  const objects = types.slice(0, 3 + random.int(6)).map((type, i): Placed => {
    const x = 0.5 + (i % 4) * 1.9 + random.range(0, 0.4);
    const z = i < 4 ? 0.6 + random.range(0, 0.5) : 6.6 + random.range(0, 0.5);
    return [type, x, z, { size: random.range(0.6, 1.5), frozen: random.float() < 0.15 }];
  });
  const any = (): ObjectType => random.pick(types.slice(0, 8));
  const conditions = [
    () => `hold(me, ${any()})`,
    () => `near(${types[random.int(4)]}, ${types[4 + random.int(4)]})`,
    () => `touching(${types[random.int(4)]}, ${types[4 + random.int(4)]})`,
    () => `touching(me, ${any()})`,
    () => `not near(${types[random.int(4)]}, ${types[4 + random.int(4)]})`,
    () => `see(me, ${types[7]})`,
  ];
  const rules = Array.from({ length: random.int(5) }, () => {
    const spawns = Array.from({ length: random.int(4) }, any);
    return `${random.pick(conditions)()} -> ${spawns.length > 0 ? spawns.join(', ') : 'nothing'}`;
  });
  return taskOf({ goal: [`hold(me, ${any()})`], rules, objects, rows, at: [4, 5.2], heading: { mean: 0, spread: 3 } });
}
