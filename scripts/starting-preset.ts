import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeAgent } from '@open-ada/ada-agent';
import { type Given, overFile, PRESETS, readConfigFile, type TeacherFile } from '@open-ada/training';

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

/**
 * The settings of a student where neither `--preset` nor `--config` names any: in the world of its teacher and with its
 * memory; with the preset `student` if a script has taught the teacher, otherwise with the teacher's preset.
 */
export function settingsFromTeacher({ bytes, file }: TeacherFile, given: Given): Given {
  if (given.preset !== undefined) return given;
  const { settings, simulation } = notesOf(bytes, file);
  const { preset: taught, memoryLength, players } = (settings ?? {}) as Given;
  if (typeof taught !== 'string' || !(taught in PRESETS)) return given;
  const preset = taught === 'imitation' ? 'student' : taught;
  // The number of players has an option of its own.
  const { players: _, ...world } = (simulation ?? {}) as Record<string, unknown>;
  return overFile({ preset, memoryLength, players, simulation: world as Given[string] }, given);
}

function notesOf(bytes: Uint8Array, file: string): Record<string, unknown> {
  try {
    return decodeAgent(bytes, file).extra;
  } catch {
    // What is wrong with the file is said where training begins.
    return {};
  }
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
