import { Random } from '@open-ada/production-rules';

/**
 * Indices of tasks grouped by game (goal and rules, `gameKey`), one array per game. Tasks of one game are not
 * independent evidence about other games. Intervals are therefore bootstrapped over games: a resample draws games and
 * keeps all of their tasks.
 */
export type Games = readonly Int32Array[];

/** @param keys `[tasks]`: the game of each task */
export function groupByGame(keys: readonly string[]): Games {
  const byKey = new Map<string, number[]>();
  keys.forEach((key, task) => {
    const members = byKey.get(key);
    if (members) members.push(task);
    else byKey.set(key, [task]);
  });
  return [...byKey.values()].map((members) => Int32Array.from(members));
}

/** Makes every task a game of its own: the ordinary bootstrap over tasks. */
export function oneGameEach(tasks: number): Games {
  return Array.from({ length: tasks }, (_, task) => Int32Array.of(task));
}

/**
 * Draws resamples. Each has as many games as there are, with replacement, and all tasks of each game.
 * @returns a function that returns the task indices of the next resample. The next call reuses the array.
 */
export function gameSampler(games: Games): () => Int32Array {
  const random = new Random(1);
  const largest = games.reduce((most, members) => Math.max(most, members.length), 0);
  const drawn = new Int32Array(games.length * largest);
  return () => {
    let size = 0;
    for (let i = 0; i < games.length; i++) {
      const members = games[random.int(games.length)];
      for (let j = 0; j < members.length; j++) drawn[size++] = members[j];
    }
    return drawn.subarray(0, size);
  };
}
