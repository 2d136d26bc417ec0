import type { Random, Task } from '@open-ada/production-rules';

/** A family of tasks of one's own. See examples/own-family.mjs. */
export interface OwnFamily {
  /** Name, as in `--family NAME`. */
  name: string;
  /**
   * Draws a task. It is called again until the game of the task lies on the side that is wanted: the split by goal and
   * rules holds here as well. All randomness must come from `random`.
   */
  generate(random: Random, options: OwnFamilyOptions): Task;
}

/** What was asked for; undefined: as the family likes. */
export interface OwnFamilyOptions {
  trialSeconds?: number;
  tiles?: number;
  complexity?: number;
}

const families = new Map<string, OwnFamily>();
let listed = false;

/**
 * Adds a family. Do it in a module that is loaded before everything else: `node --import ./own-family.mjs ...`.
 * @throws Error in one sentence if it is too late, or the name is taken
 */
export function registerFamily(family: OwnFamily): void {
  const { name } = family;
  if (listed) throw new Error(`Register the family "${name}" before the commands are loaded: node --import FILE ....`);
  if (families.has(name)) throw new Error(`There is a family "${name}" already.`);
  families.set(name, family);
}

/** Names of the registered families. None can be added afterwards. */
export function ownFamilyNames(): string[] {
  listed = true;
  return [...families.keys()];
}

export const ownFamily = (name: string): OwnFamily | undefined => families.get(name);
