import { type Family, generateTask } from '@open-ada/curriculum';
import { type Episode, mixSeed } from '@open-ada/evaluation';
import { ReturnByTrial } from './returns.js';
import { STREAM } from './round-plan.js';
import type { Transport } from './transport.js';

/** How adaptation stands: held-out tasks of the families in play, each played with memory and with memory cleared between trials. */
export interface ProbeResult {
  /** Mean reward by trial, in decisions with the goal held. */
  returnByTrial: number[];
  clearedReturnByTrial: number[];
  /** Last trial minus last trial with memory cleared, mean over pairs, and its standard error. */
  gainFromMemory: number;
  gainFromMemoryError: number;
  /** Episodes, pairs counted twice. */
  episodes: number;
  families: string[];
  /** Decisions played; not training frames. */
  frames: number;
  seconds: number;
}

/** Trials of a probe's episodes: enough to see adaptation, short enough for one round. */
const TRIALS = 4;

export interface ProbeOptions {
  families: readonly Family[];
  episodes: number;
  /** Environments of one actor. */
  slots: number;
  seed: number;
  decisionsPerRound: number;
  decisionsPerSecond: number;
  tiles: number;
}

/** Plays a probe. The same tasks and seeds every time, so that two probes of a run differ by the agent only. */
export async function probe(transport: Transport, weights: Float32Array, options: ProbeOptions): Promise<ProbeResult> {
  const start = performance.now();
  const episodes = probeEpisodes(options);
  const groups: Episode[][] = [];
  for (let i = 0; i < episodes.length; i += options.slots) groups.push(episodes.slice(i, i + options.slots));
  const rewards: number[][][] = new Array(groups.length);
  let next = 0;
  let frames = 0;
  const playOn = async (actor: number): Promise<void> => {
    for (let group = next++; group < groups.length; group = next++) {
      const seed = mixSeed(options.seed, STREAM.probe, group);
      const reply = await transport.act(actor, {
        episodes: groups[group],
        seed,
        weights,
        mode: 'sample',
        record: false,
      });
      rewards[group] = reply.rewardByTrial;
      frames += reply.frames;
    }
  };
  await Promise.all(Array.from({ length: transport.actors }, (_, actor) => playOn(actor)));
  return {
    ...compare(rewards.flat()),
    episodes: episodes.length,
    families: [...options.families],
    frames,
    seconds: (performance.now() - start) / 1000,
  };
}

/** Pairs of neighbours: the same task and seed, first with memory, then with memory cleared before every trial. */
function probeEpisodes(options: ProbeOptions): Episode[] {
  const trials = Math.min(TRIALS, options.decisionsPerRound);
  const trialSeconds = Math.floor(options.decisionsPerRound / trials) / options.decisionsPerSecond;
  return Array.from({ length: Math.floor(options.episodes / 2) }, (_, pair) => {
    const seed = mixSeed(options.seed, STREAM.probe, pair, 1);
    const family = options.families[pair % options.families.length];
    const task = generateTask(family, seed, { side: 'held-out', trialSeconds, tiles: options.tiles });
    return [
      { task, trials, seed, clearAt: [] },
      { task, trials, seed, clearAt: 'always' as const },
    ];
  }).flat();
}

/** @param rewards `[2 * pairs][trials]` */
function compare(rewards: readonly number[][]) {
  const kept = new ReturnByTrial();
  const cleared = new ReturnByTrial();
  let sum = 0;
  let squares = 0;
  const pairs = rewards.length / 2;
  for (let pair = 0; pair < pairs; pair++) {
    const [a, b] = rewards.slice(2 * pair, 2 * pair + 2);
    kept.add(a);
    cleared.add(b);
    const gain = a[a.length - 1] - b[b.length - 1];
    sum += gain;
    squares += gain * gain;
  }
  const mean = sum / pairs;
  return {
    returnByTrial: kept.means(),
    clearedReturnByTrial: cleared.means(),
    gainFromMemory: mean,
    gainFromMemoryError: Math.sqrt(Math.max(0, squares / pairs - mean * mean) / pairs),
  };
}
