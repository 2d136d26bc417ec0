// Shared by the commands that play tasks.
import { COMPACT, PAPER } from '@open-ada/xland-sim';
import { Option } from 'commander';

export const PRESETS = { laptop: COMPACT, ada: PAPER };
export type Preset = keyof typeof PRESETS;

export const presetOption = (): Option =>
  new Option('--preset <name>', 'world settings').choices(Object.keys(PRESETS)).default('laptop');

/** Rounds a reward, or a sum of rewards, for printing. */
export const tidy = (reward: number): number => Number(reward.toFixed(3));

export function firingsInWords(firings: number): string {
  return firings < 2 ? `${firings === 0 ? 'no' : 'one'} rule firing` : `${firings} rule firings`;
}
