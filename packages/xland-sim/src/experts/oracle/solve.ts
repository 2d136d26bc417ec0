import type { Task } from '@open-ada/production-rules';
import { BatchedEnvironment } from '../../environment/batched-environment.js';
import { EVENT } from '../../environment/running-episode.js';
import { type Replay, ReplayRecorder } from '../../replay/replay.js';
import { COMPACT, type SimulationSettings } from '../../settings/settings.js';
import { JointOracle } from './joint-oracle.js';
import { Oracle } from './oracle.js';

/** How the oracle, or another scripted player, plays a task. */
export interface SolveOptions {
  /** Default `COMPACT`. */
  settings?: SimulationSettings;
  /** Default 3. */
  trials?: number;
  /** Seed of the start headings. Default 0. */
  seed?: number;
  /** Default false: `Solution.replay` is left out. */
  record?: boolean;
  /** Who plays. Default: a new oracle; with two players, a joint one. */
  player?: ScriptedPlayer;
  /** Players of the task that are moved, each by `player`. Default 1: another player of the task stands idle. */
  players?: 1 | 2;
}

/** A player that chooses actions by a script, see `Oracle` and `Explorer`. */
export interface ScriptedPlayer {
  /** @param seat default 0, the first player */
  act(environment: BatchedEnvironment, i: number, actions: Int32Array, seat?: number): void;
  explain(environment: BatchedEnvironment, i: number, seat?: number): string;
}

/** What was achieved in one episode. */
export interface Solution {
  /** Whether there was a step in which the goal held in every physics step. */
  solved: boolean;
  /** Reward of the best trial, in steps: the reference score of the task. */
  reward: number;
  /** `[trials]` */
  rewards: number[];
  /** Steps per trial. */
  trialSteps: number;
  /**
   * In the best trial, the number of steps up to the first one in which the goal held in every physics step; undefined
   * where there is none.
   */
  stepsToGoal: number | undefined;
  /** Rule firings in the best trial. */
  firings: number;
  /**
   * The reason where the task is not solved: what the oracle worked on at the end of the best trial, and the obstacle.
   */
  reason: string | undefined;
  replay?: Replay;
}

/** Reward from which a step counts as complete. */
const WHOLE = 1 - 1e-6;

/**
 * Lets the oracle, or another scripted player, play one episode of a task. Rewards are those of the first player. A
 * loop of its own: the simulator must not import rollouts.
 * @throws Error in one sentence where the task does not fit the settings
 */
export function solve(task: Task, options: SolveOptions = {}): Solution {
  const { settings = COMPACT, trials = 3, seed = 0, record = false, players = 1 } = options;
  const { player = players === 2 ? new JointOracle() : new Oracle() } = options;
  // The oracle observes nothing: a task that is too long for an observation can be solved all the same.
  const maxRules = Math.max(settings.maxRules, task.rules.length);
  const goalSlots = Math.max(settings.goalSlots, task.goal.length);
  const { players: _, ...alone } = settings;
  const seats = players === 2 ? { players } : {};
  const environment = new BatchedEnvironment({ ...alone, maxRules, goalSlots, ...seats }, 1);
  const recorder = new ReplayRecorder(environment, 0);
  if (record) recorder.reset(task, { trials, seed });
  else environment.reset(0, task, { trials, seed });
  const actions = new Int32Array(players * environment.actionSpec.groups.length);
  const rewards = new Float32Array(players);
  const events = new Uint8Array(1);
  const { trialSteps } = environment.state(0);
  const played = Array.from({ length: trials }, () => {
    const before = environment.firings(0);
    let reward = 0;
    let stepsToGoal: number | undefined;
    let step = 0;
    let reason = '';
    do {
      for (let seat = 0; seat < environment.acting(0); seat++) player.act(environment, 0, actions, seat);
      // After the last step the world is already that of the next trial.
      reason = player.explain(environment, 0);
      environment.step(actions, rewards, events);
      if (record) recorder.record(actions, rewards, events);
      step++;
      reward += rewards[0];
      if (rewards[0] >= WHOLE) stepsToGoal ??= step;
    } while (events[0] === EVENT.none);
    return { reward, stepsToGoal, firings: environment.firings(0) - before, reason };
  });
  const best = played.reduce((a, b) => (better(b, a) ? b : a));
  const solved = best.stepsToGoal !== undefined;
  return {
    solved,
    reward: best.reward,
    rewards: played.map(({ reward }) => reward),
    trialSteps,
    stepsToGoal: best.stepsToGoal,
    firings: best.firings,
    reason: solved ? undefined : best.reason,
    ...(record ? { replay: recorder.replay() } : {}),
  };
}

type Played = Pick<Solution, 'reward' | 'stepsToGoal'>;

/** A trial in which the goal held through a whole step is better than any trial without such a step. */
function better(a: Played, b: Played): boolean {
  const [one, other] = [a.stepsToGoal !== undefined, b.stepsToGoal !== undefined];
  return one === other ? a.reward > b.reward : one;
}
