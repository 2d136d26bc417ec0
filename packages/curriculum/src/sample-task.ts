import {
  gameKey,
  gameKeyIsHeldOut,
  type Hiding,
  OBJECT_TYPES,
  type ObjectType,
  PREDICATES,
  Random,
  type Rule,
  type Task,
} from '@open-ada/production-rules';
import type { Side } from './families.js';
import { placeInWorld } from './placement.js';
import { type SampledGame, sampleGame } from './sample-game.js';

export interface SampleOptions {
  side: Side;
  /** Number of rules. Default: 0, 1 or 2, all as likely. */
  rules?: 0 | 1 | 2;
  /** Tiles (2 m) along each side of the square world. Default 4. */
  tiles?: number;
  /** Of the world, 0 (flat) to 1; see `generateWorld`. Default: uniform. */
  complexity?: number;
  /** Length of a trial, seconds. Default: longer for more rules and for larger worlds, see `trialLength`. */
  trialSeconds?: number;
}

/** Generator stream of each side: apart from those of the families. */
const STREAM = 1000;
const OBJECT_COUNT = { min: 3, max: 7 } as const;
const SIZES = [1, 1, 0.8, 1.25] as const;
const LARGEST = 1.25;
/** Share of objects nobody needs that cannot be moved. */
const FROZEN = 0.15;
/** Most types and predicates hidden at once: each needs a token of its own in the observation. */
const HIDDEN_TYPES = 2;
/** Longest trial of the paper, seconds. */
const LONGEST = 40;

/** 4 s for the goal and for each rule, in a room of 8 m; in proportion to the side of others. */
const trialLength = (rules: number, tiles: number): number => Math.min(LONGEST, (rules + 1) * tiles + 4);

/**
 * One task of a wider distribution than the families: any predicate as goal, 0 to 2 rules with any predicate as condition, all
 * ways of hiding, objects of several sizes of which some are frozen, a flat or layered world. A pure function of its arguments
 * with the same result on every platform. All that the solution needs can be reached, and come back from.
 * @param seed any safe integer; the two sides use different streams of it
 */
export function sampleTask(seed: number, options: SampleOptions): Task {
  const { side, tiles = 4 } = options;
  const random = new Random(seed, STREAM + (side === 'held-out' ? 1 : 0));
  const ruleCount = options.rules ?? random.int(3);
  const game = gameOnSide(random, ruleCount, side);
  const hiding = hide(random, game.rules);
  const types = [...game.objects, ...distractors(random, game)];
  const complexity = options.complexity ?? random.float();
  const crowd = { count: types.length, size: LARGEST, close: game.close };
  const { world, objects, avatar } = placeInWorld(random, { tiles, complexity }, crowd);
  const needed = game.objects.length;
  return {
    version: 1,
    name: `sampled ${side} ${seed}`,
    goal: [game.goal],
    rules: game.rules,
    hiding,
    objects: types.map((type, i) => {
      // Two that stand close are of the size that keeps them apart.
      const size = random.pick(SIZES);
      const frozen = i >= needed && random.float() < FROZEN;
      return { type, at: objects[i], size: game.close && i < 2 ? 1 : size, frozen };
    }),
    world,
    players: [{ at: avatar }],
    trialSeconds: options.trialSeconds ?? trialLength(ruleCount, tiles),
  };
}

function gameOnSide(random: Random, ruleCount: number, side: Side): SampledGame {
  for (;;) {
    const game = sampleGame(random, ruleCount);
    const heldOut = gameKeyIsHeldOut(gameKey({ goal: [game.goal], rules: game.rules }));
    if (heldOut === (side === 'held-out')) return game;
  }
}

/** Nothing, whole rules, types or predicates, all as likely. */
function hide(random: Random, rules: readonly Rule[]): Hiding {
  const hiding: Hiding = { types: [], predicates: [] };
  const what = random.int(4);
  if (what === 1) for (const rule of rules) rule.hidden = random.float() < 0.5;
  const named = rules.flatMap(({ condition, spawns }) => [...condition.arguments, ...spawns]);
  const types = OBJECT_TYPES.filter((type) => named.includes(type));
  if (what === 2) hiding.types = random.shuffle(types).slice(0, 1 + random.int(HIDDEN_TYPES));
  const used = PREDICATES.filter((name) => rules.some(({ condition }) => condition.name === name));
  if (what === 3) hiding.predicates = random.shuffle(used).slice(0, 1 + random.int(used.length));
  return hiding;
}

function distractors(random: Random, { objects, made }: SampledGame): ObjectType[] {
  const count = OBJECT_COUNT.min + random.int(OBJECT_COUNT.max - OBJECT_COUNT.min + 1) - objects.length;
  const free = random.shuffle(OBJECT_TYPES.filter((type) => !objects.includes(type) && !made.includes(type)));
  return free.slice(0, Math.max(0, count));
}
