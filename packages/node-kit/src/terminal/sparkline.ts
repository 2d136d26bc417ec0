const BARS = '▁▂▃▄▅▆▇█';

/**
 * A curve in one line of text: each character is the mean of its part of the values.
 * @param highest the value of the highest bar; 0 is the lowest
 */
export function sparkline(values: readonly number[], width: number, highest = 1): string {
  const characters = Math.min(width, values.length);
  return Array.from({ length: characters }, (_, i) => {
    const [start, end] = [i, i + 1].map((at) => Math.round((at * values.length) / characters));
    const part = values.slice(start, end);
    const mean = part.reduce((a, b) => a + b, 0) / part.length;
    const height = Math.floor((mean / highest) * BARS.length);
    return BARS[Math.max(0, Math.min(BARS.length - 1, height))];
  }).join('');
}
