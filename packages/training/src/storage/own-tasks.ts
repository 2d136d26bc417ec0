import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isHeldOut, PROBE_GAMES } from '@open-ada/curriculum';
import { byNumber, InputError, orInputError, readText } from '@open-ada/node-kit';
import { gameKey, type NamedTask, parseTasks, printablePath, type Task, taskToFile } from '@open-ada/production-rules';
import { roomFault, type SimulationSettings } from '@open-ada/xland-sim';

/** The tasks of `--train-on`. */
export interface OwnTasks {
  tasks: readonly Task[];
  /** What a run and its agents note of them. */
  facts: OwnTasksFacts;
}

/** From where a run's own tasks came, and which they were. */
export interface OwnTasksFacts {
  files: number;
  count: number;
  /** Of the tasks in their order, hex. Comments and spaces of the files do not count. */
  sha256: string;
}

const FORMATS = '.json, .jsonc, .jsonl';
const isTaskFile = (name: string): boolean => /\.(json|jsonc|jsonl)$/.test(name);

/**
 * Reads all task files below a directory, in the order of their names; or one file.
 * @throws InputError of one sentence for a file that cannot be read, a faulty task, no task at all, a task for two, one
 *   that does not fit the observations, or one whose game is kept for evaluation
 */
export function readOwnTasks(given: string, simulation: SimulationSettings): OwnTasks {
  const files = filesBelow(given);
  const read = files.flatMap((file) => parseTasks(readText(file), file));
  const faulty = read.flatMap((each) => ('error' in each ? [each] : []));
  if (faulty.length > 0) {
    const [{ name, error }] = faulty;
    const [{ path, message }] = error.faults;
    const where = path === '' ? '' : `${printablePath(path)}: `;
    throw refusal(given, `${name} is not a valid task: ${where}${message}`, faulty.length, read.length);
  }
  const named = read.filter((each): each is NamedTask => 'task' in each);
  if (named.length === 0) throw new InputError(`--train-on ${given}: there is no task in it.`);
  requireTrainable(given, named, simulation);
  const tasks = named.map(({ task }) => task);
  const hash = createHash('sha256');
  for (const task of tasks) hash.update(`${JSON.stringify(taskToFile(task))}\n`);
  return { tasks, facts: { files: files.length, count: tasks.length, sha256: hash.digest('hex') } };
}

/** @throws InputError when a continued run's tasks are others than it was begun with */
export function requireSameTasks(run: string, given: string, before: OwnTasksFacts, now: OwnTasksFacts): void {
  if (before.sha256 === now.sha256) return;
  throw new InputError(
    `--train-on ${given}: the tasks have changed since ${run} was begun with them (${inWords(before)}, now ` +
      `${inWords(now)}); bring them back, or choose another directory with --run.`,
  );
}

const inWords = ({ count, sha256 }: OwnTasksFacts): string =>
  `${count} ${count === 1 ? 'task' : 'tasks'}, SHA-256 ${sha256.slice(0, 12)}`;

function filesBelow(given: string): string[] {
  if (!orInputError('read', given, () => statSync(given)).isDirectory()) return [given];
  const inside = orInputError('read', given, () => readdirSync(given, { recursive: true, encoding: 'utf8' }));
  const files = inside.filter(isTaskFile);
  if (files.length === 0) {
    throw new InputError(`--train-on ${given}: there is no task file (${FORMATS}) in this directory or below it.`);
  }
  return files.sort(byNumber).map((file) => join(given, file));
}

function requireTrainable(given: string, named: readonly NamedTask[], simulation: SimulationSettings): void {
  const probes = new Set(PROBE_GAMES);
  const reasonOf = ({ task }: NamedTask): string | undefined => {
    if (task.players.length > 1) return 'is for two players, and --train-on takes tasks for one';
    const fault = roomFault(task, simulation);
    if (fault !== undefined) return `does not fit the world of this run, which ${fault}`;
    const key = gameKey(task);
    if (probes.has(key)) return 'has the game of a probe, and probes are never trained on';
    if (isHeldOut(key)) return 'has a held-out game, and those are never trained on: change its goal or a rule';
    return undefined;
  };
  const refused = named.flatMap((each) => {
    const reason = reasonOf(each);
    return reason === undefined ? [] : [`${each.name} ${reason}`];
  });
  if (refused.length > 0) throw refusal(given, refused[0], refused.length, named.length);
}

function refusal(given: string, first: string, refused: number, all: number): InputError {
  const more = refused > 1 ? ` (the first of ${refused} that are refused, of ${all} tasks)` : '';
  return new InputError(`--train-on ${given}: ${first.replace(/\.$/, '')}${more}.`);
}
