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

const known = new WeakMap<Games, readonly Int32Array[]>();

/**
 * Draws resamples. Each has as many games as there are, with replacement, and all tasks of each game. The same games get
 * the same resamples: they are drawn once, since one report asks for them dozens of times.
 * @returns `[count][tasks drawn]`: task indices
 */
export function resamples(games: Games, count: number): readonly Int32Array[] {
  let drawn = known.get(games);
  if (drawn?.length !== count) {
    drawn = drawResamples(games, count);
    known.set(games, drawn);
  }
  return drawn;
}

function drawResamples(games: Games, count: number): Int32Array[] {
  const random = new Random(1);
  const largest = games.reduce((most, members) => Math.max(most, members.length), 0);
  const drawn = new Int32Array(games.length * largest);
  return Array.from({ length: count }, () => {
    let size = 0;
    for (let i = 0; i < games.length; i++) {
      const members = games[random.int(games.length)];
      for (let j = 0; j < members.length; j++) drawn[size++] = members[j];
    }
    return drawn.slice(0, size);
  });
}
