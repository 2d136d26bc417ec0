// Position codes and masks of the memory, in plain arithmetic. A browser that acts needs them but has no tensor
// library.

/**
 * Added to the attention score of a masked position. It must be far below any score. With -50 the softmax is faster (no
 * subnormal numbers), but training then found scores above 50, attended to the future and collapsed.
 */
export const MASKED = -1e4;

/**
 * Sines and cosines of `count` positions from `first` on, row-major [count, 2F] as [sin .. | cos ..]. Frequencies range
 * from 1 down to 1/10000 (Vaswani et al. 2017, section 3.5). Angles are computed in double precision.
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
