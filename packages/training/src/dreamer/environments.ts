import { cartPole, catchBall, deepSea, type Environment, memoryLength } from '@open-ada/dreamer';
import type { Random } from '@open-ada/production-rules';
import type { Problem } from '../config/dreamer-settings.js';
import { type DreamerRunConfig, familyOf } from './config.js';
import { XlandEnvironment } from './xland-environment.js';

const MAKE: Record<Problem, (random: Random, size: number | undefined) => Environment> = {
  catch: (random, rows) => catchBall(random, rows === undefined ? {} : { rows, columns: Math.ceil(rows / 2) }),
  'cart-pole': (random) => cartPole(random),
  'memory-length': (random, length) => memoryLength(random, { length }),
  'deep-sea': (random, size) => deepSea(random, { size }),
};

/** The environments of a run. All draw from one generator, in the order in which they are stepped. */
export function environmentsOf(config: DreamerRunConfig, random: Random): Environment[] {
  const { environment, environments, problemSize, simulation } = config;
  const family = familyOf(config);
  return Array.from({ length: environments }, () =>
    family !== undefined && simulation !== undefined
      ? new XlandEnvironment(family, simulation, random)
      : MAKE[environment as Problem](random, problemSize || undefined),
  );
}
