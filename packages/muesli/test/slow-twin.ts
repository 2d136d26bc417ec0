/** Plain-loop twins of the learner's targets, written from the papers' equations, independent of the tensors. */

export interface Episode {
  rewards: number[];
  values: number[];
  actionValues: number[];
  traces: number[];
  /** Number of real steps. */
  length: number;
}

/** G_t = r_t + g (v_{t+1} + c_{t+1} (G_{t+1} - q_{t+1})), last step first. */
export function slowRetrace({ rewards, values, actionValues, traces, length }: Episode, discount: number): number[] {
  const returns = Array<number>(rewards.length).fill(Number.NaN);
  for (let t = length - 1; t >= 0; t--) {
    if (t === length - 1) returns[t] = rewards[t];
    else {
      const next = values[t + 1] + traces[t + 1] * (returns[t + 1] - actionValues[t + 1]);
      returns[t] = rewards[t] + discount * next;
    }
  }
  return returns;
}

/** A_t = d_t + g l A_{t+1}. */
export function slowAdvantage(rewards: number[], values: number[], length: number, discount: number, lambda: number) {
  const advantages = Array<number>(rewards.length).fill(Number.NaN);
  for (let t = length - 1; t >= 0; t--) {
    const last = t === length - 1;
    const error = rewards[t] + (last ? 0 : discount * values[t + 1]) - values[t];
    advantages[t] = error + (last ? 0 : discount * lambda * advantages[t + 1]);
  }
  return advantages;
}

/**
 * The sampled CMPO loss of one state: -(1/S) sum_k exp(clip(adv_k)) / z_k log pi(a_k).
 * @param actions option chosen per sample and group @param logProbs log pi per group and option
 */
export function slowCmpoLoss(
  actions: number[][],
  advantages: number[],
  logProbs: number[][],
  clip: number,
  init: number,
) {
  const samples = actions.length;
  const weight = (k: number) => Math.exp(Math.max(-clip, Math.min(clip, advantages[k])));
  let loss = 0;
  for (let k = 0; k < samples; k++) {
    let others = init;
    for (let j = 0; j < samples; j++) if (j !== k) others += weight(j);
    const normaliser = others / samples;
    const logOfAction = actions[k].reduce((sum, option, group) => sum + logProbs[group][option], 0);
    loss -= ((weight(k) / normaliser) * logOfAction) / samples;
  }
  return loss;
}
