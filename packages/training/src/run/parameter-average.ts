/**
 * Moves a mean of parameters on by one iteration. Those after iteration t count in proportion to about
 * t^(1 / age - 2), so their mean age stays the same fraction of the run however long it gets, and the first ones are
 * soon forgotten (Karras et al. 2024, "Analyzing and Improving the Training Dynamics of Diffusion Models", section 3.1).
 * Parameters move to and fro with the learning rate; their mean lies in the middle.
 * @param average `[P]`, the mean after one iteration less; changed in place
 * @param weights `[P]`, the newest parameters
 * @param iterations of the training so far, at least 1; after the first one the mean is the newest parameters
 * @param age mean age of the parameters in the mean as a fraction of the training: above 0, at most 0.5; 0.5 weighs all
 *   alike
 */
export function averageIn(average: Float32Array, weights: Float32Array, iterations: number, age: number): void {
  const part = 1 - (1 - 1 / iterations) ** (1 / age - 1);
  for (let i = 0; i < average.length; i++) average[i] += part * (weights[i] - average[i]);
}
