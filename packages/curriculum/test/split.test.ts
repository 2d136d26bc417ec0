import { readdirSync, readFileSync } from 'node:fs';
import {
  CHAIN_FAMILIES,
  drawPairGame,
  ENUMERATED_FAMILIES,
  gamesOf,
  generateChainTask,
  generateGame,
  isHeldOut,
  PROBE_GAMES,
  parseManifest,
  parseTaskLines,
} from '@open-ada/curriculum';
import { gameKey, parseTask, Random } from '@open-ada/production-rules';
import { beforeAll, describe, expect, it } from 'vitest';
import { isOnSide } from '../src/games/split.js';

/** Games of each family. */
const EACH = process.env.CI ? 62_500 : 250_000;
const tasksFolder = new URL('../../../tasks/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, tasksFolder), 'utf8');

/**
 * The generator looks at the key of every game before it gives it away; that it does is what is checked here, by keys computed
 * anew from 10^6 training games (a quarter of them in continuous integration) and by looking each up among the games of all held-out files and probes. The game of a task is
 * drawn by the same function (`generateGame` and `generateTask` agree seed by seed, see the families' own tests).
 */
describe('training games', () => {
  const kept = new Set<string>(PROBE_GAMES);
  beforeAll(() => {
    for (const { file } of Object.values(parseManifest(read('heldout/manifest.json'), 'manifest'))) {
      for (const task of parseTaskLines(read(`heldout/${file}`), file)) kept.add(gameKey(task));
    }
  });

  it.each(CHAIN_FAMILIES)(`none of ${EACH} of %s is held out or a probe`, { timeout: 600_000 }, (family) => {
    expect(kept.size).toBeGreaterThan(2000);
    let strays = 0;
    for (let seed = 0; seed < EACH; seed++) {
      const { goal, all } = generateGame(family, seed, 'training');
      const key = gameKey({ goal: [goal], rules: all });
      if (isHeldOut(key) || kept.has(key)) strays++;
    }
    expect(strays).toBe(0);
  });

  it.each(CHAIN_FAMILIES)('nor is a game that a task of %s got after the first was too long', (family) => {
    let again = 0;
    for (let seed = 0; seed < 3000; seed++) {
      const { game } = generateChainTask(family, seed, { side: 'training', tiles: 10, complexity: 1 });
      const key = gameKey({ goal: [game.goal], rules: game.all });
      const first = generateGame(family, seed, 'training');
      if (gameKey({ goal: [first.goal], rules: first.all }) !== key) again++;
      expect(isHeldOut(key) || kept.has(key)).toBe(false);
    }
    if (family === 'full') expect(again).toBeGreaterThan(50);
  });

  it('none of 20,000 of pairs is held out or a probe', () => {
    const random = new Random(1);
    for (let i = 0; i < 20_000; i++) {
      const { goal, all } = drawPairGame(random, 'training');
      const key = gameKey({ goal: [goal], rules: all });
      expect(isHeldOut(key) || kept.has(key)).toBe(false);
    }
  });

  it.each([...ENUMERATED_FAMILIES, 'bring'] as const)('nor is any game of %s', (family) => {
    const keys = gamesOf(family, 'training').map(({ goal, rules }) => gameKey({ goal: [goal], rules }));
    expect(keys.filter((key) => isHeldOut(key) || kept.has(key))).toEqual([]);
  });
});

describe('the games of the probes', () => {
  const files = ['probes', 'probes/two-players'].flatMap((folder) =>
    readdirSync(new URL(folder, tasksFolder)).flatMap((file) => (/\.jsonc$/.test(file) ? [`${folder}/${file}`] : [])),
  );

  it('are those that the generator keeps clear of (else run `pnpm task probe-games`)', () => {
    expect(files).toHaveLength(30 + 28);
    const keys = files.map((file) => gameKey(parseTask(read(file), file)));
    expect(PROBE_GAMES).toEqual([...new Set(keys)].sort());
  });

  it('are on neither side', () => {
    for (const key of PROBE_GAMES)
      expect([isOnSide(key, 'training'), isOnSide(key, 'held-out')]).toEqual([false, false]);
  });

  it('are in no held-out file (else freeze that family anew: `pnpm task freeze`)', () => {
    for (const { file } of Object.values(parseManifest(read('heldout/manifest.json'), 'manifest'))) {
      const tasks = parseTaskLines(read(`heldout/${file}`), file);
      expect(tasks.filter((task) => PROBE_GAMES.includes(gameKey(task))).map(({ name }) => name)).toEqual([]);
    }
  });
});

describe('the games of the small families', () => {
  it('are held out by three tenths, so that a score stands for more than ten unseen rules', () => {
    const held = (family: 'hold' | 'make-by-hold') => gamesOf(family, 'held-out').length;
    expect([held('hold'), held('make-by-hold')]).toEqual([5, 38]);
  });

  it('are held out in every family that has them', () => {
    for (let seed = 0; seed < 3000; seed++) {
      const { goal, all } = generateGame('trivial', seed, 'held-out');
      expect(isHeldOut(gameKey({ goal: [goal], rules: all }))).toBe(true);
    }
  });
});
