import { InputError } from '@open-ada/node-kit';
import { agentConfigOf, type RunConfig } from './config.js';

const rounded = (value: number) => Number(value.toPrecision(6));

/**
 * Rewards are at most 1 a step, so a return reaches at most 1 / (1 - discount). What lies above the value head's
 * range would be clipped without a word, and the agent could not tell good from better.
 * @throws InputError of one sentence where the value head of a run ends below the largest return
 */
export function requireValueRange(config: RunConfig): void {
  const { discount } = config.constants;
  const { valueLimit } = agentConfigOf(config);
  const largest = 1 / (1 - discount);
  if (largest <= valueLimit * (1 + 1e-9)) return;
  const head = config.valueLimit > 0 ? `--value-limit ${valueLimit}` : `the value head of ${config.size}`;
  throw new InputError(
    `--discount ${discount}: a return can reach 1 / (1 - discount) = ${rounded(largest)}, but ${head} ends at ${valueLimit}; ` +
      `set --value-limit ${Math.ceil(rounded(largest))}, or a --discount of at most ${rounded(1 - 1 / valueLimit)}.`,
  );
}
