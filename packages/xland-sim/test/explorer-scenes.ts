import type { Hiding } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, Explorer, type ScriptedPlayer, solve } from '@open-ada/xland-sim';
import { type Sketch, taskOf } from './tasks.js';

/** What the explorer is paid in each trial of a sketch, in steps. */
export function exploreSketch(sketch: Sketch & { hiding?: Partial<Hiding> }, trials = 3, seed = 5): number[] {
  const task = { ...taskOf({ trialSeconds: 20, ...sketch }), hiding: { types: [], predicates: [], ...sketch.hiding } };
  return solve(task, { trials, seed, player: new Explorer() }).rewards;
}

/** An environment that plays a sketch, and the room to play it in. */
export function playing(sketch: Sketch, trials = 1, seed = 1) {
  const environment = new BatchedEnvironment(COMPACT, 1);
  environment.reset(0, taskOf({ trialSeconds: 20, ...sketch }), { trials, seed });
  const actions = new Int32Array(environment.actionSpec.groups.length);
  return { environment, actions, rewards: new Float32Array(1), events: new Uint8Array(1) };
}

/** What a player would do while the avatar stands still for so many steps. */
export function labelsWhileStill(player: ScriptedPlayer, sketch: Sketch, steps: number): string[] {
  const { environment, actions, rewards, events } = playing(sketch);
  const still = environment.actionSpec.groups.map(({ options }) => (options.length - 1) / 2);
  return Array.from({ length: steps }, () => {
    player.act(environment, 0, actions);
    const label = actions.join();
    environment.step(Int32Array.from(still), rewards, events);
    return label;
  });
}
