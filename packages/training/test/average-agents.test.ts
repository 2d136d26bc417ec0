import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { afterAll, describe, expect, it } from 'vitest';
import { tinyAgent } from '../../../test/kit/evaluation.js';
import { averageAgents } from '../src/storage/average-agents.js';
import { saveCheckpoint } from '../src/storage/checkpoint-store.js';

const directory = mkdtempSync(join(tmpdir(), 'average-agents-'));
afterAll(() => rmSync(directory, { recursive: true }));
const { agent, parameters } = tinyAgent();

/** A run with one checkpoint for each factor: its parameters are those of the tiny agent times the factor. */
function runOf(name: string, factors: readonly number[]): string {
  const run = join(directory, name);
  factors.forEach((factor, k) => {
    const scaled = parameters.map((parameter) => factor * parameter);
    const file = encodeAgent(agent, scaled, { steps: 100 * (k + 1), seed: 7 });
    saveCheckpoint(`${run}/checkpoints`, k + 1, { 'agent.safetensors': file }, 10);
  });
  return run;
}

describe('the mean of checkpoints', () => {
  it('is that of the newest ones, notes what the newest notes, and which they were', () => {
    const { bytes, steps } = averageAgents(runOf('three', [100, 1, 3]), 2);
    expect(steps).toEqual([300, 200]);
    const mean = decodeAgent(bytes, 'mean');
    expect(mean.extra).toEqual({ steps: 300, seed: 7, averaged: [300, 200] });
    mean.parameters.forEach((value, k) => {
      expect(value).toBeCloseTo(2 * parameters[k], 5);
    });
  });

  it('leaves out what a crash has cut short', () => {
    const run = runOf('cut', [1, 3, 50]);
    cpSync(`${run}/checkpoints/000001/agent.safetensors`, `${run}/checkpoints/000003/agent.safetensors`);
    expect(averageAgents(run, 12).steps).toEqual([200, 100]);
  });

  it('takes two checkpoints or more, and agents of ours', () => {
    expect(() => averageAgents(join(directory, 'none'), 12)).toThrow('none has no whole checkpoint');
    expect(() => averageAgents(runOf('one', [1]), 12)).toThrow('one has only one whole checkpoint');
    const other = join(directory, 'other');
    for (const k of [1, 2]) saveCheckpoint(`${other}/checkpoints`, k, { 'agent.safetensors': 'x' }, 10);
    expect(() => averageAgents(other, 12)).toThrow('only agents of train:teacher and train:student are averaged');
  });
});
