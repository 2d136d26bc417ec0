import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { afterAll, describe, expect, it } from 'vitest';
import { mergeConfig } from '../src/config/config.js';
import { agentOf } from '../src/run/setups.js';
import { trainedInWords } from '../src/storage/agent-notes.js';
import { checkpointFile } from './checkpoint-content.js';
import { train } from './one-thread.js';

const directory = mkdtempSync(join(tmpdir(), 'provenance-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const at = (name: string) => join(directory, name);
const configOf = (run: string, steps: number, more = {}) =>
  mergeConfig({ preset: 'debug', run: at(run), steps, ...more });
const notesOf = (run: string) => decodeAgent(checkpointFile(at(run), 'agent.safetensors'), run).extra;
const hashOf = (run: string) =>
  createHash('sha256')
    .update(checkpointFile(at(run), 'agent.safetensors'))
    .digest('hex');
/** The agent of a run as a file of its own. */
function released(run: string): string {
  const file = at(`${run}.safetensors`);
  writeFileSync(file, checkpointFile(at(run), 'agent.safetensors'));
  return file;
}

describe('the notes of an agent file', () => {
  it('are a chain: file, hash, steps and settings of each part, also after the run was resumed', async () => {
    await train(configOf('first', 200, { learningRate: 0.001 }), { commit: 'abc' });
    await train(configOf('second', 200, { initial: released('first'), seed: 2 }));
    await train(configOf('third', 200, { initial: released('second') }));
    // The files that it began with are gone, and the run goes on.
    rmSync(at('second.safetensors'));
    await train(configOf('third', 500, { initial: at('second.safetensors') }));
    const [first, second, third] = ['first', 'second', 'third'].map(notesOf);
    expect(first).toMatchObject({
      totalSteps: first.steps,
      commit: 'abc',
      settings: { constants: { learningRate: 0.001 } },
    });
    expect(first.initial).toBeUndefined();
    expect(third.totalSteps).toBe((first.steps as number) + (second.steps as number) + (third.steps as number));
    expect(third.initial).toMatchObject({ file: 'second.safetensors', sha256: hashOf('second'), seed: 2 });
    expect(third.initial).toMatchObject({ initial: { file: 'first.safetensors', sha256: hashOf('first'), ...first } });
    expect(JSON.stringify(third)).not.toContain(directory);
  });

  it('say that there were more steps where the first part does not say what it began with', async () => {
    const config = configOf('old', 200, { initial: at('old.safetensors') });
    const agent = agentOf(config);
    const { simulation } = config;
    writeFileSync(at('old.safetensors'), encodeAgent(agent, agent.initialise(1), { simulation, frames: 1_000_000 }));
    await train(config);
    const { steps, totalSteps, totalStepsAtLeast } = notesOf('old');
    expect({ totalSteps, totalStepsAtLeast }).toEqual({ totalStepsAtLeast: 1_000_000 + (steps as number) });
    // A run that was begun before its parents were noted.
    const file = join(at('old'), 'config.json');
    const { parents: _, ...before } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(before));
    await train({ ...config, steps: 500 });
    const later = notesOf('old');
    expect(later.totalSteps).toBeUndefined();
    expect(later.totalStepsAtLeast).toBe(later.steps);
  });

  it('say for how long the agent was trained, or at least how long', () => {
    const words = [{ steps: 5, totalSteps: 1234 }, { steps: 5, totalStepsAtLeast: 9 }, { steps: 5 }, {}].map(
      trainedInWords,
    );
    expect(words).toEqual([
      ...['trained for 1,234 steps', 'trained for at least 9 steps', 'trained for at least 5 steps', undefined],
    ]);
  });

  it('are not of another file: one that has changed since the run was begun is refused', async () => {
    const file = released('first');
    const config = configOf('begun', 200, { initial: file });
    await train(config);
    // As after a power cut before the first checkpoint.
    rmSync(join(at('begun'), 'checkpoints'), { recursive: true });
    await train(config);
    rmSync(join(at('begun'), 'checkpoints'), { recursive: true });
    cpSync(released('second'), file);
    await expect(train(config)).rejects.toThrow(/first\.safetensors has changed since .*begun was begun with it/);
  });
});
