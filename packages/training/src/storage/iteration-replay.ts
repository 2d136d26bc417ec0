import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byNumber, removeWhole, writeWhole } from '@open-ada/node-kit';
import { Random } from '@open-ada/production-rules';
import { type EpisodeSpec, type Policy, ReplayTape, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, type SimulationSettings } from '@open-ada/xland-sim';

/**
 * Replays the first episode of an iteration's trajectory from its actions, and formats it as a replay file. It is
 * always the first one: a run's replays are a sample, not a selection.
 * @param actions `[T, G]`, in a world for two `[T, P, G]`
 * @param episode the episode that environment 0 played in this iteration
 */
export async function replayOfIteration(
  simulation: SimulationSettings,
  episode: EpisodeSpec,
  { actions }: { actions: Int32Array },
): Promise<string> {
  const environment = new BatchedEnvironment(simulation, 1);
  // A replay file knows nothing of memories, and its world must go on the same.
  const episodes = [{ ...episode, clearAt: [] }];
  const tape = new ReplayTape(environment, episodes);
  await rollout({ environment, policy: recorded(actions), episodes, rng: new Random(0), recorder: tape });
  return tape.files()[0];
}

/** Does again what was done. @param actions `[T, G]`, in a world for two `[T, P, G]` */
function recorded(actions: Int32Array): Policy {
  let at = 0;
  return {
    needsObservations: false,
    async act(_observations, _rng, out) {
      out.actions.set(actions.subarray(at, at + out.actions.length));
      at += out.actions.length;
    },
    clear() {},
    clearAll() {},
  };
}

/** Puts a replay into `RUN/replays`; at no moment is there half a file. All but the newest `kept` go. */
export function keepReplay(
  run: string,
  { iteration, family, text }: { iteration: number; family: string; text: string },
  kept: number,
): void {
  const directory = join(run, 'replays');
  mkdirSync(directory, { recursive: true });
  writeWhole(join(directory, `${String(iteration).padStart(6, '0')}-${family}.replay`), text);
  const names = readdirSync(directory).filter((name) => name.endsWith('.replay'));
  for (const old of names.sort(byNumber).slice(0, -kept)) removeWhole(join(directory, old));
}
