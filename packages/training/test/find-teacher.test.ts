import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { saveCheckpoint } from '../src/storage/checkpoint-store.js';
import { findTeacher } from '../src/storage/find-teacher.js';

const RUN = 'runs/student';
const home = process.cwd();
const directory = mkdtempSync(join(tmpdir(), 'teachers-'));
beforeAll(() => process.chdir(directory));
afterAll(() => {
  process.chdir(home);
  rmSync(directory, { recursive: true });
});

/** A run whose newest agent has this content; returns the agent's file. */
function makeRun(run: string, iteration: number, content: string): string {
  return `${saveCheckpoint(`${run}/checkpoints`, iteration, { 'agent.safetensors': content }, 3)}/agent.safetensors`;
}

function found(given?: string) {
  const { file, from, bytes } = findTeacher(RUN, given);
  return { file, from, content: Buffer.from(bytes).toString() };
}

describe('the teacher of a student', () => {
  beforeEach(() => {
    for (const name of ['runs', 'checkpoints']) rmSync(name, { recursive: true, force: true });
    mkdirSync('checkpoints');
    writeFileSync('checkpoints/teacher.safetensors', 'released');
  });

  it("is the newest of the teacher's run, else the released one, else one sentence says what to run", () => {
    expect(found()).toMatchObject({ file: 'checkpoints/teacher.safetensors', content: 'released' });
    makeRun('runs/teacher', 1, 'older');
    const newest = makeRun('runs/teacher', 2, 'newer');
    expect(found()).toEqual({ file: newest, from: newest, content: 'newer' });
    rmSync('runs', { recursive: true });
    rmSync('checkpoints', { recursive: true });
    expect(() => found()).toThrow(/^there is no teacher yet.*run train:teacher first.*--teacher\.$/);
  });

  it('may be given as a file or as a run directory', () => {
    makeRun('runs/teacher', 1, 'not asked for');
    const newest = makeRun('runs/generation-1', 7, 'generation 1');
    expect(found(newest)).toEqual({ file: newest, from: newest, content: 'generation 1' });
    expect(found('runs/generation-1')).toEqual({ file: newest, from: 'runs/generation-1', content: 'generation 1' });
    expect(() => found('runs/nowhere')).toThrow(/no teacher file runs\/nowhere/);
    expect(() => found('checkpoints')).toThrow(/checkpoints: this directory is no run/);
  });

  it('stays what it was when the run began, whatever has become of it since', () => {
    const before = makeRun('runs/teacher', 1, 'then');
    mkdirSync(RUN, { recursive: true });
    writeFileSync(`${RUN}/teacher.safetensors`, 'then');
    const began = (from: string) =>
      writeFileSync(`${RUN}/config.json`, JSON.stringify({ actors: 1, config: { distillation: { from } } }));
    makeRun('runs/teacher', 2, 'now');
    const own = { file: `${RUN}/teacher.safetensors`, content: 'then' };
    began(before);
    expect(found()).toEqual({ ...own, from: before });
    began('runs/teacher');
    expect(found('runs/teacher')).toEqual({ ...own, from: 'runs/teacher' });
    // Another one that is asked for is found, and refused later on.
    expect(found('checkpoints/teacher.safetensors')).toMatchObject({ content: 'released' });
    // A copy without a run: the process died in between.
    rmSync(`${RUN}/config.json`);
    expect(found()).toMatchObject({ content: 'now' });
  });
});
