import { BatchedEnvironment } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';

const PHYSICS_STEPS = EVERY_GROUP.actionRepeat;

/** Plays an episode in slot 1 of two, watched or not. */
function play(seed: number, watch?: (environment: BatchedEnvironment, goalHolds: boolean) => void) {
  const environment = new BatchedEnvironment(EVERY_GROUP, 2);
  for (const slot of [0, 1]) environment.reset(slot, busyTask(seed, 'layered'), { trials: 2, seed: slot });
  if (watch) environment.watchPhysicsSteps(1, (goalHolds) => watch(environment, goalHolds));
  const random = new RandomPlay(environment, seed);
  const steps: { reward: number; event: number; digest: string }[] = [];
  do {
    random.play();
    steps.push({ reward: random.rewards[1], event: random.events[1], digest: environment.digest(1) });
  } while (!random.ended(1));
  return { environment, steps };
}

it('every physics step of the watched slot is shown, with what holds and fires in it, before the trial ends', () => {
  let most = 0;
  for (let seed = 0; seed < 8; seed++) {
    const physicsSteps: { step: number; goalHolds: boolean; firings: number }[] = [];
    const { steps } = play(seed, (environment, goalHolds) => {
      const { step, ruleFirings } = environment.state(1);
      physicsSteps.push({ step, goalHolds, firings: ruleFirings.reduce((a, b) => a + b, 0) });
    });
    expect(physicsSteps.length).toBe(PHYSICS_STEPS * steps.length);
    steps.forEach(({ reward }, d) => {
      const own = physicsSteps.slice(PHYSICS_STEPS * d, PHYSICS_STEPS * (d + 1));
      expect(own.filter(({ goalHolds }) => goalHolds).length / PHYSICS_STEPS).toBeCloseTo(reward, 6);
      // Also the last physics step of a trial is of that trial: the firings go on counting up to it.
      expect(own[PHYSICS_STEPS - 1].step).toBe(own[0].step);
      for (let f = 1; f < PHYSICS_STEPS; f++) expect(own[f].firings).toBeGreaterThanOrEqual(own[f - 1].firings);
    });
    most = Math.max(most, ...physicsSteps.map(({ firings }) => firings));
  }
  expect(most).toBeGreaterThan(1);
});

it('watching changes nothing, and ends when nobody watches any more', () => {
  const alone = play(2).steps;
  let seen = 0;
  const { environment, steps } = play(2, (watched) => {
    seen++;
    watched.state(1);
  });
  expect(steps).toEqual(alone);
  environment.watchPhysicsSteps(1, undefined);
  const before = seen;
  environment.reset(1, busyTask(2, 'layered'), { trials: 1, seed: 1 });
  new RandomPlay(environment, 3).play();
  expect(seen).toBe(before);
});

it('the state has the orientation of each object, a unit quaternion that turns with it', () => {
  let turned = 0;
  for (let seed = 0; seed < 8; seed++) {
    play(seed, (environment) => {
      for (const { turn } of environment.state(1).objects) {
        expect(Math.hypot(...turn)).toBeCloseTo(1, 6);
        turned = Math.max(turned, Math.hypot(turn[0], turn[1], turn[2]));
      }
    });
  }
  // Objects of the game slide more than they roll: 0.027 is a tilt of three degrees.
  expect(turned).toBeGreaterThan(0.02);
});
