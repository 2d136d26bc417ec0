import {
  OBJECT_TYPES,
  type ObjectType,
  parsePredicate,
  parseRule,
  Random,
  type Task,
} from '@open-ada/production-rules';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';

/** Positions of the six objects, metres. */
const PLACES: readonly [number, number][] = [
  [1.5, 1.5],
  [4.6, 1.6],
  [6.5, 1.4],
  [1.6, 6.3],
  [5, 6.6],
  [6.4, 6.2],
];

/** Rooms of 8 x 8 m. */
const ROOMS = {
  flat: ['0000', '0000', '0000', '0000'],
  layered: ['0>11', '0011', '0000', '1<0#'],
} as const;

export type RoomName = keyof typeof ROOMS;

/** Start positions of one player and of two. */
const STARTS: readonly [number, number][] = [
  [3.6, 5],
  [4.6, 3.2],
];

/** A room with six objects and two rules. The first rule makes the object that the goal asks for. */
export function benchTask(random: Random, room: RoomName = 'flat', players = 1): Task {
  const types: ObjectType[] = random.shuffle([...OBJECT_TYPES]);
  const rules = [`hold(me, ${types[0]}) -> ${types[6]}`, `near(${types[1]}, ${types[2]}) -> ${types[7]}`];
  return {
    version: 1,
    name: 'bench',
    goal: [parsePredicate(`hold(me, ${types[6]})`)],
    rules: rules.map((text) => ({ ...parseRule(text), hidden: true })),
    hiding: { types: [], predicates: [] },
    objects: PLACES.map((at, i) => ({ type: types[i], at: [...at], size: 1, frozen: false })),
    world: { rows: [...ROOMS[room]] },
    players: STARTS.slice(0, players).map((at) => ({ at: [...at] })),
    trialSeconds: 8,
  };
}

/** Steps after which the player turns to another object. */
const PATIENCE = 10;

/** A recorded episode: its start, and the actions that follow. */
export interface Script {
  task: Task;
  seed: number;
  /** `[steps, P, 3]`: move, turn, hand of each player. */
  actions: Int32Array;
}

/**
 * A player that never rests. It walks up to one object after another, into it or with a grab, carries it off and
 * releases it. Its actions are recorded in advance, so that only the world is timed. The world repeats itself bit for
 * bit.
 */
export function busyScript(settings: SimulationSettings, task: Task, trials: number, seed: number): Script {
  const environment = new BatchedEnvironment(settings, 1);
  environment.reset(0, task, { trials, seed });
  const random = new Random(seed, 1);
  const rewards = new Float32Array(environment.players);
  const events = new Uint8Array(1);
  const all: number[] = [];
  const targets = [0, 0];
  const choose = (seat: number, k: number): number[] => {
    const { players, objects } = environment.state(0);
    const { x, z, heading, held } = players[seat];
    if (k % PATIENCE === 0) targets[seat] = random.int(objects.length);
    const { position } = objects[targets[seat] % objects.length];
    const aside = Math.atan2(x - position[0], z - position[2]) - heading;
    const turn = Math.atan2(Math.sin(aside), Math.cos(aside)) * (180 / Math.PI);
    const side = turn > 20 ? 0 : turn > 5 ? 1 : turn > -5 ? 2 : turn > -20 ? 3 : 4;
    const hand = random.float() < (held < 0 ? 0.25 : 0.1) ? (held < 0 ? 2 : 0) : 1;
    return [Math.abs(turn) < 60 ? 2 : 1, side, hand];
  };
  for (let k = 0; events[0] !== 2; k++) {
    const actions = task.players.flatMap((_, seat) => choose(seat, k));
    all.push(...actions);
    environment.step(Int32Array.from(actions), rewards, events);
  }
  return { task, seed, actions: Int32Array.from(all) };
}
