/** Numbers from a seed (Lehmer), in (0, 1), that are the same in single precision. */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return Math.fround(state / 2147483647);
  };
}
