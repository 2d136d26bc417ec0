import type { LearnerFunction, LearnerParts } from '@open-ada/muesli';
import type * as z from 'zod';

/** A learning algorithm of one's own. See examples/own-learner.mjs. */
export interface OwnLearner<Constants extends { discount: number }> {
  /** Name, as in `--learner NAME`. */
  name: string;
  /**
   * Its constants, each with a default and a description. They are options of the command as well. `discount` must be
   * among them; those of the optimiser are in `optimiserSettings` of `@open-ada/muesli`.
   */
  settings: z.ZodObject<z.ZodRawShape>;
  /** The update as a pure function of tensors, compiled once. */
  make(parts: LearnerParts<Constants>): LearnerFunction;
}

const learners = new Map<string, OwnLearner<never>>();
let listed = false;

/**
 * Adds a learner. Do it in a module that is loaded before everything else: `node --import ./own-learner.mjs ...`. Worker
 * threads load that module as well.
 * @throws Error in one sentence if it is too late, or the name is taken
 */
export function registerLearner<Constants extends { discount: number }>(learner: OwnLearner<Constants>): void {
  const { name } = learner;
  if (listed) throw new Error(`Register the learner "${name}" before the commands are loaded: node --import FILE ....`);
  if (learners.has(name)) throw new Error(`There is a learner "${name}" already.`);
  learners.set(name, learner as unknown as OwnLearner<never>);
}

/** The registered learners. None can be added afterwards. */
export function ownLearners(): OwnLearner<never>[] {
  listed = true;
  return [...learners.values()];
}

export const ownLearner = (name: string): OwnLearner<never> | undefined => learners.get(name);
