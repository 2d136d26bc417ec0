import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './task-command.js';

const command = join(root, 'scripts', 'dist', 'env-serve.js');

/** Starts the command, gives it this input and returns what it wrote. */
function serve(options: string[], input = Buffer.alloc(0)) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...options], { cwd: root, input });
  return { status, stdout, stderr: stderr.toString() };
}

/** The request to begin two environments with the seeds 1 and 2. */
const RESET_TWO = Buffer.from([1, 0, 0, 0, 10, 0, 0, 0, 2, 2, 1, 0, 0, 0, 2, 0, 0, 0]);

it('answers over pipes, and ends at the end of its input', () => {
  const options = ['--environments', '2', '--tasks', 'tasks/examples/hold-the-sphere.jsonc'];
  const { status, stdout, stderr } = serve(options, RESET_TWO);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const line = stdout.subarray(0, stdout.indexOf('\n'));
  const { observation } = JSON.parse(line.toString());
  const answer = stdout.subarray(line.length + 1);
  expect(answer.readUInt32LE(0)).toBe(0);
  expect(answer.readUInt32LE(4)).toBe(2 * (4 * observation.size + 4 + 4 + 1));
  expect(answer.length).toBe(8 + answer.readUInt32LE(4));
});

it.each([
  [['--family', 'holding'], 'There is no family "holding"'],
  [['--tasks', 'none.jsonc'], 'Cannot read none.jsonc'],
  [['--tasks', 'tasks/examples/two-steps.jsonc', '--tiles', '4'], '--tasks: the files say it all'],
  [['--simulation', '[]'], "option '--simulation <json>' argument '[]' is invalid. It must be a JSON object."],
  [['--simulation', '{"speeed":1}'], 'speeed'],
  [['--family', 'hold', '--tiles', '1'], 'tiles'],
])('refuses %j in one sentence', (options, sentence) => {
  const { status, stdout, stderr } = serve(options);
  expect(stderr).toContain(sentence);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect({ status, written: stdout.length }).toEqual({ status: 2, written: 0 });
});
