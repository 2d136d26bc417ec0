import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const module = fileURLToPath(new URL('../scripts/starting.mjs', import.meta.url));

/** What a program writes to standard error that takes a while to start. */
function start(isTerminal: boolean, startMs: number) {
  const program = `
    import { announce } from ${JSON.stringify(module)};
    process.stderr.isTTY = ${isTerminal};
    const loaded = announce('starting');
    await new Promise((resolve) => setTimeout(resolve, ${startMs}));
    process.stdout.write('out\\n');
    process.stderr.write('first\\n');
    process.stderr.write('second\\n');
    loaded();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  return { stdout, stderr };
}

describe('the line that says that a command starts', () => {
  it('goes on a terminal when the command writes its first', () => {
    expect(start(true, 0)).toEqual({ stdout: 'out\n', stderr: 'starting\r\x1b[2Kfirst\nsecond\n' });
  });

  it('stands elsewhere only where starting takes long', () => {
    expect(start(false, 0).stderr).toBe('first\nsecond\n');
    expect(start(false, 1800).stderr).toBe('starting\nfirst\nsecond\n');
  });
});
