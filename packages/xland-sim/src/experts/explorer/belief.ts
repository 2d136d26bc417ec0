import { type ObjectType, type Predicate, type Rule, typesOf } from '@open-ada/production-rules';
import { closest } from '../oracle/choose.js';
import { Planner, type Step } from '../oracle/plan.js';
import type { Situation } from '../oracle/situation.js';
import { type Guess, Guesser, type TurnCosts } from './guesses.js';
import { type RuleBook, thingsOf } from './rule-book.js';
import type { TestedConditions } from './tested.js';

/**
 * Penalties for uncertainty, in metres of work: the predicate of a rule is uncertain; its spawns are uncertain; its
 * condition is a guess; it is a guess about a rule of which nothing is known.
 */
const DOUBT = { name: 1, spawns: 3, guess: 6, dark: 10 } as const;

/** A rule as the explorer believes it to be. */
export interface BelievedRule {
  rule: Rule;
  /** Index of the rule in the task. */
  index: number;
  certain: boolean;
  /** Set if the condition is a guess. */
  guess: Guess | undefined;
}

/** The explorer's belief about the task: the known rules and, for unknown rules, the best guess. */
export class Belief {
  rules: BelievedRule[] = [];
  planner: Planner;
  /** The best of all guesses, for use when no known way leads to the goal. */
  guess: Guess | undefined;
  private wanted = new Set<ObjectType>();

  /**
   * @param before the belief so far, whose guesses are kept while they are open
   * @param turns set if guesses count the turn towards an object as part of the way, so that they prefer what is ahead
   * @param wish types that guesses prefer
   */
  constructor(
    private readonly situation: Situation,
    private readonly book: RuleBook,
    private readonly tested: TestedConditions,
    private readonly before: Belief | undefined,
    private readonly turns?: TurnCosts,
    private readonly wish: readonly ObjectType[] = [],
  ) {
    book.assume(new Set(situation.objects.map(({ type }) => type)));
    this.planner = this.build(true, false);
    if (this.planner.isStuck) this.planner = this.build(true, true);
    // The spawns of rules may exist already. In that case hidden types are searched for among the existing objects.
    if (this.planner.isStuck) this.planner = this.build(false, true);
  }

  /**
   * @param assuming whether to assume that hidden types among the spawns do not exist yet
   * @param guessing whether to guess unknown conditions
   */
  private build(assuming: boolean, guessing: boolean): Planner {
    const { situation, book } = this;
    const { told } = book;
    const goal = [...told.goal];
    const present = new Set(situation.objects.map(({ type }) => type));
    const conditions = told.rules.map((_, r) => book.conditionOf(r, (type) => this.canHold(type), assuming));
    this.rules = [];
    this.wanted = this.wantedTypes(goal, present, conditions);
    conditions.forEach((condition, index) => {
      if (condition === undefined) return;
      const spawns = this.spawnsOf(index);
      const rule: Rule = { condition, spawns: spawns.types, hidden: false };
      const certain = spawns.certain && this.isCertain(index);
      this.rules.push({ rule, index, certain, guess: undefined });
    });
    this.guess = guessing ? this.addGuesses(goal, present, conditions) : undefined;
    const doubts = this.rules.map(({ index, certain, guess }) => {
      if (guess !== undefined) return book.isDark(index) ? DOUBT.dark : DOUBT.guess;
      if (certain) return 0;
      return this.isCertain(index) ? DOUBT.spawns : DOUBT.name;
    });
    const planner = new Planner({ goal, rules: this.rules.map(({ rule }) => rule) }, doubts, true);
    planner.update(situation, true);
    this.fearNoGuess(planner);
    return planner;
  }

  /** Whether the way to the goal, if there is one, depends on no guess. */
  get isKnownWay(): boolean {
    return !this.planner.isStuck && this.planner.path.steps.every((step) => this.rules[step].guess === undefined);
  }

  /** Updates the number of objects. Returns true if it has changed. */
  recount(situation: Situation): boolean {
    const changed = this.planner.update(situation, false);
    if (changed) this.fearNoGuess(this.planner);
    return changed;
  }

  /** Guessed rules are to be tried, so they are no hazards. */
  private fearNoGuess({ hazards }: Planner): void {
    const guessed = this.rules.filter(({ guess }) => guess !== undefined).map(({ rule }) => rule.condition);
    const known = hazards.filter(({ condition }) => !guessed.includes(condition));
    hazards.splice(0, hazards.length, ...known);
  }

  /**
   * A step that is possible although something needed has not been seen yet: the first firing of a way that would lead
   * to the goal, or fetching one object of a pair. Undefined if there is none.
   */
  ahead(situation: Situation): Step | undefined {
    const { planner } = this;
    const made = new Set(this.rules.flatMap(({ rule }) => rule.spawns));
    const missing = [...this.wanted].filter((type) => !made.has(type));
    if (missing.length === 0 || !planner.isStuck) return undefined;
    const path = planner.pathAssuming(situation, missing);
    if (path === undefined || path.some((step) => this.rules[step].guess !== undefined)) return undefined;
    const condition = path.length > 0 ? this.rules[path[0]].rule.condition : this.book.told.goal[0];
    const types = typesOf(condition);
    const there = types.filter((type) => situation.all(type).length > 0);
    if (condition.negated || there.length === 0) return undefined;
    if (there.length === types.length) return path.length > 0 ? planner.test(situation, condition) : undefined;
    const [type] = there;
    const loose = situation.all(type).filter(({ frozen }) => !frozen);
    const isDangerous = planner.hazards.some((hazard) => typesOf(hazard.condition).includes(type));
    if (loose.length === 0 || situation.held?.type === type || isDangerous) return undefined;
    const intent = closest(situation, loose);
    return intent && { intent, predicate: condition, forRule: path.length > 0, problem: undefined };
  }

  /**
   * The next step of testing the best guess for its own sake. If a type in its condition does not exist, it is made
   * first.
   */
  test(situation: Situation): Step | undefined {
    if (this.guess === undefined) return undefined;
    const { condition } = this.guess;
    const absent = typesOf(condition).some((type) => situation.all(type).length === 0);
    if (!absent) return this.planner.test(situation, condition);
    const rules = this.rules.filter(({ certain }) => certain).map(({ rule }) => rule);
    const planner = new Planner({ goal: [condition], rules }, undefined, true);
    planner.update(situation, true);
    return planner.next(situation);
  }

  /** The believed rule with this condition object. */
  ruleOf(condition: Predicate | undefined): BelievedRule | undefined {
    return this.rules.find(({ rule }) => rule.condition === condition);
  }

  private canHold(type: ObjectType): boolean {
    const objects = this.situation.all(type);
    return objects.length === 0 || objects.some(({ frozen }) => !frozen);
  }

  private isCertain(r: number): boolean {
    return this.book.learned[r] !== undefined || typeof this.book.told.rules[r].condition?.name === 'string';
  }

  /** The known or assumed spawns of a rule. */
  private spawnsOf(r: number): { types: ObjectType[]; certain: boolean } {
    const { book } = this;
    const known = book.spawnsOf(r);
    const certain = known.every((type) => type !== undefined);
    const believed = certain ? known : book.told.rules[r].spawns.map((thing) => book.believedType(thing));
    return { types: believed.filter((type): type is ObjectType => type !== undefined), certain };
  }

  /** Types that do not exist now and that the goal, or a rule that leads to it, needs. */
  private wantedTypes(
    goal: readonly Predicate[],
    present: ReadonlySet<ObjectType>,
    conditions: readonly (Predicate | undefined)[],
  ): Set<ObjectType> {
    const { book } = this;
    const wanted = new Set<ObjectType>();
    const want = (types: readonly (ObjectType | undefined)[]): boolean => {
      const before = wanted.size;
      for (const type of types) if (type !== undefined && !present.has(type)) wanted.add(type);
      return wanted.size > before;
    };
    const toEnd = new Set(goal.flatMap((predicate) => (predicate.negated ? typesOf(predicate) : [])));
    want(goal.flatMap((predicate) => (predicate.negated ? [] : typesOf(predicate))));
    for (let again = true; again; ) {
      again = false;
      book.told.rules.forEach((rule, r) => {
        const condition = conditions[r];
        const things = condition ? typesOf(condition) : thingsOf(rule).map((thing) => book.believedType(thing));
        const makes = this.mayMake(r, wanted) || things.some((type) => type !== undefined && toEnd.has(type));
        if (makes && want(things)) again = true;
      });
    }
    return wanted;
  }

  private mayMake(r: number, wanted: ReadonlySet<ObjectType>): boolean {
    const { book } = this;
    if (book.isDark(r)) return true;
    if (book.told.rules[r].condition === undefined) return book.spawnsOf(r).some((type) => wanted.has(type!));
    return book.told.rules[r].spawns.some((thing) => wanted.has(book.believedType(thing) as ObjectType));
  }

  /** Types that do not exist but that rules with known conditions can make. */
  private makeable(present: ReadonlySet<ObjectType>): Set<ObjectType> {
    const all = new Set(present);
    for (let again = true; again; ) {
      again = false;
      for (const { rule, guess } of this.rules) {
        if (guess !== undefined || !typesOf(rule.condition).every((type) => all.has(type))) continue;
        for (const type of rule.spawns) {
          if (!all.has(type)) again = true;
          all.add(type);
        }
      }
    }
    return new Set([...all].filter((type) => !present.has(type)));
  }

  private addGuesses(
    goal: readonly Predicate[],
    present: ReadonlySet<ObjectType>,
    conditions: readonly (Predicate | undefined)[],
  ): Guess | undefined {
    const { situation, book, tested } = this;
    const open = book.told.rules.flatMap((_, r) =>
      conditions[r] === undefined && book.learned[r] === undefined ? [r] : [],
    );
    if (open.length === 0) return undefined;
    const destroys = goal.some(({ negated }) => negated);
    const makeable = this.makeable(present);
    let guesser: Guesser | undefined;
    let best: Guess | undefined;
    let darkDone = false;
    for (const r of open) {
      const dark = book.isDark(r);
      if (dark && darkDone) continue;
      darkDone ||= dark;
      let guess = this.kept(r, present, makeable);
      if (guess === undefined) {
        const { turns, wish } = this;
        guesser ??= new Guesser({ situation, book, tested, goal, makeable, destroys, turns, wish });
        guess = guesser.best(r);
      }
      if (guess === undefined) continue;
      const spawns = dark ? [...this.wanted] : this.spawnsOf(r).types;
      this.rules.push({ rule: { condition: guess.condition, spawns, hidden: false }, index: r, certain: false, guess });
      const useful = this.mayMake(r, this.wanted);
      if (best === undefined || (useful && guess.score > best.score)) best = guess;
    }
    return best;
  }

  /** The earlier guess about a rule, if it is still open. */
  private kept(r: number, present: ReadonlySet<ObjectType>, makeable: ReadonlySet<ObjectType>): Guess | undefined {
    const guess = this.before?.rules.find(({ index, guess }) => index === r && guess !== undefined)?.guess;
    if (guess === undefined || this.tested.hasPredicate(guess.condition)) return undefined;
    const types = typesOf(guess.condition);
    return types.every((type) => present.has(type) || makeable.has(type)) ? guess : undefined;
  }
}
