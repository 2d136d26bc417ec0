import type { Library } from '@open-ada/viewer/protocol';
import { describe, expect, it } from 'vitest';
import { firstAddress } from '../src/page/first-address.js';

const EMPTY: Library = { tasks: [], taskLists: [], replays: [], runs: [], agents: [], humans: [] };
const usual = [{ path: 'tasks/heldout/make-by-hold.jsonl', name: 'make-by-hold', count: 1000 }];
const replays = [{ path: 'runs/b.replay', from: 'runs', name: 'b', modified: 2 }];
const task = { path: 'tasks/examples/a.jsonc', group: 'examples', name: 'a', goal: '', trialSeconds: 8 };
const faulty = { ...task, path: 'tasks/examples/0.jsonc', fault: 'No task.' };

describe('what the page opens first', () => {
  it.each<[string, Partial<Library>, ReturnType<typeof firstAddress>]>([
    ['the usual task, where it is there', { taskLists: usual, replays }, {}],
    ['the newest replay, where it is not', { replays, tasks: [task] }, { replay: 'runs/b.replay' }],
    ['the first task that can be played, without replays', { tasks: [faulty, task] }, { task: task.path }],
    [
      'an agent at a task, not a replay',
      { replays, tasks: [task], start: { kind: 'agent', path: 'runs/x/policy.onnx' } },
      { task: task.path, player: 'runs/x/policy.onnx' },
    ],
  ])('is %s', (_name, library, address) => {
    expect(firstAddress({ ...EMPTY, ...library }, {})).toEqual(address);
  });

  it('is what a link names, whatever is there', () => {
    expect(firstAddress(EMPTY, { task: 'x.jsonc' })).toEqual({ task: 'x.jsonc' });
  });

  it('is a sentence in an empty project', () => {
    expect(() => firstAddress(EMPTY, {})).toThrow('There is nothing to watch yet');
  });
});
