import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const module = fileURLToPath(new URL('../scripts/starting.mjs', import.meta.url));

/** What a program writes to standard error that takes a while to start. */
function start(isTerminal: boolean) {
  const program = `
    import { announce } from ${JSON.stringify(module)};
    process.stderr.isTTY = ${isTerminal};
    const loaded = announce('starting');
    process.stdout.write('out\\n');
    process.stderr.write('first\\n');
    process.stderr.write('second\\n');
    loaded();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return { stdout, stderr };
}

describe('the line that says that a command starts', () => {
  it('goes on a terminal when the command writes its first', () => {
    expect(start(true)).toEqual({ stdout: 'out\n', stderr: 'starting\r\x1b[2Kfirst\nsecond\n' });
  });

  it('is not written elsewhere', () => {
    expect(start(false).stderr).toBe('first\nsecond\n');
  });
});
