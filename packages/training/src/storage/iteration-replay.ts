import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from '@open-ada/node-kit';
import type { EpisodeSpec } from '@open-ada/rollout';
import { BatchedEnvironment, formatReplay, ReplayRecorder, type SimulationSettings } from '@open-ada/xland-sim';
import type { Trajectory } from '../transport/trajectory.js';

/** Replays of a run that are kept, the newest ones. */
const KEPT = 50;

/**
 * Replays the first episode of an iteration's trajectory from its actions, and formats it as a replay file. It is
 * always the first one: a run's replays are a sample, not a selection.
 * @param episode the episode that environment 0 played in this iteration
 */
export function replayOfIteration(
  simulation: SimulationSettings,
  { task, trials, trialsPlayed = trials, seed, hideTrialIndex }: EpisodeSpec,
  { actions }: Pick<Trajectory, 'actions'>,
): string {
  const environment = new BatchedEnvironment(simulation, 1);
  const recorder = new ReplayRecorder(environment, 0);
  recorder.reset(task, { trials, seed, hideTrialIndex: hideTrialIndex ?? false });
  const groups = environment.actionSpec.groups.length;
  const [rewards, events] = [new Float32Array(1), new Uint8Array(1)];
  const { trialSteps } = environment.state(0);
  for (let t = 0; t < trialsPlayed * trialSteps; t++) {
    const chosen = actions.subarray(t * groups, (t + 1) * groups);
    environment.step(chosen, rewards, events);
    recorder.record(chosen, rewards, events);
  }
  return formatReplay(recorder.replay());
}

/** Puts a replay into `RUN/replays`; at no moment is there half a file. Old ones go. */
export function keepReplay(run: string, iteration: number, family: string, text: string): void {
  const directory = join(run, 'replays');
  mkdirSync(directory, { recursive: true });
  writeWhole(join(directory, `${String(iteration).padStart(6, '0')}-${family}.replay`), text);
  const names = readdirSync(directory).filter((name) => name.endsWith('.replay'));
  for (const old of names.sort().slice(0, -KEPT)) rmSync(join(directory, old));
}
