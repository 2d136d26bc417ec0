import { withCurrentOptions } from './former-keys.js';
import { ALL_OPTIONS, distillKey, parseOption, requireKnown, type Value } from './options.js';
import { isObject, readSettings, requireSettings, type Settings } from './settings-file.js';
import { completeStored } from './stored-config.js';

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
  requireSettings(file, given, check);
  return given as Record<string, Value>;
}

function unwrapped(file: string): { config: Settings; actors?: unknown } {
  const read = readSettings(file);
  return isObject(read.config) ? { config: read.config, actors: read.actors } : { config: read };
}

function check(key: string, value: unknown): void {
  requireKnown([key], true);
  const option = ALL_OPTIONS.find((each) => each.key === key);
  if (option) parseOption(option, value as Value);
}
