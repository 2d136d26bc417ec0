import {
  type ControlOptions,
  cartPole,
  cartpoleBalance,
  cartpoleSwingup,
  catchBall,
  type DrawnEnvironment,
  deepSea,
  type Environment,
  inPixels,
  memoryLength,
  pendulumSwingup,
} from '@open-ada/dreamer';
import type { Random } from '@open-ada/production-rules';
import type { DRAWN_PROBLEMS, Problem } from '../config/dreamer-settings.js';
import { type DreamerRunConfig, familyOf } from './config.js';
import { XlandEnvironment } from './xland-environment.js';

type Sizes = Pick<DreamerRunConfig, 'problemSize' | 'actionRepeat'>;
type Drawn = (typeof DRAWN_PROBLEMS)[number];
type Make<E extends Environment = Environment> = (random: Random, sizes: Sizes) => E;

/** 0 stands for a problem's own size. */
const own = (size: number): number | undefined => size || undefined;

const control =
  (make: (random: Random, options: ControlOptions) => DrawnEnvironment): Make<DrawnEnvironment> =>
  (random, { actionRepeat }) =>
    make(random, { actionRepeat: own(actionRepeat) });

const DRAWN: Record<Drawn, Make<DrawnEnvironment>> = {
  catch: (random, { problemSize: rows }) => catchBall(random, rows === 0 ? {} : { rows, columns: Math.ceil(rows / 2) }),
  'cartpole-balance': control(cartpoleBalance),
  'cartpole-swingup': control(cartpoleSwingup),
  'pendulum-swingup': control(pendulumSwingup),
};

const MAKE: Record<Problem, Make> = {
  ...DRAWN,
  'cart-pole': (random) => cartPole(random),
  'memory-length': (random, { problemSize }) => memoryLength(random, { length: own(problemSize) }),
  'deep-sea': (random, { problemSize }) => deepSea(random, { size: own(problemSize) }),
};

/** The environments of a run. All draw from one generator, in the order in which they are stepped. */
export function environmentsOf(config: DreamerRunConfig, random: Random): Environment[] {
  const { environment, environments, simulation, pixels } = config;
  const family = familyOf(config);
  return Array.from({ length: environments }, () => {
    if (family !== undefined && simulation !== undefined) return new XlandEnvironment(family, simulation, random);
    if (pixels > 0) return inPixels(DRAWN[environment as Drawn](random, config), pixels);
    return MAKE[environment as Problem](random, config);
  });
}
