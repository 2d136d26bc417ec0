import { firstFault } from '@open-ada/production-rules';
import { simulationSettings } from './settings.js';

/** Describes the fault in data that should be settings: a JSON path and half a sentence. Undefined if there is none. */
export function settingsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the settings must be an object';
  return firstFault(simulationSettings, value);
}
