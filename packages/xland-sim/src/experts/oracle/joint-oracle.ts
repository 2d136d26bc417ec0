import { formatPredicate, type Predicate, type Task } from '@open-ada/production-rules';
import type { BatchedEnvironment } from '../../environment/batched-environment.js';
import type { EnvironmentState, ObjectState } from '../../environment/environment-state.js';
import { layTolls } from './avoidance-costs.js';
import { Driver } from './driver.js';
import { type Intent, intentInWords, intentKey, refresh } from './intent.js';
import { JointPlan } from './joint-plan.js';
import { Oracle } from './oracle.js';
import { Planner, type Step } from './plan.js';
import { finderOf, type RouteFinder } from './route.js';
import { flatDistance, Situation } from './situation.js';
import { type DesiredControls, motionGroups, noDesire, write } from './steer.js';

/** Steps after which the choice of objects is reconsidered. */
const RECONSIDER = 12;
/** Distance that a player without work keeps from the other player and from what that one works on, metres. */
const OUT_OF_THE_WAY = 1.3;
/** Steps after which a player that finds no way to do its work gives it to the other one. */
const PATIENCE = 5;

const NOTHING: Step = { intent: { kind: 'wait' }, predicate: undefined, forRule: false, problem: undefined };

/** What a player of an environment has in mind. */
interface Mind {
  /** Plans for both, with the dangers of this player only; and what this player does about the goal. */
  planner: Planner;
  ends: Planner;
  driver: Driver;
  trial: number;
  step: number;
  /** What it works on; undefined: it has nothing to do. */
  work: Predicate | undefined;
  choice: Step;
  /** Steps before the choice is reconsidered, and for which nothing could be done. */
  fresh: number;
  inVain: number;
  held: number;
  problem: string | undefined;
}

interface Table {
  task: Task;
  plan: JointPlan;
  finder: RouteFinder;
  minds: readonly [Mind, Mind];
}

/**
 * Two scripted experts with a joint plan. They know everything, hidden rules included, and each other's plans. The
 * rules that lead to the goal are divided between them, see `JointPlan`; one without work puts down what it holds and
 * keeps out of the way. In a task for one player it is the `Oracle`.
 */
export class JointOracle {
  private readonly alone = new Oracle();
  private readonly tables = new WeakMap<BatchedEnvironment, (Table | undefined)[]>();

  /**
   * Writes the action of a player of environment i. Both players must be asked in each step, whatever is done.
   * @param actions `[E, P, G]`; only the row of that player is written
   */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array, seat = 0): void {
    const state = environment.state(i, seat);
    if (state.players.length === 1) {
      this.alone.act(environment, i, actions, seat);
      return;
    }
    const row = i * environment.players + seat;
    const desired = noDesire();
    const [me] = state.players;
    if (!state.running) {
      write(environment, row, me, desired, actions);
      return;
    }
    const table = this.table(environment, i, seat === 0 ? state.task : environment.state(i).task);
    const mind = table.minds[seat];
    const afresh = state.trial !== mind.trial || state.step <= mind.step;
    if (afresh) {
      mind.driver.restart();
      Object.assign(mind, { fresh: 0, inVain: 0, problem: undefined });
    } else mind.driver.settle(environment.lastAction(i, seat), motionGroups(environment.actionSpec));
    Object.assign(mind, { trial: state.trial, step: state.step });
    const before = mind.driver.snapshot();
    const situation = new Situation(state, environment.settings, table.finder);
    const about = { lastReward: environment.lastReward(i, seat), aim: environment.aim(i, seat) };
    decide(table, seat, state, situation, afresh, about, desired);
    write(environment, row, me, desired, actions);
    mind.driver.ask(actions, row, environment.actionSpec.groups.length, before);
  }

  /** What the two are working on in environment i and what is in the way: one sentence without a full stop. */
  explain(environment: BatchedEnvironment, i: number): string {
    const table = this.tables.get(environment)?.[i];
    if (table === undefined) return this.alone.explain(environment, i);
    const said = table.minds.map(({ choice, problem, work }) => {
      if (work === undefined) return 'waits';
      const why = problem ?? choice.problem ?? `time ran out, ${intentInWords(choice.intent)}`;
      return `${formatPredicate(work)}: ${why}`;
    });
    return `the first player: ${said[0]}; the second: ${said[1]}`;
  }

  private table(environment: BatchedEnvironment, i: number, task: Task): Table {
    let tables = this.tables.get(environment);
    if (tables === undefined) {
      tables = new Array<Table | undefined>(environment.count).fill(undefined);
      this.tables.set(environment, tables);
    }
    const known = tables[i];
    if (known?.task === task) return known;
    const plan = new JointPlan(task);
    const table: Table = { task, plan, finder: finderOf(task.world), minds: [mindOf(plan, 0), mindOf(plan, 1)] };
    tables[i] = table;
    return table;
  }
}

const mindOf = (plan: JointPlan, seat: number): Mind => ({
  planner: new Planner(plan.task),
  ends: new Planner(plan.partOf(seat)),
  driver: new Driver(),
  trial: -1,
  step: -1,
  work: undefined,
  choice: NOTHING,
  fresh: 0,
  inVain: 0,
  held: -1,
  problem: undefined,
});

function decide(
  { plan, minds }: Table,
  seat: number,
  state: EnvironmentState,
  situation: Situation,
  afresh: boolean,
  { lastReward, aim }: { lastReward: number; aim: number },
  desired: DesiredControls,
): void {
  const mind = minds[seat];
  const { planner, ends, driver } = mind;
  const { progress } = driver;
  const changed = planner.update(situation, afresh);
  ends.update(situation, afresh);
  if (changed) keepOwn(planner, plan, seat);
  const [mine, theirs] = state.players;
  const players = seat === 0 ? [mine, theirs] : [theirs, mine];
  const { steps, cost } = planner.path;
  const isHopeless = cost === Number.POSITIVE_INFINITY;
  const work = isHopeless
    ? [undefined, undefined]
    : plan.assign(steps, { players, objects: state.objects, trial: state.trial });
  const hazards = planner.hazards;
  const stale = changed || mind.work !== work[seat] || mind.held !== situation.me.held || --mind.fresh <= 0;
  mind.work = work[seat];
  if (mind.work === undefined) {
    mind.choice = isHopeless ? planner.next(situation) : NOTHING;
    mind.held = situation.me.held;
    const intent = stepAside(situation, state, work[1 - seat]);
    progress.forRule = false;
    progress.rewarded = false;
    driver.drive(intent, situation, { hazards, aim }, desired);
    return;
  }
  if (stale || !refresh(mind.choice.intent, situation.objects)) {
    layTolls(situation, hazards, situation.held?.type ?? '', []);
    const before = intentKey(mind.choice.intent);
    mind.choice = steps.length > 0 ? planner.test(situation, mind.work) : ends.next(situation);
    mind.fresh = situation.grid.bare ? 0 : RECONSIDER;
    mind.held = situation.me.held;
    if (changed || intentKey(mind.choice.intent) !== before) driver.startIntent();
  }
  const { intent, forRule } = mind.choice;
  progress.forRule = forRule;
  progress.rewarded = intent.kind === 'bring' && !forRule && lastReward === 1;
  mind.problem = driver.drive(intent, situation, { hazards, aim }, desired);
  mind.inVain = (mind.problem ?? mind.choice.problem) === undefined ? 0 : mind.inVain + 1;
  if (mind.inVain >= PATIENCE) {
    plan.turnDown(mind.work);
    mind.inVain = 0;
  }
}

/** Leaves out the dangers of rules that only the other player can fire. */
function keepOwn({ hazards }: Planner, plan: JointPlan, seat: number): void {
  const own = hazards.filter(({ condition }) => plan.isFor(condition, seat));
  hazards.splice(0, hazards.length, ...own);
}

/** A player without work lets go of what it holds, and leaves the other one and its objects alone. */
function stepAside(
  situation: Situation,
  { players: [me, other] }: EnvironmentState,
  theirs: Predicate | undefined,
): Intent {
  if (situation.held !== undefined) return { kind: 'release' };
  const inUse = situation.objects.filter(({ type, holder }) => holder < 0 && theirs?.arguments.includes(type));
  const crowd = [bodyOf(other), ...inUse].filter((object) => flatDistance(object, me.x, me.z) < OUT_OF_THE_WAY);
  return crowd.length === 0 ? { kind: 'wait' } : { kind: 'leave', objects: crowd, distance: OUT_OF_THE_WAY };
}

/** A player as something to keep away from. */
const bodyOf = ({ x, y, z }: EnvironmentState['players'][number]): ObjectState => ({
  objectIndex: -1,
  type: 'black cube',
  position: [x, y, z],
  turn: [0, 0, 0, 1],
  size: 1,
  frozen: true,
  holder: -1,
});
