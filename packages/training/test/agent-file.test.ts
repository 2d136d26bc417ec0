import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { agentFile, RELEASED } from '../src/storage/agent-file.js';
import { saveCheckpoint } from '../src/storage/checkpoint-store.js';

const directory = mkdtempSync(join(tmpdir(), 'agent-file-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe('an agent that a person names', () => {
  it('is a file, a run with its newest checkpoint, or one of its checkpoints', () => {
    const run = join(directory, 'run');
    const [older, newer] = [1, 2].map((iteration) =>
      saveCheckpoint(`${run}/checkpoints`, iteration, { 'agent.safetensors': 'x' }, 3),
    );
    expect(agentFile(run, '--initial')).toBe(`${newer}/agent.safetensors`);
    expect(agentFile(older, '--initial')).toBe(`${older}/agent.safetensors`);
    expect(agentFile(`${older}/agent.safetensors`, '--initial')).toBe(`${older}/agent.safetensors`);
    expect(agentFile('missing.safetensors', '--initial')).toBe('missing.safetensors');
  });

  it('may be the released one by its name', () => {
    expect(agentFile(RELEASED, '--checkpoint')).toMatch(/checkpoints[/\\]teacher\.safetensors$/);
  });

  it('is none where a directory has no agent; one sentence names the option', () => {
    const empty = join(directory, 'empty');
    mkdirSync(empty);
    writeFileSync(join(empty, 'policy.txt'), '');
    expect(() => agentFile(empty, '--checkpoint')).toThrow(/^--checkpoint .*empty: this directory is no run/);
  });
});
