import { BatchedEnvironment } from '@open-ada/xland-sim';
import { expect, it } from 'vitest';
import { busyTask, EVERY_GROUP, RandomPlay } from './random-play.js';

const FRAMES = EVERY_GROUP.framesPerDecision;

/** Plays an episode in slot 1 of two, watched or not. */
function play(seed: number, watch?: (environment: BatchedEnvironment, goalHolds: boolean) => void) {
  const environment = new BatchedEnvironment(EVERY_GROUP, 2);
  for (const slot of [0, 1]) environment.reset(slot, busyTask(seed, 'layered'), { trials: 2, seed: slot });
  if (watch) environment.watchFrames(1, (goalHolds) => watch(environment, goalHolds));
  const random = new RandomPlay(environment, seed);
  const decisions: { reward: number; event: number; digest: string }[] = [];
  do {
    random.play();
    decisions.push({ reward: random.rewards[1], event: random.events[1], digest: environment.digest(1) });
  } while (!random.ended(1));
  return { environment, decisions };
}

it('every physics frame of the watched slot is shown, with what holds and fires in it, before the trial ends', () => {
  let most = 0;
  for (let seed = 0; seed < 8; seed++) {
    const frames: { decision: number; goalHolds: boolean; firings: number }[] = [];
    const { decisions } = play(seed, (environment, goalHolds) => {
      const { decision, ruleFirings } = environment.state(1);
      frames.push({ decision, goalHolds, firings: ruleFirings.reduce((a, b) => a + b, 0) });
    });
    expect(frames.length).toBe(FRAMES * decisions.length);
    decisions.forEach(({ reward }, d) => {
      const own = frames.slice(FRAMES * d, FRAMES * (d + 1));
      expect(own.filter(({ goalHolds }) => goalHolds).length / FRAMES).toBeCloseTo(reward, 6);
      // Also the last frame of a trial is of that trial: the firings go on counting up to it.
      expect(own[FRAMES - 1].decision).toBe(own[0].decision);
      for (let f = 1; f < FRAMES; f++) expect(own[f].firings).toBeGreaterThanOrEqual(own[f - 1].firings);
    });
    most = Math.max(most, ...frames.map(({ firings }) => firings));
  }
  expect(most).toBeGreaterThan(1);
});

it('watching changes nothing, and ends when nobody watches any more', () => {
  const alone = play(2).decisions;
  let seen = 0;
  const { environment, decisions } = play(2, (watched) => {
    seen++;
    watched.state(1);
  });
  expect(decisions).toEqual(alone);
  environment.watchFrames(1, undefined);
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
