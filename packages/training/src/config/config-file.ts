import { InputError, readText } from '@open-ada/node-kit';
import { withCurrentOptions } from './former-keys.js';
import { ALL_OPTIONS, distillKey, parseOption, requireKnown, type Value } from './options.js';
import { completeStored } from './stored-config.js';

type Settings = Record<string, unknown>;

const isObject = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a run is, and who taught it: not settings of how to train. */
const LEFT_OUT = new Set(['run', 'distillation', 'constants']);

/**
 * Settings of `--config FILE`: a run's `config.json`, its `config` alone, or some of these keys. They are options like
 * those of the command line. `run` is left out, since the file says how to train and not where; so is a student's
 * teacher.
 * @throws InputError of one sentence with all faults of the file
 */
export function readConfigFile(file: string): Record<string, Value> {
  const { config, actors } = unwrapped(file);
  const whole = isObject(config.constants) && isObject(config.simulation);
  const settings: Settings = whole ? { ...completeStored(config) } : withCurrentOptions(config);
  const { constants, distillation } = settings;
  const { teacher: _teacher, from: _from, ...distill } = isObject(distillation) ? distillation : {};
  const given: Settings = {
    ...Object.fromEntries(Object.entries(settings).filter(([key]) => !LEFT_OUT.has(key))),
    ...(isObject(constants) ? constants : {}),
    ...Object.fromEntries(Object.entries(distill).map(([key, value]) => [distillKey(key), value])),
    // What a run depends on besides its settings; the run noted how many it had.
    ...(actors !== undefined && { actors }),
  };
  const faults = faultsOf(given);
  if (faults.length > 0) throw new InputError(`--config ${file}: ${faults.join('; ')}.`);
  return given as Record<string, Value>;
}

function unwrapped(file: string): { config: Settings; actors?: unknown } {
  let read: unknown;
  try {
    read = JSON.parse(readText(file));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--config ${file}: this is not JSON (${(error as Error).message.split('\n')[0]}).`);
  }
  if (!isObject(read)) throw new InputError(`--config ${file}: expected an object, as config.json of a run holds it.`);
  return isObject(read.config) ? { config: read.config, actors: read.actors } : { config: read };
}

/** Each key that is no setting, and each value out of range; without full stops. */
function faultsOf(given: Settings): string[] {
  return Object.entries(given).flatMap(([key, value]) => {
    try {
      requireKnown([key], true);
      const option = ALL_OPTIONS.find((each) => each.key === key);
      if (option) parseOption(option, value as Value);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [error.message.replace(/\.$/, '')];
    }
  });
}
