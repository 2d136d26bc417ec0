import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseReplay, resimulate } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { runWarm } from './kit/warm-command.js';
import { root, temporaryFolder } from './task-command.js';

const { folder } = temporaryFolder();
const page = readFileSync(join(root, 'docs/writing-probes.md'), 'utf8');

/** Files of the example: a name before a colon, and the block that follows it. */
const files = [...page.matchAll(/`([\w-]+\.(?:jsonc|steps))`:\n\n```\w+\n([\s\S]*?)\n```/g)];

/** Commands of the example with what they print, in order. */
const commands = [...page.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block]) =>
  block
    .split(/^\$ pnpm task /m)
    .slice(1)
    .map((entry) => {
      const [command, ...output] = entry.split('\n');
      return { command, output: output.join('\n') };
    }),
);

it('the page on writing probes has an example of three files and all the commands', () => {
  expect(files.map(([, name]) => name)).toEqual(['the-long-way-down.jsonc', 'long-way.steps', 'short-way.steps']);
  const used = commands.map(({ command }) => command.split(' ')[0]);
  expect(used).toEqual(['check', 'show', 'picture', 'solve', 'act', 'act']);
});

it('the commands on the page print what it says', () => {
  for (const [, name, text] of files) writeFileSync(join(folder, name), `${text}\n`);
  for (const { command, output } of commands) {
    const ran = runWarm('scripts/dist/task.js', command.split(' '), folder);
    expect([ran.stderr, ran.status]).toEqual(['', 0]);
    expect(ran.stdout).toBe(output);
  }
  expect(existsSync(join(folder, 'the-long-way-down.svg'))).toBe(true);
  const replay = parseReplay(readFileSync(join(folder, 'short-way.replay'), 'utf8'));
  expect(resimulate(replay)).toMatchObject({ reproduced: true, rewardByTrial: [0] });
});
