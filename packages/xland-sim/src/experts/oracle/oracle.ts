import { formatPredicate, type Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { EnvironmentState, PlayerState } from '../../environment/environment-state.js';
import { radians } from '../../scene/player.js';
import { featureOf, partOf } from '../../settings/layout.js';
import { act } from './acts.js';
import { layTolls } from './avoidance-costs.js';
import { WalkGrid } from './grid.js';
import { intentInWords, intentKey, refresh, targets } from './intent.js';
import { Planner, type Step } from './plan.js';
import { RouteFinder } from './route.js';
import { flatDistance, Situation } from './situation.js';
import { type DesiredControls, keepOnGround, noWish, type Progress, write } from './steer.js';

/** Steps after which the choice of objects is reconsidered. */
const RECONSIDER = 12;
/** How much farther away than the hand something carried may be, metres. */
const STRAY = 0.8;
const STUCK_STEPS = 3;
const ASIDE_STEPS = 4;

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
  progress: Progress;
  /** Where it was, whether it walked, and how long it has been stuck or steps aside. */
  x: number;
  z: number;
  walked: boolean;
  stuck: number;
  aside: number;
  /** Times that it stepped aside: the sides take turns. */
  detours: number;
  problem: string | undefined;
}

/**
 * A scripted expert that knows everything, hidden rules included. It searches the rules for the objects that have to
 * exist, avoids firings that would spoil them, finds the shortest way over the ground, carries, pushes and looks. It
 * gives tasks a reference score, and explains why where it fails.
 */
export class Oracle {
  private readonly memories = new WeakMap<BatchedEnvironment, (Memory | undefined)[]>();
  /** Of the worlds seen last: the trials and environments of a task share one. */
  private readonly finders = new WeakMap<Task['world'], RouteFinder>();
  private observation = new Float32Array(0);

  /**
   * Chooses one step for environment i.
   * @param actions `[E, G]`; only the row of environment i is written
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array): void {
    const state = environment.state(i);
    const [me] = state.players;
    const wish = noWish();
    if (state.running) this.decide(environment, i, state, wish);
    write(environment, i, me, wish, actions);
  }

  /** What the oracle is working on in environment i and what is in its way: one sentence without a full stop. */
  explain(environment: BatchedEnvironment, i: number): string {
    const memory = this.memories.get(environment)?.[i];
    if (memory === undefined) return 'it has not begun';
    const { choice, problem } = memory;
    const aim = choice.predicate === undefined ? 'the goal' : formatPredicate(choice.predicate);
    const why = problem ?? choice.problem;
    return why === undefined ? `time ran out on ${aim}, ${intentInWords(choice.intent)}` : `${aim}: ${why}`;
  }

  private decide(environment: BatchedEnvironment, i: number, state: EnvironmentState, wish: DesiredControls): void {
    const memory = this.memory(environment, i, state);
    const { planner, finder, progress } = memory;
    const situation = new Situation(state, environment.settings, finder);
    const { me, held } = situation;
    const afresh = state.trial !== memory.trial || state.step <= memory.step;
    if (afresh) Object.assign(memory, { stuck: 0, aside: 0, walked: false, fresh: 0, problem: undefined });
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
      if (changed || intentKey(memory.choice.intent) !== before) Object.assign(progress, { pressed: 0, missed: 0 });
    }
    const { intent } = memory.choice;
    progress.forRule = memory.choice.forRule;
    progress.rewarded = intent.kind === 'bring' && !progress.forRule && this.previousReward(environment, i) === 1;
    layTolls(situation, planner.hazards, held?.type ?? '', targets(intent));
    memory.problem = act(intent, situation, environment.aim(i), progress, wish);
    // What is carried can catch on an edge and stay behind.
    if (held !== undefined && flatDistance(held, me.x, me.z) > me.handDistance + STRAY) wish.hand = 'release';
    stepAside(memory, me, wish);
    keepOnGround(situation, wish);
  }

  /** The reward of the last step in environment i: the agent's observation tells it. */
  private previousReward(environment: BatchedEnvironment, i: number): number {
    const { observationSpec: spec } = environment;
    const { size } = spec;
    if (this.observation.length < size) this.observation = new Float32Array(size);
    environment.observeSlot(i, this.observation, 0);
    const previous = partOf(spec, 'previous')!;
    return this.observation[previous.offset + featureOf(previous, 'reward').offset];
  }

  private memory(environment: BatchedEnvironment, i: number, { task }: EnvironmentState): Memory {
    let memories = this.memories.get(environment);
    if (memories === undefined) {
      memories = new Array<Memory | undefined>(environment.count).fill(undefined);
      this.memories.set(environment, memories);
    }
    const known = memories[i];
    if (known?.task === task) return known;
    let finder = this.finders.get(task.world);
    if (finder === undefined) {
      finder = new RouteFinder(new WalkGrid(task.world));
      this.finders.set(task.world, finder);
    }
    const memory: Memory = {
      task,
      planner: new Planner(task),
      finder,
      trial: -1,
      step: -1,
      choice: { intent: { kind: 'wait' }, predicate: undefined, forRule: false, problem: undefined },
      fresh: 0,
      held: -1,
      progress: { pressed: 0, missed: 0, forRule: false, rewarded: false },
      x: 0,
      z: 0,
      walked: false,
      stuck: 0,
      aside: 0,
      detours: 0,
      problem: undefined,
    };
    memories[i] = memory;
    return memory;
  }
}

/** Notices that walking leads nowhere and then walks off at an angle for a moment. */
function stepAside(memory: Memory, me: PlayerState, wish: DesiredControls): void {
  const moved = Math.hypot(me.x - memory.x, me.z - memory.z);
  memory.stuck = memory.walked && moved < 0.1 ? memory.stuck + 1 : 0;
  if (memory.stuck >= STUCK_STEPS) {
    memory.aside = ASIDE_STEPS;
    memory.stuck = 0;
    memory.detours++;
  }
  if (memory.aside > 0) {
    memory.aside--;
    wish.turn = memory.aside >= ASIDE_STEPS - 2 ? radians(memory.detours % 2 === 1 ? 60 : -60) : 0;
    wish.move = memory.aside >= ASIDE_STEPS - 1 ? -1 : 1;
  }
  memory.walked = wish.move !== 0;
  memory.x = me.x;
  memory.z = me.z;
}
