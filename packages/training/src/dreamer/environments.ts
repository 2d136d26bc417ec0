import {
  type ControlOptions,
  cartPole,
  cartpoleBalance,
  cartpoleSwingup,
  catchBall,
  deepSea,
  type Environment,
  memoryLength,
  pendulumSwingup,
} from '@open-ada/dreamer';
import type { Random } from '@open-ada/production-rules';
import type { Problem } from '../config/dreamer-settings.js';
import { type DreamerRunConfig, familyOf } from './config.js';
import { XlandEnvironment } from './xland-environment.js';

type Sizes = Pick<DreamerRunConfig, 'problemSize' | 'actionRepeat'>;
type Make = (random: Random, sizes: Sizes) => Environment;

/** 0 stands for a problem's own size. */
const own = (size: number): number | undefined => size || undefined;

const control =
  (make: (random: Random, options: ControlOptions) => Environment): Make =>
  (random, { actionRepeat }) =>
    make(random, { actionRepeat: own(actionRepeat) });

const MAKE: Record<Problem, Make> = {
  catch: (random, { problemSize: rows }) => catchBall(random, rows === 0 ? {} : { rows, columns: Math.ceil(rows / 2) }),
  'cart-pole': (random) => cartPole(random),
  'memory-length': (random, { problemSize }) => memoryLength(random, { length: own(problemSize) }),
  'deep-sea': (random, { problemSize }) => deepSea(random, { size: own(problemSize) }),
  'cartpole-balance': control(cartpoleBalance),
  'cartpole-swingup': control(cartpoleSwingup),
  'pendulum-swingup': control(pendulumSwingup),
};

/** The environments of a run. All draw from one generator, in the order in which they are stepped. */
export function environmentsOf(config: DreamerRunConfig, random: Random): Environment[] {
  const { environment, environments, simulation } = config;
  const family = familyOf(config);
  return Array.from({ length: environments }, () =>
    family !== undefined && simulation !== undefined
      ? new XlandEnvironment(family, simulation, random)
      : MAKE[environment as Problem](random, config),
  );
}
