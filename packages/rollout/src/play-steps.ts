import { Random, type Task } from '@open-ada/production-rules';
import {
  BatchedEnvironment,
  EVENT,
  type Replay,
  type SimulationSettings,
  type Step,
  stepPlayers,
} from '@open-ada/xland-sim';
import type { Policy } from './policy.js';
import { ReplayTape } from './replay-tape.js';
import { rollout } from './rollout.js';

/** The result of playing a hand-written list of steps. */
export interface PlayedSteps {
  /** Reward in steps with the goal held. */
  reward: number;
  trialSteps: number;
  firings: number;
  /** One sentence for the end of each step, and one for each firing with the objects that it left. */
  lines: string[];
  replay: Replay;
}

/**
 * Plays one trial: first the steps, then no-op steps until the trial ends.
 * @param lists steps of each player; a second player without a list stands idle
 * @param seed seed of the initial heading
 * @throws Error in one sentence if a step cannot be done, or the trial ends before the steps do
 */
export async function playSteps(
  task: Task,
  lists: readonly (readonly Step[])[],
  settings: SimulationSettings,
  seed: number,
): Promise<PlayedSteps> {
  const environment = new BatchedEnvironment(task.players.length === 2 ? { ...settings, players: 2 } : settings, 1);
  const episodes = [{ task, trials: 1, seed }];
  const players = stepPlayers(lists);
  const tape = new ReplayTape(environment, episodes);
  const { trialSteps } = environment.state(0);
  const lines: string[] = [];
  let [firings, played] = [0, 0];
  const policy: Policy = {
    needsObservations: false,
    async act(_observations, _rng, { actions }) {
      players.forEach((player, seat) => {
        const before = player.at;
        player.act(environment, 0, actions);
        const { players: bodies, objects } = environment.state(0);
        for (let at = before; at < player.at; at++) {
          const { x, y, z, held } = bodies[seat];
          const place = [x, y, z].map((metres) => metres.toFixed(1)).join(', ');
          const holding = objects.find(({ objectIndex }) => objectIndex === held)?.type ?? 'nothing';
          const { kind, line } = lists[seat][at];
          lines.push(`line ${line}, ${kind}: done after ${played} steps, at (${place}) with ${holding} in the hand`);
        }
      });
    },
    clear() {},
    clearAll() {},
  };
  const { rewardByTrial } = await rollout({
    environment,
    policy,
    episodes,
    rng: new Random(seed),
    recorder: {
      afterStep(t, running, rewards, actions, events) {
        tape.afterStep(t, running, rewards, actions, events);
        played = t + 1;
        const fired = environment.firings(0) - firings;
        firings += fired;
        // The world no longer exists after the last step.
        if (fired === 0 || events[0] !== EVENT.none) return;
        const left = environment.state(0).objects.map(({ type }) => type);
        lines.push(`step ${played}: a rule fires; there are now ${left.length > 0 ? left.join(', ') : 'no objects'}`);
      },
    },
  });
  const late = players.findIndex(({ at }, seat) => at < lists[seat].length);
  if (late >= 0) {
    const { kind, line } = lists[late][players[late].at];
    throw new Error(`The trial ends before line ${line}, "${kind}", is done; lengthen the trial or leave steps out.`);
  }
  return { reward: rewardByTrial[0][0], trialSteps, firings, lines, replay: tape.replays()[0] };
}
