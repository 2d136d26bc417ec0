import { firstFault } from '@open-ada/production-rules';
import { simulationSettings } from './settings.js';

/** What is wrong with plain data that should be settings: a JSON path and half a sentence, or undefined. */
export function settingsFault(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'the settings must be an object';
  return firstFault(simulationSettings, value);
}
