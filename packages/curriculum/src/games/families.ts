/**
 * Families of one goal, to hold something. `hold`: an object that is there. `make-by-hold`: one that is made by holding another
 * (hidden rule). `make-by-near`: one that is made by bringing two others together (hidden rule).
 */
export const ENUMERATED_FAMILIES = ['hold', 'make-by-hold', 'make-by-near'] as const;
export type EnumeratedFamily = (typeof ENUMERATED_FAMILIES)[number];

/**
 * Games built backwards from their goal, of up to 0, 1, 2 and 4 rules that must fire in sequence; `full` is the distribution
 * of AdA, appendix A.2.
 */
export const CHAIN_FAMILIES = ['trivial', 'small', 'medium', 'full'] as const;
export type ChainFamily = (typeof CHAIN_FAMILIES)[number];

/**
 * Made to be learned from, not to be scored on. `bring`: bring an object near another or into touch with it, both are there, often close
 * together and in a small room. Whoever never moves an object by chance never finds out that two together can pay.
 */
export const PRACTICE_FAMILIES = ['bring'] as const;
export type PracticeFamily = (typeof PRACTICE_FAMILIES)[number];

/** Those that have frozen held-out tasks. */
export const HELD_OUT_FAMILIES = [...ENUMERATED_FAMILIES, ...CHAIN_FAMILIES] as const;

/** The order decides the streams of the generator: new ones go to the end. */
export const FAMILIES = [...HELD_OUT_FAMILIES, ...PRACTICE_FAMILIES] as const;
export type Family = (typeof FAMILIES)[number];

/** Whether the games of a family are built backwards from their goal. */
export const isChain = (family: Family): family is ChainFamily =>
  (CHAIN_FAMILIES as readonly string[]).includes(family);

/** The two sides of the split by `gameKey`: a game of one side never appears on the other. */
export type Side = 'training' | 'held-out';

/** The stream of the generator that draws a side of a family. */
export const streamOf = (family: Family, side: Side): number =>
  1 + 2 * FAMILIES.indexOf(family) + (side === 'held-out' ? 1 : 0);

/**
 * Recognises the name of a family.
 * @throws Error with one sentence for any other text
 */
export function parseFamily(text: string): Family {
  const family = FAMILIES.find((name) => name === text);
  if (family === undefined) throw new Error(`There is no family "${text}"; use one of ${FAMILIES.join(', ')}.`);
  return family;
}
