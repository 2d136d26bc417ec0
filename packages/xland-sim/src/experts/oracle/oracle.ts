import { formatPredicate, type Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { EnvironmentState } from '../../environment/environment-state.js';
import { type IntentLabel, labelOf } from '../intent-label.js';
import { layTolls } from './avoidance-costs.js';
import { Driver } from './driver.js';
import { intentInWords, intentKey, refresh } from './intent.js';
import { Planner, type Step } from './plan.js';
import { finderOf, type RouteFinder } from './route.js';
import { Situation } from './situation.js';
import { type DesiredControls, motionGroups, noDesire, write } from './steer.js';

/** Steps after which the choice of objects is reconsidered. */
const RECONSIDER = 12;

/** What the oracle remembers of an environment. */
interface Memory {
  task: Task;
  planner: Planner;
  finder: RouteFinder;
  trial: number;
  step: number;
  /** The present choice, and the number of steps before it is reconsidered. */
  choice: Step;
  fresh: number;
  held: number;
  driver: Driver;
  problem: string | undefined;
}

/**
 * A scripted expert that knows everything, hidden rules included. It searches the rules for the objects that have to
 * exist, avoids firings that would spoil them, finds the shortest way over the ground, carries, pushes and looks. It
 * gives tasks a reference score, and explains why where it fails.
 */
export class Oracle {
  private readonly memories = new WeakMap<BatchedEnvironment, (Memory | undefined)[]>();
  private readonly steady: boolean;

  /** @param habits of the driver: with `steady`, its turns can be foreseen by who knows less */
  constructor({ steady = false } = {}) {
    this.steady = steady;
  }

  /**
   * What the oracle would do now as a player of environment i, whoever acts: it need not be done.
   * @param actions `[E, P, G]`; only the row of that player is written
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array, seat = 0): void {
    const state = environment.state(i, seat);
    const [me] = state.players;
    const row = i * environment.players + seat;
    const desired = noDesire();
    if (!state.running) {
      write(environment, row, me, desired, actions);
      return;
    }
    const memory = this.memory(environment, row, state);
    this.recall(environment, [i, seat], state, memory);
    const before = memory.driver.snapshot();
    this.decide(environment, [i, seat], state, memory, desired);
    write(environment, row, me, desired, actions);
    memory.driver.ask(actions, row, environment.actionSpec.groups.length, before);
  }

  /** What the oracle meant to do when it last acted in environment i. Undefined before that and after an episode. */
  intent(environment: BatchedEnvironment, i: number, seat = 0): IntentLabel | undefined {
    const memory = this.memories.get(environment)?.[i * environment.players + seat];
    if (memory === undefined || environment.trial(i) < 0) return undefined;
    return labelOf(memory.choice, memory.driver.progress.pressed);
  }

  /** What the oracle is working on in environment i and what is in its way: one sentence without a full stop. */
  explain(environment: BatchedEnvironment, i: number, seat = 0): string {
    const memory = this.memories.get(environment)?.[i * environment.players + seat];
    if (memory === undefined) return 'it has not begun';
    const { choice, problem } = memory;
    const aim = choice.predicate === undefined ? 'the goal' : formatPredicate(choice.predicate);
    const why = problem ?? choice.problem;
    return why === undefined ? `time ran out on ${aim}, ${intentInWords(choice.intent)}` : `${aim}: ${why}`;
  }

  /** Notices a new trial, and what was done of what the oracle asked for. */
  private recall(
    environment: BatchedEnvironment,
    at: readonly [number, number],
    state: EnvironmentState,
    memory: Memory,
  ): void {
    if (isAfresh(state, memory)) {
      memory.driver.restart();
      Object.assign(memory, { fresh: 0, problem: undefined });
    } else {
      memory.driver.settle(environment.lastAction(...at), motionGroups(environment.actionSpec));
    }
  }

  private decide(
    environment: BatchedEnvironment,
    at: readonly [i: number, seat: number],
    state: EnvironmentState,
    memory: Memory,
    desired: DesiredControls,
  ): void {
    const { planner, finder, driver } = memory;
    const { progress } = driver;
    const situation = new Situation(state, environment.settings, finder);
    const { me, held } = situation;
    const afresh = isAfresh(state, memory);
    memory.trial = state.trial;
    memory.step = state.step;
    const changed = planner.update(situation, afresh);
    const stale = changed || memory.held !== me.held || --memory.fresh <= 0;
    if (stale || !refresh(memory.choice.intent, situation.objects)) {
      layTolls(situation, planner.hazards, held?.type ?? '', []);
      const before = intentKey(memory.choice.intent);
      memory.choice = planner.next(situation);
      memory.fresh = finder.grid.bare ? 0 : RECONSIDER;
      memory.held = me.held;
      if (changed || intentKey(memory.choice.intent) !== before) driver.startIntent();
    }
    const { intent } = memory.choice;
    progress.forRule = memory.choice.forRule;
    progress.rewarded = intent.kind === 'bring' && !progress.forRule && environment.lastReward(...at) === 1;
    memory.problem = driver.drive(
      intent,
      situation,
      { hazards: planner.hazards, aim: environment.aim(...at) },
      desired,
    );
  }

  private memory(environment: BatchedEnvironment, row: number, { task }: EnvironmentState): Memory {
    let memories = this.memories.get(environment);
    if (memories === undefined) {
      memories = new Array<Memory | undefined>(environment.count * environment.players).fill(undefined);
      this.memories.set(environment, memories);
    }
    const known = memories[row];
    if (known?.task === task) return known;
    const memory: Memory = {
      task,
      planner: new Planner(task),
      finder: finderOf(task.world),
      trial: -1,
      step: -1,
      choice: { intent: { kind: 'wait' }, predicate: undefined, forRule: false, problem: undefined },
      fresh: 0,
      held: -1,
      driver: new Driver({ steady: this.steady }),
      problem: undefined,
    };
    memories[row] = memory;
    return memory;
  }
}

const isAfresh = (state: EnvironmentState, memory: Memory): boolean =>
  state.trial !== memory.trial || state.step <= memory.step;
