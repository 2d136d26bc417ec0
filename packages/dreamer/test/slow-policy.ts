import type { WorldSpec } from '../src/index.js';
import { draw, linear, mixed, mlp, parts, type Row, sum, type Weights } from './slow-network.js';

/** The policy in one state: a categorical for each group, and a normal for each continuous action. */
export interface SlowPolicy {
  options: Row[];
  normals: { mean: number; std: number }[];
}

interface Constants {
  unimix: number;
  minStd: number;
  maxStd: number;
}

export function slowPolicy(w: Weights, features: Row, world: WorldSpec, constants: Constants): SlowPolicy {
  const hidden = mlp(w, 'policy', features);
  const { actionDims, continuous = 0 } = world;
  const { unimix, minStd, maxStd } = constants;
  const logits = actionDims.length > 0 ? linear(w, 'policy/out', hidden) : [];
  const [mean, std] = ['mean', 'std'].map((name) => (continuous > 0 ? linear(w, `policy/${name}`, hidden) : []));
  return {
    options: parts(logits, actionDims).map((group) => mixed(group, unimix)),
    normals: mean.map((m, k) => ({
      mean: Math.tanh(m),
      std: minStd + (maxStd - minStd) / (1 + Math.exp(-std[k] - 2)),
    })),
  };
}

/** @param noise a number for each group, then one for each continuous action, then another for each */
export function slowAction({ options, normals }: SlowPolicy, noise: Row): Row {
  const groups = options.length;
  const numbers = normals.map(({ mean, std }, k) => {
    const [u, v] = [noise[groups + k], noise[groups + normals.length + k]];
    return mean + std * Math.sqrt(2 * Math.log(1 / (1 - u))) * Math.sin(2 * Math.PI * v + Math.PI / 2);
  });
  return [...options.flatMap((p, g) => draw(p, noise[g])), ...numbers];
}

export function slowLogProb({ options, normals }: SlowPolicy, action: Row): number {
  const flat = options.flat();
  const densities = normals.map(({ mean, std }, k) => {
    const x = action[flat.length + k];
    return Math.exp(-((x - mean) ** 2) / (2 * std ** 2)) / Math.sqrt(2 * Math.PI * std ** 2);
  });
  return sum(flat.map((p, i) => action[i] * Math.log(p))) + sum(densities.map(Math.log));
}

export function slowEntropy({ options, normals }: SlowPolicy): number {
  const ofOptions = -sum(options.flat().map((p) => p * Math.log(p)));
  return ofOptions + sum(normals.map(({ std }) => 0.5 * Math.log(2 * Math.PI * Math.E * std ** 2)));
}

/** What the recurrent model reads of an action: numbers beyond −1 and 1 count as these. */
export const seenAction = (action: Row): Row => action.map((x) => Math.min(1, Math.max(-1, x)));
