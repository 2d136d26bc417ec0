import type { DreamerConfig, DreamerNetwork } from '../src/index.js';
import { slowReconstruction, slowTokens } from './slow-image.js';
import {
  core,
  crossEntropy,
  decodeTwoHot,
  draw,
  encode,
  encodeTwoHot,
  head,
  mean,
  mixed,
  named,
  parts,
  posteriorLogits,
  priorLogits,
  type Row,
  sigmoid,
  sum,
  symlog,
  type Weights,
} from './slow-network.js';
import { seenAction, slowAction, slowEntropy, slowLogProb, slowPolicy } from './slow-policy.js';

/**
 * The loss of an update as loops over plain numbers, written from the paper and the original's description.
 *
 * Its finite differences are the update's gradient: samples and whatever gets no gradient come from `frozen`, a run at
 * the parameters at which the gradient is taken. A sample then moves with its probabilities, as straight-through
 * gradients have it.
 */

export interface SlowInputs {
  network: DreamerNetwork;
  config: DreamerConfig;
  batch: Record<string, Row>;
  slowCritic: Row;
  low: number;
  high: number;
}

interface Step {
  h: Row;
  /** As used; `drawn` are the one-hots. */
  z: Row;
  drawn: Row;
  posterior: Row[];
  prior: Row[];
}

interface Imagined {
  features: Row[];
  actions: Row[];
  returns: Row;
  advantages: Row;
  weights: Row;
}

export interface SlowRun {
  loss: number;
  losses: Record<string, number>;
  metrics: Record<string, number>;
  low: number;
  high: number;
  /** [b][t] */
  steps: Step[][];
  /** [b][t], of the starts. */
  imagined: Imagined[][];
}

export function slowUpdate(inputs: SlowInputs, flat: Row, frozen?: SlowRun): SlowRun {
  const { network, config } = inputs;
  const w = named(network.parameters, flat);
  const slow = named(network.criticParameters, inputs.slowCritic);
  const T = config.batchLength;
  const starts = config.imaginationStarts || T;
  const every = <X>(body: (b: number, t: number) => X, from = 0): X[] =>
    Array.from({ length: config.batchSize }, (_, b) =>
      Array.from({ length: T - from }, (_, i) => body(b, from + i)),
    ).flat();
  const at = (name: string, b: number, t: number, size = 1): Row => {
    const row = (b * T + t) * size;
    return inputs.batch[name].slice(row, row + size);
  };
  const steps = Array.from({ length: config.batchSize }, (_, b) => follow(inputs, w, b, frozen?.steps[b]));
  const features = (b: number, t: number): Row => [...steps[b][t].h, ...steps[b][t].z];
  const fixed = frozen?.steps ?? steps;

  const kl = (p: Row[], q: Row[]): number =>
    sum(p.map((each, s) => sum(each.map((x, c) => x * Math.log(x / q[s][c])))));
  const free = (x: number) => Math.max(config.freeNats, x);
  const losses: Record<string, number> = {
    dyn: mean(every((b, t) => free(kl(fixed[b][t].posterior, steps[b][t].prior)))),
    rep: mean(every((b, t) => free(kl(steps[b][t].posterior, fixed[b][t].prior)))),
    reconstruction: mean(
      every((b, t) => {
        const x = at('observations', b, t, network.world.observation);
        if (network.world.image) return slowReconstruction(w, network, steps[b][t].h, steps[b][t].z, x);
        return sum(head(w, 'decoder', features(b, t)).map((each, i) => (each - symlog(x[i])) ** 2));
      }),
    ),
    reward: mean(
      every((b, t) => {
        const logits = head(w, 'reward', features(b, t));
        return crossEntropy(encodeTwoHot(at('rewards', b, t)[0], logits.length), logits);
      }),
    ),
    continue: mean(
      every((b, t) => {
        const p = sigmoid(head(w, 'continue', features(b, t))[0]);
        const target = (1 - at('terminal', b, t)[0]) * (1 - 1 / config.horizon);
        return -target * Math.log(p) - (1 - target) * Math.log(1 - p);
      }),
    ),
  };

  const first = T - starts;
  const raw = frozen
    ? undefined
    : steps.map((row, b) => row.slice(first).map((step, i) => imagine(inputs, w, step, i * config.batchSize + b)));
  const range =
    frozen ??
    percentiles(
      inputs,
      raw!.flat().flatMap(({ returns }) => returns),
    );
  const scale = Math.max(config.returnLeastScale, range.high - range.low);
  const imagined =
    frozen?.imagined ??
    raw!.map((row) => row.map((each) => ({ ...each, advantages: each.advantages.map((a) => a / scale) })));

  const critic = (target: number, of: Row, seen: Row): number => {
    const logits = head(w, 'value', of);
    const pull = decodeTwoHot(head(slow, 'value', seen));
    const code = (x: number) => encodeTwoHot(x, logits.length);
    return crossEntropy(code(target), logits) + config.slowValueWeight * crossEntropy(code(pull), logits);
  };
  const policy = (f: Row) => slowPolicy(w, f, network.world, config);
  const acted = imagined.flat().flatMap((one) => one.returns.map((value, i) => ({ one, i, value })));
  const entropy = (p: Row[]): number => -sum(p.flat().map((x) => x * Math.log(x)));
  losses.policy = mean(
    acted.map(({ one, i }) => {
      const p = policy(one.features[i]);
      const gain = one.advantages[i] * slowLogProb(p, one.actions[i]);
      return -one.weights[i] * (gain + config.entropyWeight * slowEntropy(p));
    }),
  );
  losses.value = mean(
    acted.map(({ one, i, value }) => one.weights[i] * critic(value, one.features[i], one.features[i])),
  );
  const seen = (b: number, t: number): Row => [...fixed[b][t].h, ...fixed[b][t].drawn];
  losses.replayValue = mean(
    Array.from({ length: config.batchSize }, (_, b) => {
      const boot = imagined[b].map(({ returns }) => returns[0]);
      const returns: Row = [];
      let later = boot[starts - 1];
      for (let i = starts - 2; i >= 0; i--) {
        const t = first + i + 1;
        const live = (1 - at('terminal', b, t)[0]) * (1 - 1 / config.horizon);
        const trace = (1 - at('last', b, t)[0]) * config.lambda;
        later = at('rewards', b, t)[0] + live * ((1 - trace) * boot[i + 1] + trace * later);
        returns[i] = later;
      }
      return returns.map((value, i) => {
        const t = first + i;
        return at('last', b, t)[0] === 1 ? 0 : critic(value, features(b, t), seen(b, t));
      });
    }).flat(),
  );
  const { dynWeight, repWeight, reconstructionWeight, rewardWeight, continueWeight } = config;
  const { policyWeight, valueWeight, replayValueWeight } = config;
  const loss =
    dynWeight * losses.dyn +
    repWeight * losses.rep +
    reconstructionWeight * losses.reconstruction +
    rewardWeight * losses.reward +
    continueWeight * losses.continue +
    policyWeight * losses.policy +
    valueWeight * losses.value +
    replayValueWeight * losses.replayValue;
  const metrics = {
    entropy: mean(acted.map(({ one, i }) => slowEntropy(policy(one.features[i])))),
    returnMean: mean(acted.map(({ value }) => value)),
    priorEntropy: mean(every((b, t) => entropy(steps[b][t].prior))),
    posteriorEntropy: mean(every((b, t) => entropy(steps[b][t].posterior))),
    returnScale: scale,
  };
  return { loss, losses, metrics, low: range.low, high: range.high, steps, imagined };
}

/** Posterior states of one sequence. */
function follow({ network, config, batch }: SlowInputs, w: Weights, b: number, frozen?: Step[]): Step[] {
  const { stoch, classes, deter, blocks } = network.size;
  const T = config.batchLength;
  let h = batch.deter.slice(b * deter, (b + 1) * deter);
  let z = batch.stoch
    .slice(b * stoch, (b + 1) * stoch)
    .flatMap((c) => Array.from({ length: classes }, (_, i) => Number(i === c)));
  const steps: Step[] = [];
  for (let t = 0; t < T; t++) {
    const row = b * T + t;
    const keep = 1 - batch.first[row];
    const of = (name: string, size: number) => batch[name].slice(row * size, (row + 1) * size);
    const kept = (x: Row) => x.map((each) => each * keep);
    h = core(w, kept(h), kept(z), seenAction(kept(of('actions', network.actions))), blocks);
    const seen = of('observations', network.world.observation);
    const token = network.world.image ? slowTokens(w, network, seen) : encode(w, seen);
    const latents = (logits: Row) =>
      parts(logits, Array<number>(stoch).fill(classes)).map((x) => mixed(x, config.unimix));
    const posterior = latents(posteriorLogits(w, h, token));
    const prior = latents(priorLogits(w, h));
    const noise = of('posteriorNoise', stoch);
    const past = frozen?.[t];
    const drawn = past?.drawn ?? posterior.flatMap((p, s) => draw(p, noise[s]));
    const before = past ? past.posterior.flat() : posterior.flat();
    z = drawn.map((each, i) => each + posterior.flat()[i] - before[i]);
    steps.push({ h, z, drawn, posterior, prior });
  }
  return steps;
}

/** Imagines from one start. The advantages are not yet divided by the scale. @param m index of the start */
function imagine({ network, config, batch }: SlowInputs, w: Weights, start: Step, m: number): Imagined {
  const { stoch, classes, blocks } = network.size;
  const [H, M] = [config.imaginationSteps, batch.latentNoise.length / config.imaginationSteps / stoch];
  let [h, z] = [start.h, start.drawn];
  const features = [[...h, ...z]];
  const actions: Row[] = [];
  for (let i = 0; i < H; i++) {
    const of = (name: string, size: number) => batch[name].slice((i * M + m) * size, (i * M + m + 1) * size);
    const forActions = of('actionNoise', network.actionDraws);
    const action = slowAction(slowPolicy(w, [...h, ...z], network.world, config), forActions);
    h = core(w, h, z, seenAction(action), blocks);
    const forLatents = of('latentNoise', stoch);
    const logits = parts(priorLogits(w, h), Array<number>(stoch).fill(classes));
    z = logits.flatMap((x, s) => draw(mixed(x, config.unimix), forLatents[s]));
    features.push([...h, ...z]);
    actions.push(action);
  }
  const values = features.map((f) => decodeTwoHot(head(w, 'value', f)));
  const rewards = features.map((f) => decodeTwoHot(head(w, 'reward', f)));
  const goesOn = features.map((f) => sigmoid(head(w, 'continue', f)[0]));
  const returns: Row = [];
  let later = values[H];
  for (let i = H - 1; i >= 0; i--) {
    later = rewards[i + 1] + goesOn[i + 1] * ((1 - config.lambda) * values[i + 1] + config.lambda * later);
    returns[i] = later;
  }
  const weights = goesOn.map((_, i) => goesOn.slice(0, i + 1).reduce((a, b) => a * b, 1));
  return { features, actions, returns, advantages: returns.map((x, i) => x - values[i]), weights };
}

function percentiles({ config, low, high }: SlowInputs, returns: Row): { low: number; high: number } {
  const sorted = [...returns].sort((a, b) => a - b);
  const at = (percent: number): number => {
    const place = ((sorted.length - 1) * percent) / 100;
    const below = Math.floor(place);
    return sorted[below] + (place - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  };
  const blend = (average: number, value: number) => (1 - config.returnRate) * average + config.returnRate * value;
  return { low: blend(low, at(config.returnLow)), high: blend(high, at(config.returnHigh)) };
}
