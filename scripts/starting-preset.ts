import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Given, readConfigFile } from '@open-ada/training';

/**
 * The preset of `train:teacher` where neither `--preset` nor `--config` names one: that of the run that goes on, else
 * that of a script that teaches, unless rewards or a network alone are to teach.
 * @param labels the script that `--teacher` names; undefined if it is absent
 */
export function startingPreset(
  { run = 'runs/teacher', learner = 'muesli' }: Given,
  labels: string | undefined,
): string {
  const before = presetOf(String(run));
  if (before !== undefined) return before;
  return labels === 'none' || learner !== 'muesli' ? 'laptop' : 'imitation';
}

/** The preset that a run started from; undefined if there is no run, or none that can be read. */
function presetOf(run: string): string | undefined {
  const file = join(run, 'config.json');
  if (!existsSync(file)) return undefined;
  try {
    const { preset } = readConfigFile(file);
    return typeof preset === 'string' ? preset : undefined;
  } catch {
    // What is wrong with the file is said where the run is opened.
    return undefined;
  }
}
