import { ownFamilyNames } from './own-families.js';

/**
 * Families whose goal is to hold an object. `hold`: the object exists at the start. `make-by-hold`: holding another
 * object makes it (hidden rule). `make-by-near`: bringing two other objects together makes it (hidden rule).
 */
export const ENUMERATED_FAMILIES = ['hold', 'make-by-hold', 'make-by-near'] as const;
export type EnumeratedFamily = (typeof ENUMERATED_FAMILIES)[number];

/**
 * Families of games built backwards from their goal. Up to 0, 1, 2 and 4 rules must fire in sequence. `full` is the
 * distribution of AdA, appendix A.2.
 */
export const CHAIN_FAMILIES = ['trivial', 'small', 'medium', 'full'] as const;
export type ChainFamily = (typeof CHAIN_FAMILIES)[number];

/**
 * Families for training only, without a score: what hand-made tasks ask for and the families above hardly ever do.
 *
 * - `bring`: bring one object near another or into contact with it. Both objects exist at the start, often close together
 *   and in a small room. An agent that never moves an object by chance would never find out that two objects together can
 *   bring a reward.
 * - `copies`: as `medium`, with several objects of a type.
 * - `long`: five or six rules must fire in sequence.
 * - `keep`: the goal holds at the start, and some of what one can do ends it for good.
 * - `plateau`: as `medium`, but the avatar starts on a plateau to which no way leads back, with an object that it must
 *   take along and perhaps another one.
 */
export const PRACTICE_FAMILIES = ['bring', 'copies', 'long', 'keep', 'plateau'] as const;
export type PracticeFamily = (typeof PRACTICE_FAMILIES)[number];

/** Practice families whose games are built backwards from their goal, too. */
const CHAIN_PRACTICE = ['copies', 'long', 'plateau'] as const;
export type BuiltFamily = ChainFamily | (typeof CHAIN_PRACTICE)[number];

/** Families for one player that have frozen held-out tasks. */
export const HELD_OUT_FAMILIES = [...ENUMERATED_FAMILIES, ...CHAIN_FAMILIES] as const;

/**
 * Families for two players. `pairs`: a game of one of the chain families in which some references to the first player
 * are replaced by the second one (AdA, appendix A.2).
 */
export const PAIR_FAMILIES = ['pairs'] as const;
export type PairFamily = (typeof PAIR_FAMILIES)[number];

/** All families that have frozen held-out tasks. */
export const FROZEN_FAMILIES = [...HELD_OUT_FAMILIES, ...PAIR_FAMILIES] as const;

/**
 * All families, with those that were registered. The order decides the random streams of the generator, so new families
 * go to the end. The type knows the own ones of this package only.
 */
export const FAMILIES = [
  ...HELD_OUT_FAMILIES,
  'bring',
  ...PAIR_FAMILIES,
  'copies',
  'long',
  'keep',
  'plateau',
  ...(ownFamilyNames() as PracticeFamily[]),
] as const;
export type Family = (typeof FAMILIES)[number];

/**
 * What episodes of one's own task files are counted under (`--train-on`). It is no family: nothing generates it. The
 * type is that of the registered families, which it does not know either.
 */
export const OWN_TASKS = 'own-tasks' as Family;

/** Whether the games of a family are built backwards from their goal. */
export const isChain = (family: Family): family is BuiltFamily =>
  ([...CHAIN_FAMILIES, ...CHAIN_PRACTICE] as readonly string[]).includes(family);

/** Whether the tasks of a family are for two players. */
export const isPair = (family: Family): family is PairFamily => (PAIR_FAMILIES as readonly string[]).includes(family);

/** The two sides of the split by `gameKey`: a game of one side never appears on the other. */
export type Side = 'training' | 'held-out';

/** The generator's random stream for one side of a family. */
export const streamOf = (family: Family, side: Side): number =>
  1 + 2 * FAMILIES.indexOf(family) + (side === 'held-out' ? 1 : 0);

/**
 * Parses the name of a family.
 * @throws Error with one sentence for any other text
 */
export function parseFamily(text: string): Family {
  const family = FAMILIES.find((name) => name === text);
  if (family === undefined) throw new Error(`There is no family "${text}"; use one of ${FAMILIES.join(', ')}.`);
  return family;
}
