import { formatPredicate, type ObjectType, type Predicate, type Task, typesOf } from '@open-ada/production-rules';
import { choosePair, chooseToPart, closest, type Hazard, meets, nearest, RUIN } from './choose.js';
import type { Intent } from './intent.js';
import { type RulePlan, RuleSearch, typeIndex } from './rules.js';
import { apart, type Situation } from './situation.js';

/** An intent, the predicate it serves, and the obstacle where nothing can be done. */
export interface Step {
  intent: Intent;
  predicate: Predicate | undefined;
  /** Whether the predicate is the condition of a rule that is to fire. */
  forRule: boolean;
  problem: string | undefined;
}

const isOthers = ({ arguments: given }: Predicate): boolean => given[0] === 'other' || given[1] === 'other';

/**
 * Chooses what to do. It searches the rules for the objects that have to exist, then picks objects and decides which
 * one is carried to which.
 */
export class Planner {
  readonly hazards: Hazard[] = [];
  /** Whether no firings lead to the goal; something may still be done about one that forbids. */
  isStuck = false;
  private readonly rules: RuleSearch;
  private counts: number[] = [];
  private plan: RulePlan = { steps: [], cost: 0 };

  /**
   * @param doubts see `RuleSearch`
   * @param pins whether an object that is to be touched is held against a wall. The oracle does not: the frozen reference
   *   scores are of an oracle that only walks up to it.
   */
  constructor(
    readonly task: Pick<Task, 'goal' | 'rules'>,
    doubts?: readonly number[],
    private readonly pins = false,
  ) {
    this.rules = new RuleSearch(task, doubts);
  }

  /** Rules that are to fire, in this order, and the work that it takes: infinite where nothing leads to the goal. */
  get path(): Readonly<RulePlan> {
    return this.plan;
  }

  /** Reads which objects exist. Returns true where this has changed, so that the plan was made again. */
  update(situation: Situation, afresh: boolean): boolean {
    const counts = new Array<number>(12).fill(0);
    for (const { type } of situation.objects) counts[typeIndex(type)]++;
    if (!afresh && counts.every((count, t) => count === this.counts[t])) return false;
    this.counts = counts;
    const usable = (rule: number, present: readonly number[]): boolean => this.usable(situation, rule, present);
    let gone = this.task.goal
      .filter((predicate) => this.isForGood(situation, predicate))
      .map((predicate) => typesOf(predicate).map(typeIndex));
    this.plan = this.rules.plan(counts, usable, gone);
    this.isStuck = this.plan.cost === Number.POSITIVE_INFINITY;
    if (this.isStuck && gone.length > 0) {
      gone = [];
      this.plan = this.rules.plan(counts, usable);
    }
    this.hazards.length = 0;
    this.task.rules.forEach(({ condition }, r) => {
      if (condition.negated || !this.rules.fireable(counts, r) || this.plan.cost === Number.POSITIVE_INFINITY) return;
      const after = this.rules.plan(this.rules.fired(counts, r), usable, gone).cost;
      const danger = Math.min(RUIN, after - this.plan.cost);
      if (danger > 0 && this.plan.steps[0] !== r) this.hazards.push({ condition, danger });
    });
    return true;
  }

  /** The next step towards the goal. */
  next(situation: Situation): Step {
    const { goal, rules } = this.task;
    const none: Step = { intent: { kind: 'wait' }, predicate: undefined, forRule: false, problem: undefined };
    if (this.plan.cost === Number.POSITIVE_INFINITY) {
      return { ...none, predicate: goal.find(({ negated }) => !negated), problem: this.rules.missing(this.counts) };
    }
    const [step] = this.plan.steps;
    if (step !== undefined) return this.work(situation, rules[step].condition, true);
    // A single predicate is worked on even while it holds, because touched objects slide away. Of several predicates,
    // the first that does not hold is chosen.
    const predicate = goal.length === 1 ? goal[0] : goal.find((each) => !holds(situation, each));
    return predicate === undefined ? none : this.work(situation, predicate, false);
  }

  /**
   * The rules that would have to fire if there were also an object of each of these types. Undefined if that would not
   * help.
   */
  pathAssuming(situation: Situation, types: readonly ObjectType[]): readonly number[] | undefined {
    const counts = [...this.counts];
    for (const type of types) counts[typeIndex(type)] = Math.max(1, counts[typeIndex(type)]);
    const plan = this.rules.plan(counts, (rule, present) => this.usable(situation, rule, present));
    return plan.cost === Number.POSITIVE_INFINITY ? undefined : plan.steps;
  }

  /** The step that makes a condition true, whatever it is good for. */
  test(situation: Situation, condition: Predicate): Step {
    return this.work(situation, condition, true);
  }

  /** Whether the avatar can bring about the condition of a rule; what does not exist yet is taken to be movable. */
  private usable(situation: Situation, rule: number, present: readonly number[]): boolean {
    const { condition } = this.task.rules[rule];
    // The oracle does not count on a player that may stand idle; the explorer does.
    if (isOthers(condition)) return this.pins;
    const types = typesOf(condition);
    const movable = types.map((type) => {
      const some = situation.all(type);
      return some.length < present[typeIndex(type)] || some.some(({ frozen }) => !frozen);
    });
    if (condition.name === 'hold') return movable[0];
    return types.length === 1 || movable[0] || movable[1] || this.holdsAlready(situation, condition);
  }

  /** Whether the forbidden state is present and only a rule can end it: two frozen objects are together. */
  private isForGood(situation: Situation, predicate: Predicate): boolean {
    const types = typesOf(predicate);
    const isPair = types.length === 2 && (predicate.name === 'near' || predicate.name === 'touching');
    return (
      predicate.negated &&
      isPair &&
      types.every((type) => situation.all(type).every(({ frozen }) => frozen)) &&
      this.holdsAlready(situation, predicate)
    );
  }

  private holdsAlready(situation: Situation, { name, arguments: given }: Predicate): boolean {
    const [left, right] = typesOf({ name, negated: false, arguments: given });
    return situation
      .all(left)
      .some((a) => situation.all(right).some((b) => a.objectIndex !== b.objectIndex && meets(situation, name, a, b)));
  }

  private work(situation: Situation, predicate: Predicate, asRule: boolean): Step {
    const { negated } = predicate;
    let intent: Intent | string;
    if (isOthers(predicate)) {
      const inHand = this.pins && situation.held !== undefined && predicate.arguments.includes(situation.held.type);
      intent = inHand ? { kind: 'release' } : 'this is up to the other player';
    } else if (asRule && negated) {
      // The rule fires when the negated predicate stops holding, so first it has to hold.
      const positive = { ...predicate, negated: false };
      const undo = this.undo(situation, predicate);
      intent = undo !== WAIT ? undo : this.pursue(situation, positive, true);
    } else if (negated) {
      intent = this.undo(situation, predicate);
    } else {
      const thief = asRule ? -1 : this.rules.defeats(predicate);
      intent = this.pursue(situation, predicate, asRule);
      if (thief >= 0 && typeof intent !== 'string') {
        intent = `rule ${thief + 1} consumes what is needed as soon as ${formatPredicate(predicate)} is true`;
      }
    }
    if (typeof intent === 'string') return { intent: WAIT, predicate, forRule: asRule, problem: intent };
    return { intent, predicate, forRule: asRule, problem: undefined };
  }

  /** The intent that makes a positive predicate true, or the reason why there is none. */
  private pursue(situation: Situation, predicate: Predicate, forRule: boolean): Intent | string {
    const { name } = predicate;
    const types = typesOf(predicate);
    if (types.length === 2)
      return choosePair(situation, this.hazards, situation.all(types[0]), situation.all(types[1]), name, forRule);
    const objects = situation.all(types[0]);
    if (name === 'see') return { kind: 'face', object: nearest(situation, objects) };
    if (this.pins && name === 'touching' && !forRule && situation.held?.type === types[0]) {
      return { kind: 'pin', object: situation.held };
    }
    if (this.pins && name === 'touching' && !forRule && this.canHoldSafely(types[0])) {
      const held = closest(
        situation,
        objects.filter(({ frozen }) => !frozen),
      );
      if (held?.kind === 'fetch') return { kind: 'pin', object: held.object };
    }
    if (name !== 'hold') return { kind: 'approach', object: nearest(situation, objects), contact: name === 'touching' };
    if (situation.held?.type === types[0]) return WAIT;
    const loose = objects.filter(({ frozen }) => !frozen);
    if (loose.length === 0) return `the ${types[0]} is frozen and cannot be held`;
    return closest(situation, loose) ?? `no way leads to the ${types[0]}`;
  }

  /** Whether no rule does harm when an object of a type is held. */
  private canHoldSafely(type: ObjectType): boolean {
    return this.hazards.every(({ condition: { name, arguments: given } }) => name !== 'hold' || !given.includes(type));
  }

  /**
   * The intent that ends the forbidden state of a negated predicate; WAIT where that state is absent; or the reason why
   * it cannot be ended.
   */
  private undo(situation: Situation, predicate: Predicate): Intent | string {
    const { name } = predicate;
    const types = typesOf(predicate);
    const objects = situation.all(types[0]);
    if (objects.length === 0) return WAIT;
    if (types.length === 1) {
      if (name === 'hold') return situation.held?.type === types[0] ? { kind: 'release' } : WAIT;
      if (name === 'see') return { kind: 'turn away', objects };
      if (situation.held?.type === types[0]) return { kind: 'release' };
      return { kind: 'leave', objects, distance: name === 'near' ? 1.25 : 0.95 };
    }
    for (const a of objects) {
      for (const b of situation.all(types[1])) {
        if (
          a.objectIndex === b.objectIndex ||
          !(name === 'touching' ? apart(a, b) < 0.9 : meets(situation, name, a, b, 1.15))
        )
          continue;
        return chooseToPart(situation, this.hazards, name, a, b);
      }
    }
    return WAIT;
  }
}

const WAIT: Intent = { kind: 'wait' };

/** Whether a predicate about the first player or objects holds, as far as the state shows it. */
function holds(situation: Situation, predicate: Predicate): boolean {
  const types = typesOf(predicate);
  const { name } = predicate;
  const objects = situation.all(types[0]);
  const atom =
    types.length === 1
      ? objects.some((object) => situation.meetsMe(name, object))
      : objects.some((a) =>
          situation.all(types[1]).some((b) => a.objectIndex !== b.objectIndex && meets(situation, name, a, b)),
        );
  return atom !== predicate.negated;
}
