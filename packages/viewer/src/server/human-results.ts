import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeWhole } from '@open-ada/node-kit';
import { taskHash } from '@open-ada/production-rules';
import { parseReplay, type Replay, ReplayError, resimulate, stepsIn } from '@open-ada/xland-sim';
import type { HumanResult, HumanSubmission } from '../protocol.js';
import { findFiles } from './find-files.js';
import { RefusedRequest } from './refusal.js';

const FOLDER = 'runs/humans';
/** Episodes of people who had played the task before. The protocol counts one episode per person and task. */
const AGAIN = `${FOLDER}/again`;
/** Episodes in tasks for two. They say as much of who played beside the person, so they are compared with nobody. */
const BESIDE = `${FOLDER}/beside`;

/** Results of people who had not played the task before, oldest first. */
export function readHumans(root: string): HumanResult[] {
  return findFiles(root, FOLDER, /\.json$/)
    .filter(({ path }) => dirname(path) === FOLDER)
    .flatMap(({ path }) => {
      try {
        const result = JSON.parse(readFileSync(join(root, path), 'utf8')) as HumanResult;
        const sound = typeof result.probe === 'string' && Array.isArray(result.rewardByTrial) && result.task;
        return sound ? [result] : [];
      } catch {
        return [];
      }
    })
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * Stores a person's result and the episode itself as two files of `runs/humans`, or of its subfolder `again` where the
 * same person has played the task before, or `beside` in tasks for two. The rewards are those of the episode played again here.
 * @throws RefusedRequest 400 where the body is not a complete episode that can be reproduced
 */
export function keepHumanResult(root: string, body: string, now = new Date()): { file: string; result: HumanResult } {
  const { task: path, player, replay: text, seat = 1, beside } = readSubmission(body);
  const replay = readReplay(text);
  const two = replay.task.players.length === 2;
  if (two && seat > (replay.settings.players ?? 1)) {
    throw new RefusedRequest(400, 'Nobody has played the second seat of this episode.');
  }
  const rewards: number[] = [];
  const outcome = resimulate(replay, (environment, steps) => {
    // As single floats, in which the environment hands rewards out.
    if (steps > 0) rewards.push(Math.fround(environment.lastReward(0, two ? seat - 1 : 0)));
  });
  if (!outcome.reproduced) throw new RefusedRequest(400, outcome.message);
  const { task, settings, options } = replay;
  const trialSteps = stepsIn(task.trialSeconds, settings);
  if (outcome.steps !== options.trials * trialSteps) {
    const sentence = `Only whole episodes are kept: this one has ${outcome.steps} of ${options.trials * trialSteps} steps.`;
    throw new RefusedRequest(400, sentence);
  }
  const rewardByTrial = Array.from({ length: options.trials }, (_, trial) =>
    rewards.slice(trial * trialSteps, (trial + 1) * trialSteps).reduce((sum, reward) => sum + reward, 0),
  );
  const date = now.toISOString();
  const probe = slug(basename(path).replace(/\.jsonc?$/, ''));
  const name = `${probe}-${date.replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`;
  const result: HumanResult = {
    probe,
    player: player || undefined,
    k: options.trials,
    ...(two && { seat, beside }),
    rewardByTrial,
    date,
    trialSteps,
    seed: options.seed,
    task: { path, sha256: taskHash(task) },
    replay: `${name}.replay`,
  };
  const before = readHumans(root).some(
    (other) => other.task.sha256 === result.task.sha256 && other.player === result.player,
  );
  const folder = two ? BESIDE : before ? AGAIN : FOLDER;
  mkdirSync(join(root, folder), { recursive: true });
  writeWhole(join(root, folder, result.replay), text);
  const file = `${folder}/${name}.json`;
  writeWhole(join(root, file), `${JSON.stringify(result, null, 2)}\n`);
  return { file, result };
}

function readSubmission(body: string): HumanSubmission {
  let data: Partial<HumanSubmission> | null;
  try {
    data = JSON.parse(body);
  } catch {
    data = null;
  }
  const texts = [data?.task, data?.replay, data?.player ?? '', data?.beside ?? ''];
  const isLong = (): boolean => data!.task!.length > 300 || texts[2]!.length > 80 || texts[3]!.length > 300;
  if (!texts.every((text) => typeof text === 'string') || isLong() || ![undefined, 1, 2].includes(data!.seat)) {
    throw new RefusedRequest(400, 'A result is {"task": path, "replay": text of the replay file}.');
  }
  return data as HumanSubmission;
}

function readReplay(text: string): Replay {
  try {
    return parseReplay(text, 'The episode');
  } catch (error) {
    if (error instanceof ReplayError) throw new RefusedRequest(400, error.message);
    throw error;
  }
}

/** Letters, digits and dashes only: safe as part of a file name, whatever the request contained. */
function slug(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return safe.slice(0, 80) || 'task';
}
