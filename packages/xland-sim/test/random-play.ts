import { OBJECT_TYPES, type ObjectType, Random, readTask, type Task, taskToFile } from '@open-ada/production-rules';
import { type BatchedEnvironment, EVENT, PAPER, type SimulationSettings } from '@open-ada/xland-sim';
import { taskOf } from './tasks.js';

/** All action groups, and a hand that grabs without aiming. */
export const EVERY_GROUP: SimulationSettings = { ...PAPER, cone: { azimuth: 25, elevation: 60 } };

const FLAT = [
  ['0000', '0#00', '0000', '0000'],
  ['00000', '00000', '00000'],
];
const LAYERED = [
  ['0000', '0>11', '0011'],
  ['000#00', '0>>200', '000200', '000000'],
  ['1111', '^^00', '0000', '00#0'],
];

const valid = (task: Task): boolean => 'task' in readTask(taskToFile(task));

/** A crowded room with rules that fire often: about every other object reacts to a hand or to a neighbour. */
export function busyTask(seed: number, ground: 'flat' | 'layered' | 'any' = 'any'): Task {
  const random = new Random(seed, 4);
  const rooms = ground === 'flat' ? FLAT : ground === 'layered' ? LAYERED : [...FLAT, ...LAYERED];
  for (;;) {
    const rows = random.pick(rooms);
    const place = (): [number, number] => [
      random.range(0.4, 2 * rows[0].length - 0.4),
      random.range(0.4, 2 * rows.length - 0.4),
    ];
    const types = random.shuffle([...OBJECT_TYPES]).slice(0, 5);
    const any = (): ObjectType => random.pick(types);
    const objects = Array.from({ length: 6 + random.int(3) }, () => {
      const extra = { size: random.range(0.7, 1.3), frozen: random.float() < 0.1 };
      return [any(), ...place(), extra] as [ObjectType, number, number, typeof extra];
    });
    const conditions = [
      () => `hold(me, ${any()})`,
      () => `near(${any()}, ${any()})`,
      () => `touching(me, ${any()})`,
      () => `not near(${any()}, ${any()})`,
      () => `see(me, ${any()})`,
    ];
    // What a rule makes, another one may consume: things go on happening.
    const rules = Array.from({ length: 3 + random.int(3) }, () => {
      const spawns = Array.from({ length: 1 + random.int(2) }, any);
      return `${random.pick(conditions)()} -> ${spawns.join(', ')}`;
    });
    const goal = [`hold(me, ${any()})`];
    const task = taskOf({ goal, rules, objects, rows, at: place(), trialSeconds: 6 });
    if (valid(task)) return task;
  }
}

/** Random steps that walk, push, grab and throw. */
export class RandomPlay {
  readonly actions: Int32Array;
  readonly rewards: Float32Array;
  readonly events: Uint8Array;
  readonly observations: Float32Array;
  private readonly random: Random;

  constructor(
    private readonly environment: BatchedEnvironment,
    seed: number,
  ) {
    this.random = new Random(seed, 5);
    this.actions = new Int32Array(environment.count * environment.actionSpec.groups.length);
    this.rewards = new Float32Array(environment.count);
    this.events = new Uint8Array(environment.count);
    this.observations = new Float32Array(environment.count * environment.observationSpec.size);
  }

  /** Chooses the actions of all slots. */
  choose(): Int32Array {
    const { groups } = this.environment.actionSpec;
    for (let k = 0; k < this.actions.length; k++) {
      const { name, options } = groups[k % groups.length];
      const option = this.random.int(options.length);
      const eager = this.random.float() < 0.6;
      if (name === 'hand') this.actions[k] = eager ? 2 : Math.max(option, this.random.int(2));
      else this.actions[k] = name === 'move' && eager ? 2 : option;
    }
    return this.actions;
  }

  /** One step by these actions, the chosen ones by default. */
  play(actions: Int32Array = this.choose()): void {
    this.environment.step(actions, this.rewards, this.events);
    this.environment.observe(this.observations);
  }

  /** Whether the episode in a slot ended in the last step. */
  ended(slot: number): boolean {
    return this.events[slot] === EVENT.episode;
  }
}
