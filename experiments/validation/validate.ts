import { Actor, decodeAgent, type Mode } from '@open-ada/ada-agent';
import { mean } from '@open-ada/evaluation';
import { Random } from '@open-ada/production-rules';
import {
  agentPolicy,
  type Checkpoint,
  explorerPolicy,
  jointOraclePolicy,
  oraclePolicy,
  type Policy,
  rollout,
} from '@open-ada/rollout';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';
import { type Behaviour, BehaviourRecorder, behaviourOf } from './behaviour.js';
import type { ValidationTask } from './validation-tasks.js';

/** Scores of one player by trial: reward as a fraction of the reference, at most 1. */
export interface ValidationScores {
  tasks: number;
  /** `[trials]` */
  mean: number[];
  /** `[trials]`: fraction of the tasks above 0.8. */
  above08: number[];
  /** What the player did in first trials with a score above 0.8, and in those without reward. */
  solved: Behaviour;
  failed: Behaviour;
  /** `[trials]`: mean score of the tasks in which a rule fired in an earlier trial, and of the others; NaN: no such. */
  firedBefore: number[];
  notFiredBefore: number[];
}

/** Most environments that are played side by side. */
export const BATCH = 50;

/** Who plays: an agent, or a script. A steady explorer is the one that labels: see `--steady-turns`. */
export type Player =
  | { kind: 'agent'; checkpoint: Checkpoint; mode: Mode }
  | { kind: 'explorer'; steady: boolean }
  | { kind: 'oracle' };

/** Plays every task for one episode of `trials` trials; tasks for two in self-play. */
export async function validate(
  player: Player,
  tasks: readonly ValidationTask[],
  trials: number,
  settings: SimulationSettings,
  onProgress: (done: number) => void = () => {},
): Promise<ValidationScores> {
  const envCount = Math.min(BATCH, tasks.length);
  const environment = new BatchedEnvironment(settings, envCount);
  const { policy, release } = await policyOf(player, environment, envCount);
  const scores: number[][] = [];
  const walks: BehaviourRecorder['walks'] = [];
  for (let first = 0; first < tasks.length; first += envCount) {
    const part = tasks.slice(first, first + envCount);
    const recorder = new BehaviourRecorder(environment, part.length);
    const { rewardByTrial } = await rollout({
      environment,
      policy,
      episodes: part.map(({ task }, i) => ({ task, trials, seed: first + i })),
      rng: new Random(first),
      recorder,
    });
    walks.push(...recorder.walks);
    for (const [i, rewards] of rewardByTrial.entries()) {
      scores.push(rewards.map((reward) => Math.min(1, reward / part[i].reference)));
    }
    onProgress(scores.length / tasks.length);
  }
  await release();
  const byTrial = <T>(of: (trial: number) => T): T[] => Array.from({ length: trials }, (_, trial) => of(trial));
  const firsts = (has: (score: number) => boolean) =>
    behaviourOf(scores.flatMap(([score], task) => (has(score) ? [walks[task][0]] : [])));
  const after = (fired: boolean) => (trial: number) =>
    mean(scores.flatMap((row, task) => (hasFired(walks[task], trial) === fired ? [row[trial]] : [])));
  return {
    tasks: scores.length,
    mean: byTrial((trial) => mean(scores.map((row) => row[trial]))),
    above08: byTrial((trial) => mean(scores.map((row) => (row[trial] > 0.8 ? 1 : 0)))),
    solved: firsts((score) => score > 0.8),
    failed: firsts((score) => score === 0),
    firedBefore: byTrial(after(true)),
    notFiredBefore: byTrial(after(false)),
  };
}

/** Whether a rule fired in a trial before the given one. */
const hasFired = (walks: BehaviourRecorder['walks'][number], trial: number): boolean =>
  walks.slice(0, trial).some(({ fired }) => fired);

/** A player of a batch, and how to end it. */
export async function policyOf(
  player: Player,
  environment: BatchedEnvironment,
  envCount: number,
): Promise<{ policy: Policy; release: () => Promise<void> }> {
  if (player.kind === 'explorer') {
    return { policy: explorerPolicy(environment, envCount, undefined, player.steady), release: async () => {} };
  }
  if (player.kind === 'oracle') {
    const two = environment.players === 2;
    const policy = two ? jointOraclePolicy(environment, envCount) : oraclePolicy(environment, envCount);
    return { policy, release: async () => {} };
  }
  const { agent, parameters } = decodeAgent(player.checkpoint.bytes, player.checkpoint.file);
  const environments = envCount * environment.players;
  const actor = await Actor.create(agent, { environments, threads: 1, backend: 'onnx-cpu' });
  actor.setParameters(parameters);
  return { policy: agentPolicy(actor, player.mode), release: () => actor.release() };
}
