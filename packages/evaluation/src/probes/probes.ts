import type { Mode } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { gameKey, sha256Hex } from '@open-ada/production-rules';
import { stepsIn } from '@open-ada/xland-sim';
import type { Player } from '../playing/jobs.js';
import { requireFit } from '../playing/task-fit.js';
import type { ExplorerTrials } from '../protocol/explorer-trials.js';
import { type ProtocolOptions, playProtocol } from '../protocol/play-protocol.js';
import { type CheckpointOrigin, originOf, type PlayedTasks, playedTasks } from '../protocol/provenance.js';
import { type TaskWords, taskInWords } from '../protocol/task-words.js';
import { isForTwo, requireSeats } from '../protocol/tasks-for-two.js';
import { EpisodeScores, type RewardAndScore } from '../statistics/episode-scores.js';
import { type Figures, figures, REFERENCES, type Reference, type TaskScores } from '../statistics/report.js';
import type { EpisodeRewards } from '../statistics/scores.js';
import { type Estimate, estimateWithinGroups } from '../statistics/statistics.js';
import { explorerByTrial, explorerOfFamily } from './explorer-of-probes.js';
import { type HumanCurve, type HumanEpisode, humanCurve } from './human-scores.js';
import { PROBE_FAMILIES, type ProbeFamily } from './probe-families.js';
import type { Probe } from './probe-files.js';
import type { ProbeReferences } from './probe-references.js';
import { chooseReplays, type ProbeReplays } from './probe-replays.js';

/** The probes to play, and how to play them. */
export interface ProbesOptions extends ProtocolOptions {
  /** Directory of the probe files. */
  directory: string;
  /** All probes of the directory. The index of a probe is part of its seeds. */
  probes: readonly Probe[];
  /** Indices of the probes to play. */
  which: readonly number[];
  references: ProbeReferences;
  /** Stored trials of the explorer in the probes of `which`, in its order. Absent: the result has no such rows. */
  explorer?: ExplorerTrials;
  humans?: readonly HumanEpisode[];
  /** Whether to keep replays of the episodes with the most trials. */
  replays: boolean;
  save?(result: ProbesResult, replays: ProbeReplays[]): void;
}

export interface ProbeRow extends TaskScores, TaskWords {
  probe: string;
  taskHash: string;
  /** Name of the task. */
  title: string;
  family: ProbeFamily;
  tests: string | null;
  agent: Record<string, RewardAndScore>;
  control?: Record<string, RewardAndScore>;
  reference: Record<Reference, RewardAndScore>;
  /** The scripted explorer, by trial. */
  explorer?: RewardAndScore[];
  /** Result of the stored demonstration, if there is one. */
  demonstration: { reward: number; score: number } | null;
  humans?: HumanCurve;
}

/** Mean score over the probes of a family. Its interval is over episodes, because the probes are fixed. */
export interface FamilySummary {
  probes: string[];
  k: Record<string, Estimate>;
  cleared?: Record<string, Estimate>;
  reference: Record<Reference, Estimate>;
  /** The scripted explorer, by trial. */
  explorer?: Estimate[];
  /** Mean of the scores that prove solvability: the stored demonstration, or the oracle if it is better. */
  proof: number;
}

const proofOf = ({ demonstration, reference }: ProbeRow): number =>
  Math.max(demonstration?.score ?? 0, reference.oracle.score.mean);

/** A score file of probes. docs/evaluating.md explains each member. */
export interface ProbesResult extends Figures {
  evaluation: 'probes';
  version: 3;
  checkpoint: CheckpointOrigin;
  /** `sha256`: hash of the task hashes of the probes played, one per line. */
  tasks: PlayedTasks & { unsolved: string[] };
  /** Only of probes for two: the agent played from both seats. Rewards are those of the first player. */
  players?: 2;
  mode: Mode;
  seed: number;
  repeats: number;
  steps: number;
  seconds: number;
  families: Partial<Record<ProbeFamily, FamilySummary>>;
  /** Number of human episodes of unknown probes or of other versions of them. */
  humansLeftOut?: number;
  perTask: ProbeRow[];
}

/**
 * Plays the protocol on the probes.
 * @throws InputError before anything is played; Interrupted
 */
export async function evaluateProbes(options: ProbesOptions): Promise<ProbesResult> {
  const { checkpoint, probes, which, ks, mode, seed, repeats, control, humans } = options;
  const tasks = probes.map(({ task }) => task);
  const chosen = which.map((probe) => tasks[probe]);
  requireSeats(chosen, checkpoint, {});
  requireFit(chosen, checkpoint);
  const known = options.references.probes;
  const referenceScores = probes.map(({ name }, i) => (which.includes(i) ? known[name].reward : 0));
  const kept = which.filter((probe) => referenceScores[probe] > 0);
  if (kept.length === 0) throw new InputError('nobody has solved any of these probes: nothing to score.');
  const largest = Math.max(...ks);
  const replaysOfK = options.replays ? largest : undefined;
  const played = await playProtocol(tasks, kept, { ...options, replaysOfK });
  const games = tasks.map(gameKey);
  const { results } = played;
  const explorer = options.explorer && probes.map((_, probe) => options.explorer!.rewards[which.indexOf(probe)] ?? []);
  const { perTask, ...summary } = figures({ results, ks, repeats, control, referenceScores, games, explorer });
  const episodes = new EpisodeScores(results, { tasks: tasks.length, repeats }, referenceScores);
  const rows = perTask.map((row): ProbeRow => {
    const { name, family, task, taskHash } = probes[row.task];
    const { demonstration, reward } = known[name];
    const byK = (player: 'agent' | 'cleared') =>
      Object.fromEntries(ks.map((k) => [String(k), episodes.of(player, k, row.task)]));
    const trialSteps = stepsIn(task.trialSeconds, checkpoint.simulation);
    const curve = humans && humanCurve(humans, { name, taskHash }, reward, trialSteps);
    return {
      probe: name,
      taskHash,
      title: task.name,
      family,
      tests: task.tests ?? null,
      ...row,
      ...taskInWords(task),
      agent: byK('agent'),
      ...(control && { control: byK('cleared') }),
      reference: byReference((player) => episodes.of(player, 1, row.task)),
      ...(explorer && { explorer: explorerByTrial(explorer[row.task], reward, largest) }),
      demonstration: demonstration === null ? null : { reward: demonstration, score: demonstration / reward },
      ...(curve && { humans: curve }),
    };
  });
  const counted = (curve: HumanCurve | undefined) =>
    Object.values(curve ?? {}).reduce((sum, { episodes: n }) => sum + n, 0);
  const result: ProbesResult = {
    evaluation: 'probes',
    version: 3,
    checkpoint: originOf(checkpoint),
    tasks: {
      ...playedTasks(
        {
          file: options.directory,
          sha256: sha256Hex(which.map((probe) => `${probes[probe].taskHash}\n`).join('')),
          count: which.length,
        },
        perTask,
        checkpoint,
        options,
      ),
      unsolved: which.filter((probe) => !kept.includes(probe)).map((probe) => probes[probe].name),
    },
    ...summary,
    ...(isForTwo(tasks) && { players: 2 as const }),
    mode,
    seed,
    repeats,
    steps: played.steps,
    seconds: played.seconds,
    families: familySummaries(rows, ks, control, episodes, explorer),
    ...(humans && { humansLeftOut: humans.length - rows.reduce((sum, row) => sum + counted(row.humans), 0) }),
    perTask: rows,
  };
  options.save?.(result, options.replays ? chooseReplays(results, probes, largest) : []);
  played.discardJournal();
  return result;
}

const byReference = <T>(value: (player: Reference) => T) =>
  Object.fromEntries(REFERENCES.map((player) => [player, value(player)])) as Record<Reference, T>;

function familySummaries(
  rows: readonly ProbeRow[],
  ks: readonly number[],
  control: boolean,
  episodes: EpisodeScores,
  explorer: EpisodeRewards | undefined,
) {
  const summaries: ProbesResult['families'] = {};
  for (const family of PROBE_FAMILIES) {
    const members = rows.filter((row) => row.family === family);
    if (members.length === 0) continue;
    const estimate = (player: Player, k: number) =>
      estimateWithinGroups(members.map(({ task }) => episodes.scores(player, k, task)));
    const byK = (player: 'agent' | 'cleared') => Object.fromEntries(ks.map((k) => [String(k), estimate(player, k)]));
    summaries[family] = {
      probes: members.map(({ probe }) => probe),
      k: byK('agent'),
      ...(control && { cleared: byK('cleared') }),
      reference: byReference((player) => estimate(player, 1)),
      ...(explorer && { explorer: explorerOfFamily(members, explorer, Math.max(...ks)) }),
      proof: members.reduce((sum, row) => sum + proofOf(row), 0) / members.length,
    };
  }
  return summaries;
}
