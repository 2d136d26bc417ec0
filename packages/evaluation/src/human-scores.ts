import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LAPTOP } from '@open-ada/xland-sim';
import { readText } from './file-text.js';
import { InputError } from './input-error.js';
import type { Probe } from './probe-files.js';
import { mean } from './statistics.js';

/** One episode that a person played; docs/evaluating.md has the format. */
export interface HumanEpisode {
  probe: string;
  taskHash: string;
  k: number;
  /** `[k]`, in decisions of `framesPerDecision` frames. */
  rewardByTrial: number[];
  framesPerDecision: number;
  date: string;
}

/** Last trial of a person, by k: mean over episodes. */
export type HumanCurve = Record<string, { score: number; reward: number; episodes: number }>;

/**
 * All `*.json` of a directory.
 * @throws InputError naming the first file that is none
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
  let data: Partial<HumanEpisode> & { version?: number };
  try {
    data = JSON.parse(text) as typeof data;
  } catch {
    return refuse('it is not JSON');
  }
  const { version, probe, taskHash, k, rewardByTrial, date, framesPerDecision = LAPTOP.framesPerDecision } = data ?? {};
  if (version !== 1) return refuse('"version" must be 1');
  if (typeof probe !== 'string' || typeof taskHash !== 'string' || typeof date !== 'string') {
    return refuse('"probe", "taskHash" and "date" must be texts');
  }
  if (!Number.isInteger(framesPerDecision) || framesPerDecision < 1) {
    return refuse('"framesPerDecision" must be a whole number of at least 1');
  }
  const sound = Array.isArray(rewardByTrial) && rewardByTrial.every((reward) => Number.isFinite(reward) && reward >= 0);
  if (!sound || rewardByTrial.length !== k || k < 1) return refuse('"rewardByTrial" must be k rewards, at least one');
  return { probe, taskHash, k, rewardByTrial, framesPerDecision, date };
}

/**
 * @param normaliser in decisions of `framesPerDecision` frames
 * @returns undefined where nobody has played this version of the probe
 */
export function humanCurve(
  episodes: readonly HumanEpisode[],
  probe: Pick<Probe, 'name' | 'taskHash'>,
  normaliser: number,
  framesPerDecision: number,
): HumanCurve | undefined {
  const own = episodes.filter((episode) => episode.probe === probe.name && episode.taskHash === probe.taskHash);
  if (own.length === 0) return undefined;
  const ks = [...new Set(own.map(({ k }) => k))].sort((a, b) => a - b);
  return Object.fromEntries(
    ks.map((k) => {
      const ofK = own.filter((episode) => episode.k === k);
      const last = ofK.map((episode) => (episode.rewardByTrial[k - 1] * episode.framesPerDecision) / framesPerDecision);
      const reward = mean(last);
      return [String(k), { score: reward / normaliser, reward, episodes: ofK.length }];
    }),
  );
}
