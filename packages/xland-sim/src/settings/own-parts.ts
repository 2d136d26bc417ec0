import type { Feature } from './features.js';

/** A part of an observation of one's own. See examples/own-observation.mjs. */
export interface OwnPart<State> {
  /** Name, as in the setting `ownParts`. */
  name: string;
  /** Number of rows; each has the features. Default 1. */
  rows?: number;
  features: readonly Feature[];
  /**
   * Writes the part in every step.
   * @param state the world from the player's point of view, who comes first. It holds more than an avatar sees: what
   *   of it the agent may know is yours to decide
   * @param into `[rows * floats of a row]`, zeros
   */
  write(state: State, into: Float32Array): void;
}

const parts = new Map<string, OwnPart<never>>();

/** Adds a part, for worlds whose setting `ownParts` names it. @throws Error in one sentence if the name is taken */
export function registerPart<State>(part: OwnPart<State>): void {
  if (parts.has(part.name)) throw new Error(`There is a part "${part.name}" already.`);
  parts.set(part.name, part as OwnPart<never>);
}

export const ownPart = (name: string): OwnPart<never> | undefined => parts.get(name);
