import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, readText } from '@open-ada/node-kit';
import { scoreOf } from '../statistics/scores.js';
import { mean } from '../statistics/statistics.js';
import type { Probe } from './probe-files.js';

/** One episode played by a person. docs/evaluating.md describes the format. */
export interface HumanEpisode {
  probe: string;
  k: number;
  /** `[k]`: reward, in steps of the world in which the person played. */
  rewardByTrial: number[];
  /** Steps of a trial in that world: the largest possible reward. */
  trialSteps: number;
  /** `sha256`: the task's `taskHash`. */
  task: { sha256: string };
  date: string;
}

/** Score of the last trial of a person, by k: mean over episodes. */
export type HumanCurve = Record<string, { score: number; reward: number; episodes: number }>;

/**
 * Reads all `*.json` files of a directory.
 * @throws InputError naming the first file that is not a human episode
 */
export function readHumanEpisodes(directory: string): HumanEpisode[] {
  if (!existsSync(directory)) throw new InputError(`there is no directory ${directory} of people's scores.`);
  const files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  return files.sort().map((name) => parseHumanEpisode(readText(join(directory, name)), join(directory, name)));
}

/** @throws InputError */
export function parseHumanEpisode(text: string, file: string): HumanEpisode {
  const refuse = (problem: string): never => {
    throw new InputError(`${file} is no score of a person: ${problem}.`);
  };
  let data: Partial<HumanEpisode> | null;
  try {
    data = JSON.parse(text) as typeof data;
  } catch {
    return refuse('it is not JSON');
  }
  const { probe, task, k, rewardByTrial, trialSteps, date } = data ?? {};
  if (typeof probe !== 'string' || typeof task?.sha256 !== 'string' || typeof date !== 'string') {
    return refuse('"probe", "task": {"sha256"} and "date" must be texts');
  }
  if (!Number.isInteger(trialSteps) || trialSteps! < 1) {
    return refuse('"trialSteps" must be a whole number of at least 1');
  }
  const sound = Array.isArray(rewardByTrial) && rewardByTrial.every((reward) => reward >= 0 && reward <= trialSteps!);
  if (!sound || rewardByTrial.length !== k || k < 1) {
    return refuse('"rewardByTrial" must be k rewards, at least one, each from 0 to "trialSteps"');
  }
  return { probe, task: { sha256: task.sha256 }, k, rewardByTrial, trialSteps: trialSteps!, date };
}

/**
 * @param referenceScore in the agent's steps
 * @param trialSteps steps of the agent's trial. People may play at another step rate, so scores compare fractions of
 *   the trial.
 * @returns undefined if nobody has played this version of the probe
 */
export function humanCurve(
  episodes: readonly HumanEpisode[],
  probe: Pick<Probe, 'name' | 'taskHash'>,
  referenceScore: number,
  trialSteps: number,
): HumanCurve | undefined {
  const own = episodes.filter(({ probe: name, task }) => name === probe.name && task.sha256 === probe.taskHash);
  if (own.length === 0) return undefined;
  const ks = [...new Set(own.map(({ k }) => k))].sort((a, b) => a - b);
  return Object.fromEntries(
    ks.map((k) => {
      const ofK = own.filter((episode) => episode.k === k);
      const rewards = ofK.map((episode) => (episode.rewardByTrial[k - 1] / episode.trialSteps) * trialSteps);
      const score = mean(rewards.map((reward) => scoreOf(reward, referenceScore)));
      return [String(k), { score, reward: mean(rewards), episodes: ofK.length }];
    }),
  );
}
