/** How a reward falls off outside of its bounds, over the distance as a fraction of the margin. */
const FALLS = {
  /** Reaches a tenth at the margin. */
  gaussian: (distance: number): number => 0.1 ** (distance ** 2),
  /** Reaches zero at the margin and stays there. */
  quadratic: (distance: number): number => Math.max(0, 1 - distance ** 2),
};

export interface ToleranceOptions {
  /** Bounds within which the value is 1, both included. Default: zero alone. */
  bounds?: readonly [number, number];
  /** Distance from the bounds at which little is left; 0: nothing outside of the bounds. Default 0. */
  margin?: number;
  falls?: keyof typeof FALLS;
}

/** `tolerance` of DeepMind Control (Tassa et al. 2018, section 2.2): 1 within bounds, less outside. */
export function tolerance(x: number, options: ToleranceOptions = {}): number {
  const { bounds = [0, 0], margin = 0, falls = 'gaussian' } = options;
  const distance = Math.max(bounds[0] - x, x - bounds[1], 0);
  if (margin === 0) return distance === 0 ? 1 : 0;
  return FALLS[falls](distance / margin);
}
