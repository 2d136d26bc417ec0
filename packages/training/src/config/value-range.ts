import { InputError } from '@open-ada/node-kit';
import { agentConfigOf, type RunConfig } from './config.js';

const rounded = (value: number) => Number(value.toPrecision(6));

/**
 * The reward of a step is at most 1, so a return is at most 1 / (1 - discount). Returns above the range of the value
 * head would be clipped silently, and the agent could not distinguish them.
 * @throws InputError in one sentence if the value head of a run ends below the largest return
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
