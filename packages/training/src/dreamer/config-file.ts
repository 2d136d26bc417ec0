import { InputError } from '@open-ada/node-kit';
import { closestName } from '@open-ada/production-rules';
import type { Given } from '../config/config.js';
import { parseOption, type Value } from '../config/options.js';
import { isObject, readSettings, requireSettings } from '../config/settings-file.js';
import { DREAMER_OPTIONS } from './config.js';

const OPTIONS = DREAMER_OPTIONS.flatMap(({ options }) => options);

/**
 * Settings of `--config FILE`: `config.json` of a run of train:dreamer, or some of its keys. `run` is left out, since
 * the file says how to train and not where.
 * @throws InputError of one sentence with all faults of the file
 */
export function readDreamerConfigFile(file: string): Given {
  const read = readSettings(file);
  if (isObject(read.config)) {
    throw new InputError(`--config ${file}: this is of train:teacher or train:student, not of train:dreamer.`);
  }
  const { run: _where, ...given } = isObject(read.dreamer) ? read.dreamer : read;
  requireSettings(file, given, check);
  return given as Given;
}

function check(key: string, value: unknown): void {
  const option = OPTIONS.find((each) => each.key === key);
  if (option) {
    parseOption(option, value as Value);
    return;
  }
  const meant = closestName(
    key,
    OPTIONS.map((each) => each.key),
  );
  throw new InputError(`there is no setting "${key}"${meant ? ` (did you mean "${meant}"?).` : '; see --help.'}`);
}
