import { decodeAgent } from '@open-ada/ada-agent';
import type { Given } from './config.js';
import { PRESETS } from './presets.js';
import { overFile } from './settings-file.js';

/**
 * The settings of a student where neither `--preset` nor `--config` names any: in the world of its teacher and with its
 * memory; with the preset `student` if a script has taught the teacher, otherwise with the teacher's preset.
 */
export function settingsFromTeacher({ bytes, file }: { bytes: Uint8Array; file: string }, given: Given): Given {
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
