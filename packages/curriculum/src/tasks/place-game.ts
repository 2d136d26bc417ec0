import { type ObjectType, type OwnHiding, type Random, type Task, typesOf } from '@open-ada/production-rules';
import type { BuiltFamily } from '../games/families.js';
import type { ChainGame } from '../games/generate-game.js';
import { placeInWorld } from '../worlds/placement.js';
import { WorldDistance } from '../worlds/world-distance.js';
import { solutionSeconds, trialLength, workOf } from './trial-length.js';

/** Tiles along each side of a room, if none are asked for. */
export const TILES: Readonly<Record<BuiltFamily, number>> = {
  trivial: 4,
  small: 4,
  medium: 5,
  full: 6,
  copies: 4,
  long: 4,
  plateau: 4,
};
/** Complexity is drawn from 0 to 1 in this many equal steps, so one world in five is flat. */
const COMPLEXITY_STEPS = 4;
/**
 * Number of worlds to draw for a game until its solution fits into the longest trial. After that, another game is
 * drawn.
 */
const WORLDS = 10;

/** What a game for two players has beside a game for one. */
export interface ForTwo {
  /** What is hidden from the second player. */
  hiding: OwnHiding;
  /** Types of which all objects at the start are frozen. */
  frozen: readonly ObjectType[];
}

/** A task without its name. */
export type PlacedGame = Omit<Task, 'version' | 'name'>;

/** What is asked of the world. */
interface WorldWishes {
  tiles: number;
  /** Absent: drawn. */
  complexity?: number;
  /** Absent: what the solution needs. */
  trialSeconds?: number;
  /** Whether the avatar starts on a plateau to which no way leads back, with an object that it must take along. */
  plateau?: boolean;
}

/**
 * Places a game in a world and sets its trial length. Returns undefined if no trial length is long enough in any of
 * the drawn worlds.
 * @param forTwo absent: a task for one player
 * @throws NoRoomError if the worlds are too small for the objects
 */
export function placeInWorlds(
  random: Random,
  game: ChainGame,
  wishes: WorldWishes,
  forTwo?: ForTwo,
): PlacedGame | undefined {
  const complexity = wishes.complexity ?? random.int(COMPLEXITY_STEPS + 1) / COMPLEXITY_STEPS;
  for (let worlds = 0; worlds < WORLDS; worlds++) {
    const placed = placeGame(random, game, { ...wishes, complexity }, forTwo);
    if (placed !== undefined) return placed;
  }
  return undefined;
}

function placeGame(
  random: Random,
  game: ChainGame,
  { trialSeconds, plateau, ...world }: WorldWishes & { complexity: number },
  forTwo: ForTwo | undefined,
): PlacedGame | undefined {
  const { needed, together } = game;
  const types = [...needed, ...game.distractors];
  const above = plateau ? takenAlong(random, game) : undefined;
  const crowd = {
    count: types.length,
    least: needed.length + game.baits,
    close: together !== undefined,
    two: forTwo !== undefined,
    above,
  };
  const { world: map, objects, avatar, second } = placeInWorld(random, world, crowd);
  const ways = new WorldDistance(map);
  // Either player may be the one that walks, so the one that starts farther away decides.
  const starts = second === undefined ? [avatar] : [avatar, second];
  const needs = starts.map((start) => solutionSeconds(workOf(game, objects, start, ways)));
  const seconds = trialSeconds ?? trialLength(Math.max(...needs));
  if (seconds === undefined) return undefined;
  const isFrozen = (i: number): boolean =>
    (together === 'frozen' && i < 2) || forTwo?.frozen.includes(types[i]) === true;
  return {
    goal: [game.goal],
    rules: game.all,
    hiding: game.hiding,
    objects: random.shuffle(objects.map((at, i) => ({ type: types[i], at, size: 1, frozen: isFrozen(i) }))),
    world: map,
    players: [
      { at: avatar },
      ...(second && forTwo ? [{ at: second, ...(game.all.length > 0 && { hiding: forTwo.hiding }) }] : []),
    ],
    trialSeconds: seconds,
  };
}

/**
 * Which objects are on the plateau with the avatar: one that the first rule takes, and half the time one that the
 * solution does not need.
 */
function takenAlong(random: Random, { rules, goal, needed, distractors }: ChainGame): number[] {
  const first = typesOf(rules.length > 0 ? rules[0].condition : goal);
  const taken = random.pick(needed.flatMap((type, i) => (first.includes(type) ? [i] : [])));
  const other = distractors.length > 0 && random.int(2) === 0 ? [needed.length + random.int(distractors.length)] : [];
  return [taken, ...other];
}
