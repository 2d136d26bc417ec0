import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { CHAIN_FAMILIES, generateGame, generateTask, PROBE_GAMES, type Side } from '@open-ada/curriculum';
import { formatTask, gameKey, gameKeyIsHeldOut, parseTask, sha256Hex, taskToFile } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';

const SIDES: Side[] = ['training', 'held-out'];

describe.each(CHAIN_FAMILIES)('family %s', (family) => {
  it('gives valid tasks of the side asked for', () => {
    for (let seed = 0; seed < 300; seed++) {
      const side = SIDES[seed % 2];
      const task = generateTask(family, seed, { side });
      expect(parseTask(formatTask(task))).toEqual(task);
      expect(gameKeyIsHeldOut(gameKey(task))).toBe(side === 'held-out');
    }
  });

  it('gives the tasks it has always given', () => {
    const tasks = SIDES.flatMap((side) =>
      Array.from({ length: 100 }, (_, seed) => taskToFile(generateTask(family, seed, { side }))),
    );
    expect(sha256Hex(JSON.stringify(tasks))).toMatchSnapshot();
  });

  it('gives a game alone as it is in the task', () => {
    for (let seed = 0; seed < 100; seed++) {
      const { goal, all } = generateGame(family, seed, 'training');
      const task = generateTask(family, seed, { side: 'training', trialSeconds: 8 });
      expect(gameKey({ goal: [goal], rules: all })).toBe(gameKey(task));
    }
  });
});

describe('the games of the probes', () => {
  const folder = new URL('../../../tasks/probes/', import.meta.url);
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.jsonc')) : [];

  it('are those that the generator keeps clear of (else run `pnpm task probe-games`)', () => {
    const keys = files.map((file) => gameKey(parseTask(readFileSync(new URL(file, folder), 'utf8'), file)));
    expect(PROBE_GAMES).toEqual([...new Set(keys)].sort());
  });
});
