import type { Mode } from './acting-output.js';

/**
 * Chooses one option per group for every row.
 * @param logits joined logits [N, A]
 * @param options number of options of each group
 * @param actions written, [N, G]
 */
export function sampleActions(
  logits: Float32Array,
  options: number[],
  random: { float(): number },
  actions: Int32Array,
  mode: Mode,
): void {
  const choices = options.reduce((a, b) => a + b, 0);
  const rows = actions.length / options.length;
  for (let row = 0; row < rows; row++) {
    let offset = row * choices;
    for (let group = 0; group < options.length; group++) {
      const count = options[group];
      const best = greatest(logits, offset, count);
      actions[row * options.length + group] =
        mode === 'greedy' ? best : draw(logits, offset, count, logits[offset + best], random.float());
      offset += count;
    }
  }
}

function greatest(logits: Float32Array, offset: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (logits[offset + i] > logits[offset + best]) best = i;
  return best;
}

function draw(logits: Float32Array, offset: number, count: number, highest: number, uniform: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += Math.exp(logits[offset + i] - highest);
  let left = uniform * total;
  for (let i = 0; i < count - 1; i++) {
    left -= Math.exp(logits[offset + i] - highest);
    if (left < 0) return i;
  }
  return count - 1;
}
