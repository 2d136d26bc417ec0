import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPACT, parseReplay, resimulate } from '@open-ada/xland-sim';
import { describe, expect, it } from 'vitest';
import { HELD_OUT, temporaryFolder, writeTinyAgent } from './kit/evaluation.js';
import { runWarm } from './kit/warm-command.js';

const folder = temporaryFolder();
const checkpoint = writeTinyAgent(folder);

function evaluate(trials: string, ...more: string[]) {
  const places = ['--checkpoint', checkpoint, '--out', join(folder, trials)];
  const options = ['--family', 'hold', '--count', '4', '--workers', '1', '--trials', trials, ...places, ...more];
  const { status, stdout, stderr } = runWarm('scripts/dist/eval-heldout.js', options);
  expect(status).toBe(0);
  return { stdout, stderr };
}

/** What `eval:heldout` prints for people. */
const table = (trials: string, ...more: string[]) => evaluate(trials, ...more).stdout;

describe('the table of eval:heldout', () => {
  it('prints a gain only where something was compared', () => {
    const one = table('3');
    expect(one).toContain('4 held-out tasks of 3 games');
    expect(one).toMatch(/^first of 3 /m);
    expect(one).toMatch(/^by trial at k = 3, mean: \d\.\d\d \d\.\d\d \d\.\d\d$/m);
    expect(one).toContain('gain from memory, trials 2 to 2 (k 3): ');
    expect(one).toContain('adaptation gain (k 3): ');
    expect(one).not.toContain('gain over trials');
    expect(table('1,3', '--no-control')).toMatch(/^gain over trials \(k 1 -> 3\): [^\n]*\n$/m);
    expect(table('1')).not.toContain('gain');
  });

  it('compares self-play with a random co-player, and says who did what', () => {
    const agent = writeTinyAgent(temporaryFolder(), { ...COMPACT, players: 2 });
    const pairs = ['--family', 'pairs', '--co-player', 'both', '--checkpoint', agent, '--count', '8', '--no-control'];
    const { stdout, stderr } = evaluate('1', ...pairs);
    expect(stdout).toMatch(/^pairs: 8 held-out tasks .*$/m);
    expect(stdout).toMatch(/^pairs: 8 held-out tasks of 1 games \(7 left out/m);
    expect(stdout).toMatch(/^self-play against the same agent beside the random policy: 1 tasks? of 1 games?/m);
    expect(stdout).toMatch(/^ +self-play +random: better seat +as player 1 +as player 2 +self-play - better seat/m);
    expect(stdout).toMatch(/^two oracles +\d\.\d{3} .*player 1 +\d\.\d{3}/m);
    expect(stderr.match(/heldout-pairs-\S+\.json/g)).toHaveLength(2);
  });

  it('keeps replays, and says what they show', () => {
    const { stderr } = evaluate('2', '--replays', '2', '--checkpoint', 'released', '--no-control');
    const lines = stderr.split('\n').filter((line) => line.startsWith('pnpm watch '));
    for (const line of lines) {
      const [, file] = line.match(/^pnpm watch (\S+\.replay): score by trial \d\.\d\d \d\.\d\d$/) ?? [];
      expect(resimulate(parseReplay(readFileSync(file, 'utf8'))).reproduced).toBe(true);
    }
    expect(lines).toHaveLength(2);
  });

  it('has the explorer by trial, as far as its trials are stored', () => {
    const two = table('1,2');
    expect(two).toMatch(/^explorer, trial 1 +\d\.\d{3} +\[\d\.\d{3}, \d\.\d{3}\]/m);
    expect(two).toMatch(/^explorer, trial 2 /m);
    expect(two).toContain('explorer: a script that adapts; it knows the map');
    expect(two).toMatch(/^ {2}explorer, mean: \d\.\d\d \d\.\d\d\n {2}explorer, share > 0\.8: \d\.\d\d \d\.\d\d$/m);
    const one = table('1');
    expect(one).toMatch(/^explorer, trial 1 /m);
    expect(one).not.toContain('explorer, trial 2');

    const bare = join(folder, 'bare');
    cpSync(HELD_OUT, bare, { recursive: true, filter: (file) => !file.endsWith('.explorer.json') });
    const without = evaluate('1', '--tasks', bare);
    expect(without.stdout).not.toContain('explorer');
    expect(without.stderr).toMatch(/^no row of the explorer: there is no \S+hold\.explorer\.json; pnpm task freeze/m);
  });
});
