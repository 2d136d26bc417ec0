import { readTask, type Task, taskToFile } from '@open-ada/production-rules';
import { actionSpec } from '../settings/actions.js';
import { withCurrentKeys } from '../settings/former-keys.js';
import type { SimulationSettings } from '../settings/settings.js';
import { settingsFault } from '../settings/settings-check.js';
import { stepsIn } from '../settings/time.js';
import type { Replay, ReplayBlock } from './replay.js';

/** Error for a replay file that cannot be used. The message is one sentence with the file's name. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/** Content of a replay file. Each step of a block is a word with one digit per action group, player by player. */
interface ReplayFile {
  replay: number;
  settings: unknown;
  task: unknown;
  trials: unknown;
  seed: unknown;
  hideTrialIndex: unknown;
  blocks: unknown;
}

/** The text of a replay file: JSON with one line per block, `["211 212", "digest"]`. */
export function formatReplay({ version, settings, task, options, blocks }: Replay): string {
  const { trials, seed, hideTrialIndex } = options;
  const head = { replay: version, settings, task: taskToFile(task), trials, seed, hideTrialIndex };
  const members = Object.entries(head).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},\n`);
  const lines = blocks.map(({ actions, digest }) => {
    return `    ${JSON.stringify([actions.map((options) => options.join('')).join(' '), digest])}`;
  });
  return `{\n${members.join('')}  "blocks": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/**
 * Reads a replay file.
 * @param file name of the file in error messages
 * @throws ReplayError
 */
export function parseReplay(text: string, file = 'replay'): Replay {
  const refuse = (problem: string): never => {
    throw new ReplayError(`${file} is not a usable replay: ${problem}.`);
  };
  const data = readData(text, refuse);
  if (data.replay !== 1) refuse(`"replay" must be 1, the version of the format, not ${JSON.stringify(data.replay)}`);
  const given = withCurrentKeys(data.settings);
  const broken = settingsFault(given);
  if (broken !== undefined) refuse(`in "settings", ${broken}`);
  const settings = given as SimulationSettings;
  const task = taskOf(data.task, refuse);
  const { trials, seed, hideTrialIndex } = data;
  if (typeof trials !== 'number' || !Number.isInteger(trials) || trials < 1)
    return refuse('"trials" must be 1 or more');
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) return refuse('"seed" must be a whole number');
  if (typeof hideTrialIndex !== 'boolean') return refuse('"hideTrialIndex" must be true or false');
  const blocks = blocksOf(data.blocks, settings, refuse);
  const steps = blocks.reduce((sum, { actions }) => sum + actions.length, 0);
  const most = trials * stepsIn(task.trialSeconds, settings);
  if (steps > most) refuse(`it has ${steps} steps, its episode ends after ${most}`);
  return { version: 1, settings, task, options: { trials, seed, hideTrialIndex }, blocks };
}

type Refuse = (problem: string) => never;

function readData(text: string, refuse: Refuse): ReplayFile {
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === 'object' && data !== null && !Array.isArray(data)) return data as ReplayFile;
  } catch (error) {
    const message = (error as Error).message.replaceAll('\n', ' ');
    return refuse(`it is not JSON (${message.length > 120 ? `${message.slice(0, 120)}...` : message})`);
  }
  return refuse('it must be a JSON object');
}

function taskOf(value: unknown, refuse: Refuse): Task {
  const result = readTask(value);
  if ('task' in result) return result.task;
  const [{ path, message }] = result.faults;
  return refuse(`in "task"${path && ` at ${path}`}, ${message.replace(/\.$/, '')}`);
}

function blocksOf(value: unknown, settings: SimulationSettings, refuse: Refuse): ReplayBlock[] {
  if (!Array.isArray(value)) return refuse('"blocks" must be a list');
  const { players = 1 } = settings;
  const ofPlayer = actionSpec(settings).groups;
  const groups = Array.from({ length: players }, () => ofPlayer).flat();
  return value.map((block: unknown, b) => {
    const [words, digest, ...rest] = Array.isArray(block) ? (block as unknown[]) : [];
    if (typeof words !== 'string' || typeof digest !== 'string' || rest.length > 0) {
      return refuse(`block ${b} must be a text of steps and a digest`);
    }
    if (!/^[0-9a-f]{16}$/.test(digest)) refuse(`the digest of block ${b} must be 16 hexadecimal digits`);
    const actions = words.split(' ').map((word) => Array.from(word, Number));
    const wrong = actions.findIndex(
      (options) =>
        options.length !== groups.length || options.some((option, g) => !(option < groups[g].options.length)),
    );
    if (wrong >= 0) {
      const names = ofPlayer.map(({ name, options }) => `${name} 0..${options.length - 1}`).join(', ');
      refuse(
        `step ${wrong} of block ${b} must be ${groups.length} digits (${names}${players > 1 ? ', of each player' : ''})`,
      );
    }
    return { actions, digest };
  });
}
