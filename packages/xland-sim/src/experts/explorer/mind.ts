import { formatPredicate, type ObjectType, type Predicate, typesOf } from '@open-ada/production-rules';
import type { AvatarView } from '../../environment/avatar-view.js';
import type { ObjectState } from '../../environment/environment-state.js';
import { STEP_HEIGHT } from '../../scene/footing.js';
import type { SimulationSettings } from '../../settings/settings.js';
import { type IntentLabel, labelOf } from '../intent-label.js';
import { layTolls } from '../oracle/avoidance-costs.js';
import { Driver } from '../oracle/driver.js';
import { intentInWords, intentKey, refresh } from '../oracle/intent.js';
import type { Step } from '../oracle/plan.js';
import type { RouteFinder } from '../oracle/route.js';
import type { Situation } from '../oracle/situation.js';
import { type DesiredControls, go } from '../oracle/steer.js';
import { travel } from '../oracle/travel.js';
import { Belief } from './belief.js';
import type { TurnCosts } from './guesses.js';
import { typeBit } from './objects.js';
import { Perception } from './perception.js';
import type { TestedConditions } from './tested.js';
import type { UnseenPlaces } from './unseen.js';

/** Steps after which the choice of objects is reconsidered. */
const RECONSIDER = 30;
/** A guess is abandoned after `times` its estimated steps plus `more` steps. */
const EFFORT = { times: 2, more: 14 } as const;
/**
 * Two objects that were pressed together, see `Progress.pressed`, make a rule about them fire by then, or there is no
 * such rule.
 */
const PRESSED = -2;
/** Steps between two times at which uncertain conclusions are reset. */
const AGAIN = 30;
/** A steady explorer chooses anew what to try after this many steps in which the avatar did something else. */
const ASTRAY = 5;
/**
 * Weight of turns when a steady explorer chooses what to try. An agent cannot foresee which of several objects is meant,
 * and would learn to turn for ever; it can learn to try the first one that it sees.
 */
const TURNS = 1.5;
/** After this many steps without anything to do, the search for objects starts again. */
const IDLE = 2;
const NOTHING: Step = { intent: { kind: 'wait' }, predicate: undefined, forRule: false, problem: undefined };

/** Memory and decisions of one explorer in one environment. Views are its only input. */
export class Mind {
  readonly driver: Driver;
  trial = -1;
  step = -1;
  private readonly perception: Perception;
  private readonly tested: TestedConditions;
  private readonly unseen: UnseenPlaces;
  private belief: Belief | undefined;
  /** What the belief is based on: the version of the rule book, and the existing types as bits. */
  private known = -1;
  private types = 0;
  private choice: Step = NOTHING;
  private fresh = 0;
  private held = -1;
  /** The unseen cell to look at, or -1. */
  private target = -1;
  /** The condition that is being tried, and the number of steps spent on it. */
  private tried: Predicate | undefined;
  private effort = 0;
  private doubtFrom = 0;
  /** Number of steps with nothing to do while the goal does not hold. */
  private idle = 0;
  /** Number of steps, since the last choice of what to try, in which something else was done than asked for. */
  private astray = 0;
  /** Types with which whoever acts means to do something. */
  private wish: readonly ObjectType[] = [];
  /** Whether something else was done than asked for since the search for the present place began. */
  private isAstray = false;
  constructor(
    readonly told: AvatarView['told'],
    settings: SimulationSettings,
    private readonly finder: RouteFinder,
    private readonly steady: boolean,
  ) {
    this.driver = new Driver({ keepsWay: true, steady });
    this.perception = new Perception(told, settings, finder);
    this.tested = this.perception.tested;
    this.unseen = this.perception.unseen;
  }

  /**
   * Processes a view and decides on the desired controls.
   * @param asIAsked whether the requested action of the previous step was carried out
   * @param wish types that whoever acts means to try
   */
  decide(view: AvatarView, asIAsked: boolean, desired: DesiredControls, wish: readonly ObjectType[] = []): void {
    const afresh = view.trial !== this.trial || view.step < this.step;
    if (afresh) this.beginTrial();
    this.trial = view.trial;
    this.step = view.step;
    const { book, memory } = this.perception;
    const { situation, changed } = this.perception.perceive(view);
    // Of ways over ground that it has not seen an agent knows nothing.
    if (this.steady) situation.wayTo = view.wayTo;
    const { me, held } = situation;
    if (asIAsked) this.count();
    else {
      this.astray++;
      this.isAstray = true;
    }
    const isAway = this.astray >= (this.driver.isWayOutside ? 1 : ASTRAY);
    const isAsked = this.steady && this.noteWish(wish);
    const lost = this.steady && this.tried !== undefined && (isAsked || (isAway && !this.isWished));
    const stale = lost || this.belief === undefined || this.isOutdated(situation, this.belief, changed);
    if (this.belief === undefined || stale) {
      // Paths are weighed with the avoidance costs of this step. Those in the grid may belong to another environment.
      layTolls(situation, [], held?.type ?? '', []);
      this.belief = new Belief(
        situation,
        book,
        this.tested,
        lost ? undefined : this.belief,
        this.turnCosts(),
        this.wish,
      );
      this.astray = 0;
      this.known = book.version;
      this.types = typesOfAll(situation.objects);
    }
    const { planner } = this.belief;
    const found = this.target >= 0 && !this.unseen.isUnseen(this.target);
    if (found) this.target = -1;
    const again = stale || found || this.held !== me.held || --this.fresh <= 0;
    if (again || (this.target < 0 && !refresh(this.choice.intent, situation.objects))) {
      layTolls(situation, planner.hazards, held?.type ?? '', []);
      const before = intentKey(this.choice.intent);
      this.choose(view, situation, this.belief);
      this.fresh = this.finder.grid.bare ? 0 : RECONSIDER;
      this.held = me.held;
      if (stale || intentKey(this.choice.intent) !== before) this.driver.startIntent();
    }
    if (this.target >= 0) {
      this.search(situation, view, desired);
      return;
    }
    const { progress } = this.driver;
    const { intent, forRule } = this.choice;
    progress.forRule = forRule;
    progress.rewarded = intent.kind === 'bring' && !forRule && view.step > 0 && view.reward === 1;
    const aim = view.aim < 0 ? -1 : memory.ids[view.aim];
    const problem = this.driver.drive(intent, situation, { hazards: planner.hazards, aim }, desired);
    if (this.tried === undefined) return;
    const isRefuted = intent.kind === 'bring' && progress.pressed < 0 && progress.pressed >= PRESSED;
    if (problem !== undefined || isRefuted) this.giveUp();
  }

  /** What the explorer does, as data. */
  intent(): IntentLabel {
    return this.target >= 0 ? { kind: 'search' } : labelOf(this.choice, this.driver.progress.pressed);
  }

  /** Describes in words what the explorer does and what is in its way. */
  explain(): string {
    if (this.target >= 0) return 'looking for what it has not seen yet';
    const { intent, predicate, problem } = this.choice;
    const aim = predicate === undefined ? 'nothing' : formatPredicate(predicate);
    return `${this.tried === undefined ? 'working on' : 'trying'} ${aim}, ${problem ?? intentInWords(intent)}`;
  }

  /** Whether the belief about the rules no longer fits the knowledge. */
  private isOutdated(situation: Situation, belief: Belief, changed: boolean): boolean {
    if (this.known !== this.perception.book.version) return true;
    if (changed && this.types !== typesOfAll(situation.objects)) return true;
    if (changed && belief.recount(situation)) {
      if (belief.planner.isStuck) return true;
      this.fresh = 0;
    }
    return belief.rules.some(({ certain, rule }) => !certain && this.tested.hasPredicate(rule.condition));
  }

  /** Notes what whoever acts means to try. @returns whether that is new, and something else than what is tried */
  private noteWish(wish: readonly ObjectType[]): boolean {
    const same = wish.length === this.wish.length && wish.every((type, i) => type === this.wish[i]);
    this.wish = wish;
    return !same && wish.length > 0 && !this.isWished;
  }

  /** Whether what is tried is what whoever acts means to try. */
  private get isWished(): boolean {
    const { wish, tried } = this;
    return tried !== undefined && wish.length > 0 && wish.every((type) => typesOf(tried).includes(type));
  }

  private turnCosts(): TurnCosts | undefined {
    return this.steady ? { weight: TURNS, side: this.driver.side } : undefined;
  }

  private beginTrial(): void {
    this.perception.beginTrial();
    this.driver.restart();
    this.target = -1;
    this.fresh = 0;
    this.effort = 0;
    this.doubtFrom = 0;
    this.idle = 0;
    // Whether to continue with a guess must be decided again from here.
    this.belief = undefined;
  }

  /** Chooses between the way to the goal, a test, and a search for what has not been seen yet. */
  private choose(view: AvatarView, situation: Situation, belief: Belief): void {
    const { planner } = belief;
    const goalHolds = view.step > 0 && view.reward === 1;
    const isPuzzled = this.idle > IDLE || this.lacks(situation);
    const known = goalHolds || (belief.isKnownWay && !isPuzzled);
    if (known) this.target = -1;
    if (this.target >= 0) return;
    // A step that is needed in any case comes before searching. The avatar sees as much on its way.
    const mayAct = !known && !this.unseen.anyHot && this.idle <= IDLE && !this.lacks(situation);
    const ahead = mayAct ? belief.ahead(situation) : undefined;
    if (ahead !== undefined && ahead.problem === undefined) {
      this.choice = ahead;
      this.track(belief);
      return;
    }
    if (!known && this.unseen.any && this.isSearchBest(situation, belief)) {
      this.choice = NOTHING;
      return;
    }
    const hasWay = !planner.isStuck;
    this.choice = (hasWay ? undefined : belief.test(situation)) ?? planner.next(situation);
    this.track(belief);
    // An object that is carried along meets the fetched one, so a pair is tried on the way.
    if (this.choice.intent.kind === 'fetch')
      this.choice.intent.swap = this.tried !== undefined || this.maySwap(situation);
    const idle = this.choice.intent.kind === 'wait' && !goalHolds;
    this.idle = idle ? this.idle + 1 : 0;
    const helpless = !hasWay && belief.guess === undefined && !goalHolds;
    if (helpless || this.idle > IDLE || (idle && this.lacks(situation))) this.lookAgain();
    if (this.choice.problem !== undefined && this.tried !== undefined) this.giveUp();
  }

  /**
   * Whether what is held may be carried along to the object that is fetched, although nothing is to be tried with it. An
   * agent cannot foresee that it is to be let go, where nothing comes of carrying it.
   */
  private maySwap({ held }: Situation): boolean {
    const hazards = this.belief?.planner.hazards ?? [];
    return (
      this.steady && held !== undefined && !hazards.some(({ condition }) => typesOf(condition).includes(held.type))
    );
  }

  /**
   * Whether a predicate that must be false involves something that was never seen. The explorer then cannot know how to
   * make it false.
   */
  private lacks(situation: Situation): boolean {
    return this.told.goal.some(
      (predicate) => predicate.negated && typesOf(predicate).some((type) => situation.all(type).length === 0),
    );
  }

  /**
   * Whether the best choice is to look at the next unseen place. If so, that place becomes the target. A test comes
   * first, because the avatar sees as much on its way.
   */
  private isSearchBest(situation: Situation, belief: Belief): boolean {
    const must = this.unseen.anyHot || this.idle > IDLE || this.lacks(situation);
    if (!must && (belief.guess !== undefined || !belief.planner.isStuck)) return false;
    const cell = this.unseen.next(situation);
    if (cell < 0) {
      this.unseen.forgo(situation.here());
      return false;
    }
    this.target = cell;
    this.isAstray = false;
    return true;
  }

  /** Turns or walks to the place to be seen. */
  private search(situation: Situation, { frontier }: AvatarView, desired: DesiredControls): void {
    const { me, grid, held } = situation;
    const x = grid.x(this.target);
    const z = grid.z(this.target);
    desired.look = -me.look;
    // Which of several places the explorer has in mind, nobody else can know. The nearest one is told.
    if (this.steady && frontier && this.isAstray) {
      go(me, frontier.x, frontier.z, true, desired);
      desired.drop = grid.terrain.height(frontier.x, frontier.z) < me.y - STEP_HEIGHT;
      this.driver.finish(situation, desired, 'told');
      return;
    }
    const inSight = this.unseen.isClear(situation, this.target);
    if (inSight) go(me, x, z, false, desired);
    else {
      layTolls(situation, this.belief!.planner.hazards, held?.type ?? '', []);
      this.driver.follow(situation, `look ${this.target}`);
      const result = travel(situation, (cell) => this.unseen.isSeenFrom(situation, cell, this.target), desired);
      if (result !== 'going') {
        this.unseen.forgo(this.target);
        this.target = -1;
      }
    }
    this.driver.finish(situation, desired, inSight ? 'turn' : 'walk');
  }

  /** Records the condition that is being tried, if it is uncertain. */
  private track(belief: Belief): void {
    const { predicate } = this.choice;
    const isGuess = predicate !== undefined && predicate === belief.guess?.condition;
    const rule = belief.ruleOf(predicate);
    const tried = isGuess || rule?.certain === false ? predicate : undefined;
    const same = tried !== undefined && this.tried !== undefined && sameCondition(tried, this.tried);
    this.tried = tried;
    if (!same) this.effort = 0;
  }

  /** Counts the steps spent on the tried condition, and abandons it after too many. */
  private count(): void {
    if (this.tried === undefined || this.target >= 0) return;
    const cost = this.belief?.ruleOf(this.tried)?.guess?.cost ?? 10;
    if (++this.effort > EFFORT.times * cost + EFFORT.more) this.giveUp();
  }

  private giveUp(): void {
    this.tested.giveUp(this.tried!);
    this.tried = undefined;
    this.effort = 0;
    this.fresh = 0;
  }

  /**
   * Nothing is left to do. Objects may have moved, so the search starts again and uncertain conditions are tried again.
   */
  private lookAgain(): void {
    if (!this.unseen.any) this.perception.lookAgain();
    if (this.step < this.doubtFrom) return;
    this.doubtFrom = this.step + AGAIN;
    this.tested.doubt();
    this.belief = undefined;
  }
}

const typesOfAll = (objects: readonly ObjectState[]): number =>
  objects.reduce((bits, { type }) => bits | typeBit(type), 0);

const sameCondition = (a: Predicate, b: Predicate): boolean =>
  a.name === b.name && a.arguments[0] === b.arguments[0] && a.arguments[1] === b.arguments[1];
