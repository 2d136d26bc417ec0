import {
  type Argument,
  isPlayer,
  MAX_SPAWNS,
  OBJECT_TYPES,
  type ObjectType,
  PREDICATES,
  type Predicate,
  type PredicateName,
  typesOf,
} from '@open-ada/production-rules';
import type { Token, ToldRule, ToldTask } from '../../observation/told-task.js';
import type { TestedConditions } from './tested.js';

/** Predicates in the order in which they are tried. A stronger predicate makes the weaker ones true on the way. */
const OF_ME: readonly PredicateName[] = ['hold', 'touching', 'near', 'see'];
/** The same for two objects. The weaker one comes first, because the stronger one takes more than the same way. */
const OF_TWO: readonly PredicateName[] = ['near', 'touching', 'see'];

/** Observed effects of a rule. */
export interface Learned {
  types: readonly ObjectType[];
  /** Predicates that became true when it fired. */
  names: readonly PredicateName[];
  spawns: readonly ObjectType[];
}

const isToken = (given: string | number): given is Token => typeof given === 'number';

/** Arguments of a condition that are object types, or tokens of hidden types. */
export const thingsOf = ({ condition }: ToldRule): (ObjectType | Token)[] =>
  (condition?.arguments ?? []).flatMap((given) => (isToken(given) || !isPlayer(given) ? [given as ObjectType] : []));

/** Knowledge about the rules of a task: what the agent is told, and what firings have shown. */
export class RuleBook {
  readonly learned: (Learned | undefined)[];
  /** Changes whenever something is learned. */
  version = 0;
  /** `[tokens]`: the type of each hidden type, if known. */
  private readonly types: (ObjectType | undefined)[] = [];
  /** `[tokens]`: the candidate types of each hidden type, if they are known. */
  private readonly among: (readonly ObjectType[] | undefined)[] = [];
  /** `[tokens]`: types assumed for unknown hidden types among the spawns. */
  private assumed: (ObjectType | undefined)[] = [];
  /** `[tokens]`: the candidate names of each hidden predicate. */
  private readonly names: PredicateName[][] = [];
  /** Types that the shown rules name. No hidden type is among them. */
  private readonly named: Set<ObjectType>;

  constructor(
    readonly told: ToldTask,
    private readonly tested: TestedConditions,
  ) {
    this.learned = told.rules.map(() => undefined);
    const things = told.rules.flatMap((rule) => [...thingsOf(rule), ...rule.spawns]);
    this.named = new Set(things.filter((thing): thing is ObjectType => !isToken(thing)));
    const shown = told.rules.map(({ condition }) => condition?.name);
    for (const name of shown) {
      if (name !== undefined && isToken(name)) this.names[name] = PREDICATES.filter((each) => !shown.includes(each));
    }
  }

  /** Whether nothing is told about a rule and nothing is known. */
  isDark(r: number): boolean {
    return this.told.rules[r].condition === undefined && this.learned[r] === undefined;
  }

  /** The type of a name or token. Undefined if it is unknown. */
  typeOf(thing: ObjectType | Token): ObjectType | undefined {
    return isToken(thing) ? this.types[thing] : thing;
  }

  /** Whether a token can stand for a type. */
  mayBe(token: Token, type: ObjectType): boolean {
    const known = this.types[token];
    if (known !== undefined) return known === type;
    const among = this.among[token];
    if (among !== undefined) return among.includes(type) && !this.types.includes(type);
    if (this.among.some((types) => types?.includes(type))) return false;
    return !this.named.has(type) && !this.types.includes(type) && !this.isRefuted(token, type);
  }

  /** Whether a type is excluded because a rule about the avatar and this hidden type would have fired. */
  private isRefuted(token: Token, type: ObjectType): boolean {
    return this.told.rules.some((rule, r) => {
      const things = thingsOf(rule);
      if (things.length !== 1 || things[0] !== token || rule.condition!.negated) return false;
      return this.namesFor(r, 1).every((name) => this.tested.has(name, ['me', type]));
    });
  }

  /** The spawns of a rule; undefined for unknown ones. */
  spawnsOf(r: number): (ObjectType | undefined)[] {
    const { condition, spawns } = this.told.rules[r];
    const learned = this.learned[r]?.spawns ?? [];
    const isWhole = condition === undefined || learned.length === spawns.length;
    return isWhole ? [...learned] : spawns.map((thing) => this.typeOf(thing));
  }

  /** Whether a rule is known to make objects of a type. */
  isMade(type: ObjectType): boolean {
    return this.told.rules.some((_, r) => this.spawnsOf(r).includes(type));
  }

  /** The known or assumed type of a name or token. */
  believedType(thing: ObjectType | Token): ObjectType | undefined {
    return isToken(thing) ? (this.types[thing] ?? this.assumed[thing]) : thing;
  }

  /**
   * Assumes for each unknown hidden type among the spawns a type that does not exist: a type in the goal if no rule is
   * known to make it, otherwise any other. This allows plans through types that have not been seen.
   */
  assume(present: ReadonlySet<ObjectType>): void {
    const { told, types } = this;
    this.assumed = [];
    const spawned = told.rules.flatMap(({ spawns }) => spawns);
    const tokens = [
      ...new Set(spawned.filter((thing): thing is Token => isToken(thing) && types[thing] === undefined)),
    ];
    if (tokens.length === 0) return;
    const goal = told.goal.filter(({ negated }) => !negated).flatMap(typesOf);
    const made = new Set(told.rules.flatMap((_, r) => this.spawnsOf(r)));
    const isUsed = (token: Token): boolean => told.rules.some((rule) => thingsOf(rule).includes(token));
    const unknown = told.rules.map((rule) => thingsOf(rule).filter((thing) => this.typeOf(thing) === undefined).length);
    const unknownFor = (token: Token): number =>
      Math.min(...told.rules.map(({ spawns }, r) => (spawns.includes(token) ? unknown[r] : Number.POSITIVE_INFINITY)));
    for (const type of goal) {
      if (present.has(type) || made.has(type)) continue;
      const able = tokens.filter((token) => this.assumed[token] === undefined && this.mayBe(token, type));
      // Prefers a token that no condition uses, spawned by a rule about which more is known.
      const token = able.sort((a, b) => Number(isUsed(a)) - Number(isUsed(b)) || unknownFor(a) - unknownFor(b))[0];
      if (token !== undefined) this.assumed[token] = type;
    }
    for (const token of tokens) {
      this.assumed[token] ??= OBJECT_TYPES.find(
        (type) => !present.has(type) && !goal.includes(type) && this.mayBe(token, type) && !this.assumed.includes(type),
      );
    }
  }

  /** The object types in the condition of a rule, if all are known. */
  takenBy(
    r: number,
    typeOf: (thing: ObjectType | Token) => ObjectType | undefined = (thing) => this.typeOf(thing),
  ): ObjectType[] | undefined {
    const learned = this.learned[r];
    if (learned !== undefined) return [...learned.types];
    const rule = this.told.rules[r];
    if (rule.condition === undefined) return undefined;
    const types = thingsOf(rule).map(typeOf);
    return types.every((type) => type !== undefined) ? types : undefined;
  }

  /** The predicates that the condition of a rule can have, strongest first, regardless of tests. */
  namesFor(r: number, objects: number): readonly PredicateName[] {
    const order = objects === 1 ? OF_ME : OF_TWO;
    const { condition } = this.told.rules[r];
    if (condition === undefined) return order;
    const { name } = condition;
    return order.filter((each) => (isToken(name) ? this.names[name].includes(each) : name === each));
  }

  /**
   * The known condition of a rule. If several predicates are possible, it is the one to try next. Undefined if an
   * object type is unknown, or nothing is left to try.
   * @param canHold whether the avatar can hold some object of a type
   * @param assuming whether assumed types count as known
   */
  conditionOf(r: number, canHold: (type: ObjectType) => boolean, assuming: boolean): Predicate | undefined {
    const types = assuming ? this.takenBy(r, (thing) => this.believedType(thing)) : this.takenBy(r);
    if (types === undefined) return undefined;
    const rule = this.told.rules[r];
    const { condition } = rule;
    const who = condition?.arguments.includes('other') ? 'other' : 'me';
    const given: [Argument, Argument] = types.length === 1 ? [who, types[0]] : [types[0], types[1]];
    if (condition !== undefined && !isToken(condition.name)) {
      const asTold = types.length !== thingsOf(rule).length ? undefined : toArguments(condition.arguments, types);
      return { name: condition.name, negated: condition.negated, arguments: asTold ?? given };
    }
    const all = this.namesFor(r, types.length);
    const seen = all.filter((name) => this.learned[r]?.names.includes(name) ?? true);
    const possible = seen.length > 0 ? seen : all;
    const open = possible.filter((name) => !this.tested.has(name, given));
    const name = open.find((each) => each !== 'hold' || canHold(types[0]));
    return name && { name, negated: condition?.negated ?? false, arguments: given };
  }

  /** Forgets learned conditions that are impossible, because all their predicates were seen true without a firing. */
  correct(): void {
    this.learned.forEach((learned, r) => {
      if (learned === undefined || this.told.rules[r].condition !== undefined) return;
      const { types, names } = learned;
      const given: [Argument, Argument] = types.length === 1 ? ['me', types[0]] : [types[0], types[1]];
      if (names.some((name) => !this.tested.has(name, given))) return;
      this.learned[r] = undefined;
      this.version++;
    });
  }

  /** Adds a spawn to a completely hidden rule. */
  addSpawn(r: number, type: ObjectType): void {
    const learned = this.learned[r];
    const known = this.told.rules[r].condition !== undefined || learned === undefined;
    if (known || learned.spawns.includes(type) || learned.spawns.length >= MAX_SPAWNS) return;
    this.learned[r] = { ...learned, spawns: [...learned.spawns, type] };
    this.version++;
  }

  /** Removes a spawn from a completely hidden rule. */
  removeSpawn(r: number, type: ObjectType): void {
    const learned = this.learned[r];
    if (this.told.rules[r].condition !== undefined || !learned?.spawns.includes(type)) return;
    this.learned[r] = { ...learned, spawns: learned.spawns.filter((each) => each !== type) };
    this.version++;
  }

  /** Stores the observed effects of a rule. */
  learn(r: number, learned: Learned): void {
    const { condition, spawns } = this.told.rules[r];
    this.learned[r] = learned;
    this.version++;
    this.resolve(thingsOf(this.told.rules[r]), learned.types);
    this.resolve(spawns, learned.spawns);
    if (condition !== undefined && isToken(condition.name)) {
      const left = this.names[condition.name].filter((name) => learned.names.includes(name));
      if (left.length > 0) this.names[condition.name] = left;
      if (left.length === 1) {
        for (const [token, names] of this.names.entries()) {
          if (token !== condition.name && names) this.names[token] = names.filter((name) => name !== left[0]);
        }
      }
    }
  }

  /** If one hidden type is left among the told types and one type among the seen types, they are the same. */
  private resolve(things: readonly (ObjectType | Token)[], seen: readonly ObjectType[]): void {
    const tokens = things.filter((thing): thing is Token => isToken(thing) && this.types[thing] === undefined);
    const rest = seen.filter((type) => !things.some((thing) => this.typeOf(thing) === type));
    if (tokens.length !== rest.length) return;
    if (tokens.length === 1) this.types[tokens[0]] = rest[0];
    else for (const token of tokens) this.among[token] ??= rest;
  }
}

function toArguments(given: readonly (Argument | Token)[], types: readonly ObjectType[]): [Argument, Argument] {
  const left = [...types];
  const [a, b] = given.map((each): Argument => (isToken(each) || !isPlayer(each) ? left.shift()! : each));
  return [a, b];
}

/** The object types of a bit set, in the order of OBJECT_TYPES. */
export const typesIn = (bits: number): ObjectType[] => OBJECT_TYPES.filter((_, t) => ((bits >> t) & 1) === 1);
