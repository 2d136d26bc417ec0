// What the memory reads beside keys and values, by plain arithmetic: a browser that acts needs this and no tensor library.

/**
 * Added to the score of a position that must not be looked at. It must be out of reach of any score: with -50, whose softmax is
 * faster (no subnormal numbers), training found scores above 50, looked into the future and fell apart.
 */
export const MASKED = -1e4;

/**
 * Sines and cosines of `count` positions from `first` on, row-major [count, 2F] as [sin .. | cos ..], frequencies from
 * 1 down to 1/10000 (Vaswani et al. 2017, section 3.5). Angles are computed in double precision.
 */
export function positionCode(first: number, count: number, pairs: number): Float32Array {
  const code = new Float32Array(count * 2 * pairs);
  for (let i = 0; i < count; i++) {
    for (let f = 0; f < pairs; f++) {
      const angle = (first + i) * 10_000 ** (-f / pairs);
      code[i * 2 * pairs + f] = Math.sin(angle);
      code[i * 2 * pairs + pairs + f] = Math.cos(angle);
    }
  }
  return code;
}
