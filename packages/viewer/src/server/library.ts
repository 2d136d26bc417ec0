import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { byNumber } from '@open-ada/node-kit';
import { describePredicate, parseTask } from '@open-ada/production-rules';
import type { AgentEntry, Library, ReplayEntry, Start, TaskEntry, TaskListEntry } from '../protocol.js';
import { findFiles } from './find-files.js';
import { readHumans } from './human-results.js';
import type { ProjectFiles } from './project-files.js';
import { findRuns } from './runs.js';

const TASK = /\.jsonc?$/;
const REPLAY = /\.replay$/;

/**
 * Everything that can be watched and played in a project, as found on the disk now.
 * @param opensAgents whether agent files can be read
 */
export function readLibrary(files: ProjectFiles, start: Start | undefined, opensAgents: boolean): Library {
  const { root } = files;
  const tasks = [...tasksIn(root, 'probes'), ...tasksIn(root, 'examples')];
  const replays = findReplays(root);
  const agents = opensAgents ? findAgents(root) : [];
  if (start?.path === files.given && start !== undefined) {
    if (start.kind === 'task') tasks.unshift(taskEntry(files.text(encodeURI(start.path)), start.path, 'given'));
    if (start.kind === 'agent' && opensAgents)
      agents.unshift({ path: start.path, name: basename(start.path), from: 'given' });
    if (start.kind === 'replay') {
      replays.unshift({ path: start.path, from: 'given', name: basename(start.path), modified: 0 });
    }
  }
  return { tasks, taskLists: taskLists(root), replays, runs: findRuns(root), agents, humans: readHumans(root), start };
}

function tasksIn(root: string, group: string): TaskEntry[] {
  return findFiles(root, `tasks/${group}`, TASK).flatMap(({ path }) => {
    const entry = taskEntry(readFileSync(join(root, path), 'utf8'), path, group);
    // Besides tasks there are other files with the same ending, for example proofs. They do not claim to be tasks and
    // are skipped.
    return entry.fault !== undefined && !path.endsWith('.jsonc') ? [] : [entry];
  });
}

function taskEntry(text: string, path: string, group: string): TaskEntry {
  try {
    const { name, tests, goal, trialSeconds, players } = parseTask(text, path);
    const words = goal.map(describePredicate).join(', and ');
    return {
      path,
      group,
      name,
      tests,
      trialSeconds,
      goal: words,
      ...(players.length === 2 && { players: 2 as const }),
    };
  } catch (error) {
    const fault = (error as Error).message.split('\n')[0];
    return { path, group, name: basename(path), goal: '', trialSeconds: 0, fault };
  }
}

function taskLists(root: string): TaskListEntry[] {
  return findFiles(root, 'tasks', /\.jsonl$/).map(({ path }) => {
    const count = readFileSync(join(root, path), 'utf8').split('\n').filter(Boolean).length;
    return { path, name: basename(path, '.jsonl'), count };
  });
}

function findReplays(root: string): ReplayEntry[] {
  return ['runs', 'results', 'tasks']
    .flatMap((folder) => findFiles(root, folder, REPLAY))
    .map(({ path, modified }) => {
      const from = dirname(path).replace(/\/replays$/, '');
      return { path, from, name: basename(path, '.replay'), modified };
    })
    .sort((a, b) => b.modified - a.modified || byNumber(b.path, a.path));
}

function findAgents(root: string): AgentEntry[] {
  const released = findFiles(root, 'checkpoints', /\.safetensors$/).map(({ path }): AgentEntry => {
    return { path, name: basename(path, '.safetensors'), from: 'released' };
  });
  const ofRuns = findFiles(root, 'runs', /^policy\.onnx$/).map(({ path }): AgentEntry => {
    return { path, name: path.split('/').slice(1, -1).join('/'), from: 'run' };
  });
  return [...released, ...ofRuns];
}
