export { writePage } from './page/page.js';
export { type Kept, resultName, writeResult } from './page/result-file.js';
export { crowdNotes, requireFit } from './playing/task-fit.js';
export { type HumanEpisode, humanCurve, parseHumanEpisode, readHumanEpisodes } from './probes/human-scores.js';
export { freezeProbeExplorer, readProbeExplorer } from './probes/probe-explorer.js';
export { PROBE_FAMILIES, type ProbeFamily, probeFamily } from './probes/probe-families.js';
export { type Probe, readProbes, requireProbesFor, selectProbes } from './probes/probe-files.js';
export { type ProbeReferences, readProbeReferences, writeProbeReferences } from './probes/probe-references.js';
export type { ProbeReplays } from './probes/probe-replays.js';
export { evaluateProbes, type ProbesResult } from './probes/probes.js';
export { PAGES_OF_PROBES, type PageOfProbes, type ProbesPage, probesPage } from './probes/probes-page.js';
export { type BestTrials, readBestTrials } from './protocol/best-trials.js';
export { type EvaluationOptions, type EvaluationResult, evaluate } from './protocol/evaluate.js';
export { explorerFile, freezeExplorer, readExplorer } from './protocol/explorer-file.js';
export { EXPLORER_TRIALS } from './protocol/explorer-trials.js';
export { freezeReferenceScores, referenceFile } from './protocol/freeze-references.js';
export { oracleReferences, readHeldOut, readReferenceScores, requireCount } from './protocol/held-out.js';
export type { HeldOutFile } from './protocol/held-out-file.js';
export { comparePairs, type PairComparison } from './protocol/pair-comparison.js';
export { CO_PLAYERS, type CoPlayer, type EvaluationProgress } from './protocol/play-protocol.js';
export { type CheckpointOrigin, originOf } from './protocol/provenance.js';
export type { ReferenceScores } from './protocol/reference-scores.js';
export { REJECTIONS, type Rejection, Screening } from './protocol/task-validation.js';
export { isSolo, requireSeats } from './protocol/tasks-for-two.js';
export type { WatchedEpisode } from './protocol/worth-watching.js';
export { readExplorerResults } from './results/explorer-results.js';
export { explorerTables } from './results/explorer-tables.js';
export { withGenerated } from './results/generated-block.js';
export { RELEASED, readReleasedScores, takeScores } from './results/released-scores.js';
export { longTables, shortTable } from './results/results-tables.js';
export { type Games, groupByGame, oneGameEach } from './statistics/games.js';
export type { LabourRow } from './statistics/labour.js';
export type { Figures } from './statistics/report.js';
export {
  bootstrap,
  type Estimate,
  estimateMeans,
  type Interval,
  mean,
  pairedGain,
  quantile,
  type Summary,
} from './statistics/statistics.js';
