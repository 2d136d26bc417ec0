// Both learners' losses as loops over numbers, written from the papers and from the docstrings of the settings, for
// the network of toy-network.ts. Nothing here is shared with the tensors: it is what they are compared with.
import { TOY, TOY_ENTRIES } from './toy-network.js';

type Row = number[];
export type Numbers = Record<string, number[]>;

export interface SlowBatch {
  episodes: number;
  steps: number;
  /** By the names of the learner's batch, flat. */
  data: Numbers;
}

const GROUPS = TOY.actionDims.length;
const CHOICES = TOY.actionDims.reduce((a, b) => a + b, 0);

const dot = (a: Row, b: Row) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const mean = (values: number[]) => (values.length === 0 ? 0 : values.reduce((a, b) => a + b, 0) / values.length);

/** Vector times one of the matrices in the flat parameters. */
function product(parameters: Row, name: string, x: Row): Row {
  let offset = 0;
  for (const entry of TOY_ENTRIES) {
    const [inputs, outputs] = entry.shape;
    if (entry.name === name) {
      return Array.from({ length: outputs }, (_, j) =>
        x.reduce((sum, value, i) => sum + value * parameters[offset + i * outputs + j], 0),
      );
    }
    offset += inputs * outputs;
  }
  throw new Error(name);
}

function logSoftmax(x: Row): Row {
  const top = Math.max(...x);
  const total = Math.log(x.reduce((sum, value) => sum + Math.exp(value - top), 0)) + top;
  return x.map((value) => value - total);
}

/** Where a group's actionDims begin among all. */
const firstOption = (group: number) => TOY.actionDims.slice(0, group).reduce((a, b) => a + b, 0);

/** Log-probabilities of all groups, joined. */
function policyOf(logits: Row): Row {
  return TOY.actionDims.flatMap((count, g) => logSoftmax(logits.slice(firstOption(g), firstOption(g) + count)));
}

function oneHot(actionDims: Row): Row {
  return TOY.actionDims.flatMap((count, g) => Array.from({ length: count }, (_, i) => (i === actionDims[g] ? 1 : 0)));
}

const decode = (logits: Row, limit: number) =>
  logSoftmax(logits).reduce((sum, log, i) => sum + Math.exp(log) * ((i * limit) / (TOY.bins - 1)), 0);

/** Cross-entropy of the two-hot code of a value. */
function crossEntropy(value: number, limit: number, logits: Row): number {
  const place = Math.min(TOY.bins - 1, Math.max(0, value / (limit / (TOY.bins - 1))));
  const low = Math.min(TOY.bins - 2, Math.floor(place));
  const logs = logSoftmax(logits);
  return -((1 - (place - low)) * logs[low] + (place - low) * logs[low + 1]);
}

interface State {
  hidden: Row;
  cell: Row;
}

const root = (p: Row, o: Row): State => ({
  hidden: product(p, 'rootHidden', o).map(Math.tanh),
  cell: product(p, 'rootCell', o),
});

function modelStep(p: Row, { hidden, cell }: State, action: Row): State {
  const [a, b] = [product(p, 'fromHidden', hidden), product(p, 'fromAction', action)];
  const after = cell.map((c, i) => Math.tanh(a[i] + b[i] + c));
  return { hidden: after, cell: cell.map((c, i) => c / 2 + after[i]) };
}

const policy = (p: Row, s: State) => policyOf(product(p, 'policy', s.hidden));
const value = (p: Row, s: State) => decode(product(p, 'value', s.hidden), TOY.valueLimit);
const reward = (p: Row, s: State) => decode(product(p, 'reward', s.hidden), 1);

/** One step of the batch, by episode and time; undefined past the end of the batch. */
function reader({ episodes, steps, data }: SlowBatch) {
  return (e: number, t: number) => {
    if (t >= steps || e >= episodes) return undefined;
    const row = e * steps + t;
    const part = (name: string, width: number) => data[name].slice(row * width, (row + 1) * width);
    return {
      row,
      real: data.mask[row] === 1,
      observation: part('observations', TOY.observation),
      action: oneHot(part('actions', GROUPS)),
      behaviour: policyOf(part('behaviourLogits', CHOICES)),
      reward: data.rewards[row],
      hasSeenReward: data.hasSeenReward[row] === 1,
      facts: data.ruleLabels.slice(e * TOY.ruleLabels, (e + 1) * TOY.ruleLabels),
    };
  };
}

/**
 * Everything that the settings call a weight of the taskInference's loss is in here: full after a reward, an eighth
 * before.
 */
function ruleLabels(parameters: Row, batch: SlowBatch): { loss: number; after: number } {
  const at = reader(batch);
  const all: number[] = [];
  const after: number[] = [];
  for (let e = 0; e < batch.episodes; e++) {
    for (let t = 0; t < batch.steps; t++) {
      const step = at(e, t)!;
      if (!step.real) continue;
      const truths = step.facts.reduce((a, b) => a + b, 0);
      const logs = logSoftmax(product(parameters, 'taskInference', step.observation));
      const cost = truths === 0 ? 0 : -dot(step.facts, logs) / truths;
      all.push(truths === 0 ? 0 : cost * (step.hasSeenReward ? 1 : 0.125));
      if (truths > 0 && step.hasSeenReward) after.push(cost);
    }
  }
  return { loss: mean(all), after: mean(after) };
}

/**
 * Muesli's loss and metrics. Targets come from `target`, the rest from `parameters`.
 * @param settings the learner's constants
 * @param before second moment and number of updates before this one
 * @param frozen parameters at which importance weights are taken, since no gradient flows through them
 */
export function slowMuesli(
  parameters: Row,
  target: Row,
  batch: SlowBatch,
  settings: Record<string, number>,
  before: { moment: number; updates: number },
  frozen = parameters,
): Record<string, number> {
  const { episodes, steps, data } = batch;
  const at = reader(batch);
  const s = settings;
  const block = Math.max(1, Math.round(steps * s.unrollFraction));

  // Per step: prior, value, and the return by Retrace, last step first.
  const prior: Row[][] = [];
  const targetValue: Row[] = [];
  const returns: Row[] = [];
  for (let e = 0; e < episodes; e++) {
    prior[e] = [];
    targetValue[e] = [];
    returns[e] = Array<number>(steps).fill(0);
    for (let t = 0; t < steps; t++) {
      const step = at(e, t)!;
      const state = root(target, step.observation);
      const wished = policy(target, state);
      prior[e][t] = TOY.actionDims.flatMap((count, g) => {
        const from = firstOption(g);
        return Array.from({ length: count }, (_, i) => {
          const shares = (1 - s.behaviourPrior - s.uniformPrior) * Math.exp(wished[from + i]);
          return shares + s.behaviourPrior * Math.exp(step.behaviour[from + i]) + s.uniformPrior / count;
        });
      });
      targetValue[e][t] = value(target, state);
    }
    const traced = Array<number>(steps).fill(0);
    for (let t = steps - 1; t >= 0; t--) {
      const step = at(e, t)!;
      if (!step.real) continue;
      const next = at(e, t + 1);
      let ahead = 0;
      if (next?.real) {
        const ratio = Math.exp(dot(next.action, prior[e][t + 1].map(Math.log)) - dot(next.action, next.behaviour));
        const trace = s.retraceLambda * Math.min(1, ratio);
        const after = modelStep(target, root(target, next.observation), next.action);
        const modelValue = reward(target, after) + s.discount * value(target, after);
        const q = (1 - s.retraceQMix) * targetValue[e][t + 1] + s.retraceQMix * modelValue;
        ahead = targetValue[e][t + 1] + trace * (traced[t + 1] - q);
      }
      traced[t] = step.reward + s.discount * ahead;
      returns[e][t] = Math.min(TOY.valueLimit, Math.max(0, traced[t]));
    }
  }

  const everyReal = <T>(visit: (e: number, t: number) => T): T[] => {
    const found: T[] = [];
    for (let e = 0; e < episodes; e++) for (let t = 0; t < steps; t++) if (at(e, t)!.real) found.push(visit(e, t));
    return found;
  };
  const errors = everyReal((e, t) => (returns[e][t] - targetValue[e][t]) ** 2);
  const newMoment = s.advantageVarDecay * before.moment + (1 - s.advantageVarDecay) * mean(errors);
  const std = Math.sqrt(newMoment / (1 - s.advantageVarDecay ** (before.updates + 1)) + 1e-12);

  // CMPO: weights of the samples of a step; the noise is laid out by episode, then by step of its block.
  const cmpoCost = (e: number, t: number, logs: Row): number => {
    const place = e * (block + s.unroll) + (t - data.blockStart[e]);
    const state = root(target, at(e, t)!.observation);
    const drawn: { action: Row; weight: number }[] = [];
    for (let k = 0; k < s.samples; k++) {
      const chosen = TOY.actionDims.map((count, g) => {
        const from = firstOption(g);
        const noise = data.actionNoise[(place * s.samples + k) * GROUPS + g];
        let reached = 0;
        let sum = 0;
        for (let i = 0; i < count; i++) {
          if (noise >= sum) reached = i;
          sum += prior[e][t][from + i];
        }
        return reached;
      });
      const action = oneHot(chosen);
      const after = modelStep(target, state, action);
      const advantage = (reward(target, after) + s.discount * value(target, after) - targetValue[e][t]) / std;
      drawn.push({ action, weight: Math.exp(Math.min(s.advantageClip, Math.max(-s.advantageClip, advantage))) });
    }
    const total = drawn.reduce((sum, { weight }) => sum + weight, 0);
    let cost = 0;
    for (const { action, weight } of drawn) {
      const normaliser = (s.zInit + total - weight) / s.samples;
      cost -= ((weight / normaliser) * dot(action, logs)) / s.samples;
    }
    return cost;
  };

  const own = (e: number, t: number) => root(parameters, at(e, t)!.observation);
  const metrics: Record<string, number> = {};
  metrics.policyGradient = mean(
    everyReal((e, t) => {
      const step = at(e, t)!;
      const logOf = dot(step.action, policy(parameters, own(e, t)));
      const atFrozen = dot(step.action, policy(frozen, root(frozen, step.observation)));
      const weight = Math.min(1, Math.exp(atFrozen - dot(step.action, step.behaviour)));
      return (-weight * (returns[e][t] - targetValue[e][t]) * logOf) / std;
    }),
  );
  metrics.value = mean(
    everyReal((e, t) => crossEntropy(returns[e][t], TOY.valueLimit, product(parameters, 'value', own(e, t).hidden))),
  );
  metrics.entropy = mean(
    everyReal((e, t) => -policy(parameters, own(e, t)).reduce((sum, log) => sum + Math.exp(log) * log, 0)),
  );

  // The model, unrolled from every step of each episode's block with the actions taken.
  const costs = { policy: [] as number[][], value: [] as number[][], reward: [] as number[][] };
  for (let i = 0; i <= s.unroll; i++) for (const each of Object.values(costs)) each.push([]);
  for (let e = 0; e < episodes; e++) {
    for (let t = data.blockStart[e]; t < data.blockStart[e] + block; t++) {
      let state = own(e, t);
      for (let i = 0; i <= s.unroll; i++) {
        if (i > 0) {
          const last = at(e, t + i - 1);
          if (!last) break;
          state = modelStep(parameters, state, last.action);
          if (last.real)
            costs.reward[i].push(crossEntropy(last.reward, 1, product(parameters, 'reward', state.hidden)));
        }
        const here = at(e, t + i);
        if (!here?.real) continue;
        costs.policy[i].push(cmpoCost(e, t + i, policy(parameters, state)));
        if (i > 0)
          costs.value[i].push(
            crossEntropy(returns[e][t + i], TOY.valueLimit, product(parameters, 'value', state.hidden)),
          );
      }
    }
  }
  const unrolled = (of: number[][]) => of.slice(1).reduce((sum, each) => sum + mean(each), 0) / Math.max(1, s.unroll);
  metrics.cmpo = mean(costs.policy[0]);
  metrics.modelPolicy = unrolled(costs.policy);
  metrics.modelValue = unrolled(costs.value);
  metrics.reward = unrolled(costs.reward);
  const taskInference = ruleLabels(parameters, batch);
  metrics.taskInference = taskInference.after;
  metrics.loss =
    s.policyGradientWeight * metrics.policyGradient +
    s.cmpoWeight * metrics.cmpo +
    s.modelPolicyWeight * metrics.modelPolicy +
    s.valueWeight * (metrics.value + metrics.modelValue) +
    s.rewardWeight * metrics.reward -
    s.entropyWeight * metrics.entropy +
    s.taskInferenceWeight * taskInference.loss;
  metrics.importanceRatioMean = mean(
    everyReal((e, t) =>
      Math.exp(dot(at(e, t)!.action, policy(parameters, own(e, t))) - dot(at(e, t)!.action, at(e, t)!.behaviour)),
    ),
  );
  metrics.klFromPrior = mean(
    everyReal((e, t) => {
      const logs = policy(parameters, own(e, t));
      return prior[e][t].reduce((sum, x, i) => sum + x * (Math.log(x) - logs[i]), 0);
    }),
  );
  metrics.advantageStd = std;
  metrics.valueMean = mean(everyReal((e, t) => targetValue[e][t]));
  metrics.returnMean = mean(everyReal((e, t) => returns[e][t]));
  return metrics;
}

/** PPO's loss and metrics. @param frozen parameters at which values and advantages are taken */
export function slowPpo(
  parameters: Row,
  batch: SlowBatch,
  settings: Record<string, number>,
  frozen = parameters,
): Record<string, number> {
  const { episodes, steps } = batch;
  const at = reader(batch);
  const s = settings;
  const advantages: { e: number; t: number; advantage: number; value: number }[] = [];
  for (let e = 0; e < episodes; e++) {
    let later = 0;
    let nextValue = 0;
    for (let t = steps - 1; t >= 0; t--) {
      const step = at(e, t)!;
      if (!step.real) continue;
      const here = value(frozen, root(frozen, step.observation));
      later = step.reward + s.discount * nextValue - here + s.discount * s.lambda * later;
      nextValue = here;
      advantages.push({ e, t, advantage: later, value: here });
    }
  }
  const centre = mean(advantages.map(({ advantage }) => advantage));
  const std = Math.sqrt(mean(advantages.map(({ advantage }) => (advantage - centre) ** 2)) + 1e-8);
  const terms = advantages.map(({ e, t, advantage, value: before }) => {
    const step = at(e, t)!;
    const state = root(parameters, step.observation);
    const logs = policy(parameters, state);
    const ratio = Math.exp(dot(step.action, logs) - dot(step.action, step.behaviour));
    const clipped = Math.min(1 + s.ratioClip, Math.max(1 - s.ratioClip, ratio));
    const normalised = (advantage - centre) / std;
    return {
      surrogate: Math.min(ratio * normalised, clipped * normalised),
      value: crossEntropy(advantage + before, TOY.valueLimit, product(parameters, 'value', state.hidden)),
      entropy: -logs.reduce((sum, log) => sum + Math.exp(log) * log, 0),
      ratio,
      valueMean: before,
      returnMean: advantage + before,
    };
  });
  const over = (name: keyof (typeof terms)[number]) => mean(terms.map((term) => term[name]));
  const taskInference = ruleLabels(parameters, batch);
  return {
    policyGradient: -over('surrogate'),
    value: over('value'),
    entropy: over('entropy'),
    taskInference: taskInference.after,
    importanceRatioMean: over('ratio'),
    valueMean: over('valueMean'),
    returnMean: over('returnMean'),
    loss:
      -over('surrogate') +
      s.valueWeight * over('value') -
      s.entropyWeight * over('entropy') +
      s.taskInferenceWeight * taskInference.loss,
  };
}
