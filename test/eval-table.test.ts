import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startEvaluation } from './eval-command.js';
import { temporaryFolder, writeTinyAgent } from './kit/evaluation.js';

const folder = temporaryFolder();
const checkpoint = writeTinyAgent(folder);

/** What `eval:heldout` prints for people. */
async function table(trials: string, ...more: string[]): Promise<string> {
  const places = ['--checkpoint', checkpoint, '--out', join(folder, trials)];
  const options = ['--family', 'hold', '--count', '4', '--workers', '1', '--trials', trials, ...places, ...more];
  const { status, stdout } = await startEvaluation('eval-heldout', options).ended;
  expect(status).toBe(0);
  return stdout;
}

describe('the table of eval:heldout', () => {
  it('prints a gain only where something was compared', async () => {
    const one = await table('3');
    expect(one).toContain('4 held-out tasks of 3 games');
    expect(one).toMatch(/^first of 3 /m);
    expect(one).toMatch(/^by trial at k = 3, mean: \d\.\d\d \d\.\d\d \d\.\d\d$/m);
    expect(one).toContain('gain from memory, trials 2 to 2 (k 3): ');
    expect(one).toContain('adaptation gain (k 3): ');
    expect(one).not.toContain('gain over trials');
    expect(await table('1,3', '--no-control')).toMatch(/^gain over trials \(k 1 -> 3\): [^\n]*\n$/m);
    expect(await table('1')).not.toContain('gain');
  });
});
