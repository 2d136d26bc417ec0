import type { ObjectType, PredicateName } from '@open-ada/production-rules';
import { type RuleBook, thingsOf } from './rule-book.js';

/** What an avatar saw happen in one step, and the state before it. */
export interface Happening {
  vanished: readonly ObjectType[];
  appeared: readonly ObjectType[];
  /** Whether an object of the type was known before. */
  wasThere(type: ObjectType): boolean;
  /**
   * Predicates that may have become true of the avatar and a type, or of two types, and that were never seen true
   * before. For a type that was never in sight, the only one is `see`.
   */
  newlyTrue(types: readonly ObjectType[]): PredicateName[];
}

interface Part {
  vanished: ObjectType[];
  appeared: ObjectType[];
}

/** Known rules that may have fired, and the changes that they do not explain. */
interface KnownSet {
  cost: number;
  left: Part;
  members: readonly number[];
}

/**
 * Costs in an explanation: a rule is not known; an object that should vanish was not seen to; a spawn was not seen; a
 * rule is hidden completely.
 */
const UNKNOWN = 0.5;
const UNSEEN = 1;
const UNSEEN_SPAWN = 0.4;
const DARK = 0.5;
/** Cost of each object that is attributed to a completely hidden rule. */
const EACH = 0.3;
/** Cost of assuming that a rule spawns more than is known. */
const MORE = 0.5;
/** Largest number of known rules that fire in one step. */
const MOST = 3;

const without = <T>(list: readonly T[], remove: readonly T[]): T[] => list.filter((each) => !remove.includes(each));

/**
 * Finds the rules whose firing best explains what happened. The rule book learns those that were unknown.
 * @returns the rules that fired, as far as they are now known
 */
export function explain(book: RuleBook, happening: Happening): readonly number[] {
  let best = Number.POSITIVE_INFINITY;
  let culprit = -1;
  let rest: Part | undefined;
  let known: readonly number[] = [];
  for (const { cost, left, members } of knownSets(book, happening)) {
    if (left.vanished.length + left.appeared.length === 0) {
      if (cost < best) [best, culprit, rest, known] = [cost, -1, undefined, members];
      continue;
    }
    // A rule may spawn more than was seen when it was learned.
    const maker = latest(book, members);
    if (left.vanished.length === 0 && maker !== undefined && cost + MORE < best) {
      [best, culprit, rest, known] = [cost + MORE, maker, left, members];
    }
    book.told.rules.forEach((_, r) => {
      const more = cost + (members.includes(r) ? Number.POSITIVE_INFINITY : fits(book, r, left, happening));
      if (more < best) [best, culprit, rest, known] = [more, r, left, members];
    });
  }
  for (const r of known) nameFrom(book, r, happening);
  if (culprit >= 0 && rest !== undefined) learnFrom(book, culprit, rest, happening);
  return culprit >= 0 && !known.includes(culprit) ? [...known, culprit] : known;
}

/** Of completely hidden rules, the one that fired last. A rule that consumes the spawn of another fires after it. */
export function latest(book: RuleBook, rules: readonly number[]): number | undefined {
  const dark = rules.filter((r) => book.told.rules[r].condition === undefined);
  const follows = (r: number): boolean =>
    dark.some((other) => other !== r && book.spawnsOf(other).some((type) => book.takenBy(r)?.includes(type!)));
  return dark.find(follows) ?? dark[0];
}

/** Learns the predicate of a rule whose types were known. */
function nameFrom(book: RuleBook, r: number, happening: Happening): void {
  if (book.learned[r] !== undefined || typeof book.told.rules[r].condition?.name !== 'number') return;
  const types = book.takenBy(r)!;
  book.learn(r, { types, names: happening.newlyTrue(types), spawns: book.spawnsOf(r) as ObjectType[] });
}

/** Sets of known rules that may have fired, and the changes that each set leaves unexplained. */
function knownSets(book: RuleBook, { vanished, appeared }: Happening): KnownSet[] {
  const sets: KnownSet[] = [{ cost: 0, left: { vanished: [...vanished], appeared: [...appeared] }, members: [] }];
  for (let k = 0; k < sets.length; k++) {
    const { cost, left, members } = sets[k];
    if (members.length === MOST) continue;
    for (let r = (members.at(-1) ?? -1) + 1; r < book.told.rules.length; r++) {
      const takes = book.takenBy(r);
      const gives = book.spawnsOf(r);
      if (takes === undefined || gives.some((type) => type === undefined)) continue;
      const spawns = gives as ObjectType[];
      const seen =
        takes.some((type) => left.vanished.includes(type)) || spawns.some((type) => left.appeared.includes(type));
      if (!seen) continue;
      const missing = takes.filter((type) => !vanished.includes(type)).length * UNSEEN;
      const unborn = spawns.filter((type) => !appeared.includes(type)).length * UNSEEN_SPAWN;
      sets.push({
        cost: cost + 0.1 + missing + unborn,
        left: { vanished: without(left.vanished, takes), appeared: without(left.appeared, spawns) },
        members: [...members, r],
      });
    }
  }
  return sets;
}

/** Cost of explaining changes by a rule that is not fully known. Infinite if it is impossible. */
function fits(book: RuleBook, r: number, { vanished, appeared }: Part, { wasThere }: Happening): number {
  const rule = book.told.rules[r];
  if (vanished.length === 0) return Number.POSITIVE_INFINITY;
  if (rule.condition === undefined) {
    if (book.learned[r] !== undefined) return Number.POSITIVE_INFINITY;
    // No rule consumes what it makes. If no other rule is unknown, another explanation is better.
    const between = vanished.some((type) => appeared.includes(type) && !wasThere(type));
    const others = book.told.rules.some((_, other) => other !== r && book.isDark(other));
    if (between && !others) return Number.POSITIVE_INFINITY;
    if (vanished.length > 2 || appeared.length > 3) return Number.POSITIVE_INFINITY;
    return UNKNOWN + DARK + EACH * (vanished.length + appeared.length);
  }
  const taken = match(book, thingsOf(rule), vanished);
  const given = match(book, rule.spawns, appeared);
  return taken === undefined || given === undefined
    ? Number.POSITIVE_INFINITY
    : UNKNOWN + taken * UNSEEN + given * UNSEEN_SPAWN;
}

/** Number of told types that were not seen. Undefined if a seen type cannot be one of those told. */
function match(
  book: RuleBook,
  things: RuleBook['told']['rules'][number]['spawns'],
  seen: readonly ObjectType[],
): number | undefined {
  const open = things.filter((thing) => !seen.includes(book.typeOf(thing) as ObjectType));
  const strange = seen.filter((type) => !things.some((thing) => book.typeOf(thing) === type));
  const tokens = open.filter((thing) => book.typeOf(thing) === undefined);
  for (const type of strange) {
    const at = tokens.findIndex((token) => book.mayBe(token as number, type));
    if (at < 0) return undefined;
    tokens.splice(at, 1);
  }
  return open.length - strange.length;
}

function learnFrom(book: RuleBook, r: number, part: Part, happening: Happening): void {
  const { vanished, appeared } = part;
  const rule = book.told.rules[r];
  if (rule.condition === undefined && book.learned[r] !== undefined) {
    for (const type of appeared) book.addSpawn(r, type);
    return;
  }
  if (rule.condition !== undefined) {
    const known = thingsOf(rule).map((thing) => book.typeOf(thing));
    const named = known.filter((type): type is ObjectType => type !== undefined);
    const types = [...named, ...without(vanished, named)];
    if (types.length !== known.length) return;
    const spawned = rule.spawns
      .map((thing) => book.typeOf(thing))
      .filter((type): type is ObjectType => type !== undefined);
    const spawns = [...spawned, ...without(appeared, spawned)];
    book.learn(r, { types, names: happening.newlyTrue(types), spawns });
    return;
  }
  // Types that were made and consumed in one step: two rules fired one after the other.
  const between = vanished.filter((type) => appeared.includes(type) && !happening.wasThere(type));
  const first = without(vanished, between);
  const next = book.told.rules.findIndex((_, other) => other !== r && book.isDark(other));
  if (between.length === 1 && first.length > 0 && next >= 0) {
    book.learn(r, { types: first, names: happening.newlyTrue(first), spawns: between });
    book.learn(next, { types: between, names: happening.newlyTrue(between), spawns: without(appeared, between) });
    return;
  }
  book.learn(r, { types: vanished, names: happening.newlyTrue(vanished), spawns: appeared });
}
