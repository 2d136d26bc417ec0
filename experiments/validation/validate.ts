import { Actor, decodeAgent, type Mode } from '@open-ada/ada-agent';
import { Random } from '@open-ada/production-rules';
import { agentPolicy, type Checkpoint, explorerPolicy, oraclePolicy, type Policy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';
import type { ValidationTask } from './validation-tasks.js';

/** Scores of one player by trial: reward as a fraction of the reference, at most 1. */
export interface ValidationScores {
  tasks: number;
  /** `[trials]` */
  mean: number[];
  /** `[trials]`: fraction of the tasks above 0.8. */
  above08: number[];
}

/** Most environments that are played side by side. */
const BATCH = 50;

/** Who plays: an agent, or a script. */
export type Player = { kind: 'agent'; checkpoint: Checkpoint; mode: Mode } | { kind: 'explorer' } | { kind: 'oracle' };

/** Plays every task for one episode of `trials` trials. */
export async function validate(
  player: Player,
  tasks: readonly ValidationTask[],
  trials: number,
  settings: SimulationSettings,
): Promise<ValidationScores> {
  const envCount = Math.min(BATCH, tasks.length);
  const environment = new BatchedEnvironment(settings, envCount);
  const { policy, release } = await policyOf(player, environment, envCount);
  const scores: number[][] = [];
  for (let first = 0; first < tasks.length; first += envCount) {
    const part = tasks.slice(first, first + envCount);
    const { rewardByTrial } = await rollout({
      environment,
      policy,
      episodes: part.map(({ task }, i) => ({ task, trials, seed: first + i })),
      rng: new Random(first),
    });
    for (const [i, rewards] of rewardByTrial.entries()) {
      scores.push(rewards.map((reward) => Math.min(1, reward / part[i].reference)));
    }
  }
  await release();
  const over = (of: (score: number) => number) =>
    Array.from({ length: trials }, (_, trial) => scores.reduce((sum, row) => sum + of(row[trial]), 0) / scores.length);
  return { tasks: scores.length, mean: over((score) => score), above08: over((score) => (score > 0.8 ? 1 : 0)) };
}

async function policyOf(
  player: Player,
  environment: BatchedEnvironment,
  envCount: number,
): Promise<{ policy: Policy; release: () => Promise<void> }> {
  if (player.kind === 'explorer') return { policy: explorerPolicy(environment, envCount), release: async () => {} };
  if (player.kind === 'oracle') return { policy: oraclePolicy(environment, envCount), release: async () => {} };
  const { agent, parameters } = decodeAgent(player.checkpoint.bytes, player.checkpoint.file);
  const actor = await Actor.create(agent, { environments: envCount, threads: 1, backend: 'onnx-cpu' });
  actor.setParameters(parameters);
  return { policy: agentPolicy(actor, player.mode), release: () => actor.release() };
}
