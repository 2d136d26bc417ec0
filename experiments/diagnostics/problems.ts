import type { Random } from '@open-ada/production-rules';
import type { Problem } from './problem.js';

const PAYS = [0.1, 0.3, 0.5, 0.8];

/** Four arms that pay 1 with fixed probabilities: no state, no memory. */
const bandit: Problem = {
  name: 'bandit',
  steps: 4,
  trials: 1,
  actions: ['a', 'b', 'c', 'd'],
  senses: 1,
  clearAt: [],
  start: (random) => ({
    sense: (into) => into.fill(1),
    act: (arm) => (random.float() < PAYS[arm] ? 1 : 0),
  }),
  bar: { atLeast: 0.75, chance: 0.425, best: 0.8 },
  iterations: { muesli: 150, ppo: 150 },
};

const WIDTH = 7;
const FALL = 6;

/**
 * A ball falls from a random column. The paddle starts in the middle and must be below the ball at the end. The only
 * reward is at the end.
 */
const catchBall: Problem = {
  name: 'catch',
  steps: FALL,
  trials: 1,
  actions: ['left', 'stay', 'right'],
  senses: 2 * WIDTH + 1,
  clearAt: [],
  start(random) {
    const ball = random.int(WIDTH);
    let paddle = (WIDTH - 1) / 2;
    let fallen = 0;
    return {
      sense(into) {
        into.fill(0);
        into[ball] = 1;
        into[WIDTH + paddle] = 1;
        into[2 * WIDTH] = fallen / FALL;
      },
      act(move) {
        paddle = Math.min(WIDTH - 1, Math.max(0, paddle + move - 1));
        return ++fallen === FALL && paddle === ball ? 1 : 0;
      },
    };
  },
  bar: { atLeast: 0.95 / FALL, chance: 1 / WIDTH / FALL, best: 1 / FALL },
  iterations: { muesli: 300, ppo: 600 },
};

const CUES = 3;
const DELAY = 10;

/**
 * One of three cues is shown at the first step. The answer is due at the tenth step, and only that step gives a reward.
 */
const cue: Problem = {
  name: 'remember-a-cue',
  steps: DELAY,
  trials: 1,
  actions: ['first', 'second', 'third'],
  senses: CUES + 1,
  clearAt: [DELAY - 1],
  start(random) {
    const shown = random.int(CUES);
    let step = 0;
    return {
      sense(into) {
        into.fill(0);
        if (step === 0) into[shown] = 1;
        if (step === DELAY - 1) into[CUES] = 1;
      },
      act: (answer) => (step++ === DELAY - 1 && answer === shown ? 1 : 0),
    };
  },
  bar: { atLeast: 0.95 / DELAY, clearedAtMost: 0.45 / DELAY, chance: 1 / CUES / DELAY, best: 1 / DELAY },
  iterations: { muesli: 300, ppo: 600 },
};

/**
 * One of three arms pays 1. It stays the same in all trials of an episode and changes between episodes. An agent
 * without memory earns 1/3. One that only remembers which arms not to pull again earns 1/2 to 2/3. One that finds the
 * arm and stays with it earns 1.
 */
export function metaBandit(trials: number, pulls: number): Problem {
  const arms = 3;
  const steps = trials * pulls;
  return {
    name: 'meta-bandit',
    steps,
    trials,
    actions: ['left', 'middle', 'right'],
    senses: 1,
    clearAt: Array.from({ length: trials - 1 }, (_, i) => (i + 1) * pulls),
    start(random: Random) {
      const paying = random.int(arms);
      return { sense: (into) => into.fill(1), act: (arm) => (arm === paying ? 1 : 0) };
    },
    bar: { atLeast: 0.9, clearedAtMost: 0.6, chance: 1 / arms, best: 1 },
    iterations: { muesli: 300, ppo: 900 },
  };
}

/** In ascending order of difficulty. */
export const PROBLEMS: readonly Problem[] = [bandit, catchBall, cue, metaBandit(6, 2)];
