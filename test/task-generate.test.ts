import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadHeldOut, parseManifest } from '@open-ada/curriculum';
import { parseTask } from '@open-ada/production-rules';
import { describe, expect, it } from 'vitest';
import { task, temporaryFolder } from './task-command.js';

const { folder } = temporaryFolder();

describe('task generate', () => {
  it('prints one task as a file and several as JSON lines, the same each time', () => {
    const one = task('generate', '--family', 'make-by-near', '--seed', '3').stdout;
    expect(parseTask(one).name).toBe('make-by-near training 3');
    const lines = task('generate', '--family', 'make-by-near', '--seed', '3', '--count', '2').stdout.trim().split('\n');
    expect(parseTask(lines[0])).toEqual(parseTask(one));
    expect(lines).toHaveLength(2);
  });

  it('writes a file of held-out tasks and enters it in a manifest', () => {
    const out = join(folder, 'hold.jsonl');
    const manifest = join(folder, 'manifest.json');
    const more = ['--side', 'held-out', '--count', '20', '--out', out, '--manifest', manifest, '--json'];
    const { status, stdout } = task('generate', '--family', 'hold', ...more);
    expect(status).toBe(0);
    const { sha256 } = JSON.parse(stdout);
    expect(parseManifest(readFileSync(manifest, 'utf8'), 'manifest')).toEqual({
      hold: { file: 'hold.jsonl', count: 20, sha256 },
    });
    expect(loadHeldOut('hold', readFileSync(out, 'utf8'), sha256)).toHaveLength(20);
  });
});

describe('a wrong call', () => {
  it.each([
    [
      ['generate', '--family', 'hard'],
      /^There is no family "hard"; use one of hold, make-by-hold, make-by-near, trivial, .*full, bring, pairs, copies, long, keep, plateau\.\n$/,
    ],
    [['generate', '--family', 'hold', '--count', '0'], /whole number, at least 1/],
    [['generate', '--family', 'hold', '--side', 'left'], /Allowed choices are training, held-out/],
    [['generate', '--family', 'hold', '--trial-seconds', '-3'], /a number from 1 to 600/],
    [
      ['generate', '--family', 'hold', '--out', join(folder, 'no', 'such')],
      /^Cannot write .*no such file or directory\.\n$/,
    ],
    [['generate', '--family', 'hold', '--manifest', join(folder, 'm.json')], /^--manifest needs --out\.\n$/],
    [['generate'], /^Which family\? One of hold, /],
  ])('%j exits 2, says why and writes nothing', (options, message) => {
    const { status, stdout, stderr } = task(...options);
    expect(stderr).toMatch(message);
    expect(stdout).toBe('');
    expect(status).toBe(2);
    expect(existsSync(join(folder, 'm.json'))).toBe(false);
  });

  it('--help exits 0', () => {
    expect(task('--help').status).toBe(0);
    expect(task('generate', '--help').stdout).toContain('--family');
  });
});
