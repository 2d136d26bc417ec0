import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'build-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const script = new URL('../scripts/build-lock.mjs', import.meta.url).href;

/** Works for some time in the folder, alone or not: `clash` is written where another one works at the same moment. */
function worker(name: string, ms: number) {
  const code = `
    import { existsSync, mkdirSync, rmdirSync, writeFileSync, appendFileSync } from 'node:fs';
    import { setTimeout as pause } from 'node:timers/promises';
    import { alone } from '${script}';
    await alone('lock', async () => {
      try { mkdirSync('busy'); } catch { writeFileSync('clash', ''); }
      await pause(${ms});
      rmdirSync('busy');
      appendFileSync('done', 'x');
    }, () => process.stderr.write('waiting'));`;
  const cwd = join(folder, name);
  mkdirSync(cwd, { recursive: true });
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd });
  const said: string[] = [];
  child.stderr.on('data', (text) => said.push(String(text)));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on('close', (status) => resolve({ code: status, said: said.join('') }));
  });
  return { child, ended, at: (file: string) => join(cwd, file) };
}

describe('the lock of the build', () => {
  it('lets four commands compile one after the other', async () => {
    const workers = Array.from({ length: 4 }, () => worker('four', 200));
    const ended = await Promise.all(workers.map((each) => each.ended));
    expect(ended.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(ended.filter(({ said }) => said === 'waiting').length).toBeGreaterThanOrEqual(2);
    const { at } = workers[0];
    expect([existsSync(at('clash')), existsSync(at('lock')), readFileSync(at('done'), 'utf8')]).toEqual([
      false,
      false,
      'xxxx',
    ]);
  });

  it('is not taken from one that works for long, and is taken from one that was killed', async () => {
    const long = worker('long', 6500);
    while (!existsSync(long.at('busy'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const next = worker('long', 10);
    await Promise.all([long.ended, next.ended]);
    expect([existsSync(long.at('clash')), readFileSync(long.at('done'), 'utf8')]).toEqual([false, 'xx']);

    const killed = worker('killed', 60_000);
    while (!existsSync(killed.at('busy'))) await new Promise((resolve) => setTimeout(resolve, 20));
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(existsSync(killed.at('lock'))).toBe(true);
    rmSync(killed.at('busy'), { recursive: true });
    expect((await worker('killed', 10).ended).code).toBe(0);
    expect([existsSync(killed.at('clash')), existsSync(killed.at('lock'))]).toEqual([false, false]);
  });

  it('goes with a command that is stopped', async () => {
    const stopped = worker('stopped', 60_000);
    while (!existsSync(stopped.at('busy'))) await new Promise((resolve) => setTimeout(resolve, 20));
    stopped.child.kill('SIGTERM');
    expect((await stopped.ended).code).toBe(143);
    expect(existsSync(stopped.at('lock'))).toBe(false);
  });

  it('is not needed where nothing can be written', async () => {
    const { ended, at } = worker('plain', 10);
    await ended;
    writeFileSync(at('file'), '');
    const { alone } = (await import(script)) as { alone(file: string, work: () => Promise<number>): Promise<number> };
    expect(await alone(join(at('file'), 'lock'), async () => 7)).toBe(7);
  });
});
