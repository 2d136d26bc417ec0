import { type Family, generateTask } from '@open-ada/curriculum';
import type { Task } from '@open-ada/production-rules';
import { deriveSeed, type EpisodeSpec } from '@open-ada/rollout';
import { STREAM } from '../transport/iteration-plan.js';
import type { Transport } from '../transport/transport.js';
import type { OracleReferences } from './oracle-references.js';
import { ReturnByTrial } from './returns.js';

/** Adaptation in one family. Each held-out task is played with memory and with memory reset between trials. */
interface FamilyEval {
  /** Mean reward by trial, in steps with the goal held. */
  returnByTrial: number[];
  clearedReturnByTrial: number[];
  /** Last trial minus last trial with memory reset: mean over tasks, and its standard error. */
  gainFromMemory: number;
  gainFromMemoryError: number;
  tasks: number;
  /** Fraction of the tasks that hide something. Where it is 0, there is nothing to remember. */
  hidden?: number;
  /** Mean reward of the oracle in one trial of the first of these tasks, in steps with the goal held. */
  oracleReturn?: number;
}

/** Results of one periodic evaluation of memory, by family. */
export interface PeriodicEvalResult {
  families: Record<string, FamilyEval>;
  /** Steps played. They do not count as training steps. */
  steps: number;
  seconds: number;
}

export interface PeriodicEvalOptions {
  families: readonly Family[];
  /** Episodes of each family, half of them with memory reset. */
  episodes: number;
  /** Trials of an episode. */
  trials: number;
  /** Environments of one actor. */
  envCount: number;
  seed: number;
  stepsPerIteration: number;
  stepsPerSecond: number;
  /** What the oracle reaches in the same tasks; absent: the result does not say. */
  references?: OracleReferences;
}

/**
 * Runs one periodic evaluation in flat rooms of each family's own size. Tasks and seeds are the same every time, so two
 * evaluations of a run differ by the agent only.
 */
export async function periodicEval(
  transport: Transport,
  weights: Float32Array,
  options: PeriodicEvalOptions,
): Promise<PeriodicEvalResult> {
  const start = performance.now();
  const episodes = evalEpisodes(options);
  const groups: EpisodeSpec[][] = [];
  for (let i = 0; i < episodes.length; i += options.envCount) groups.push(episodes.slice(i, i + options.envCount));
  const rewards: number[][][] = new Array(groups.length);
  let next = 0;
  let steps = 0;
  const playOn = async (actor: number): Promise<void> => {
    for (let group = next++; group < groups.length; group = next++) {
      const seed = deriveSeed(options.seed, STREAM.periodicEval, group);
      const reply = await transport.act(actor, {
        episodes: groups[group],
        seed,
        weights,
        mode: 'sample',
        record: false,
      });
      rewards[group] = reply.rewardByTrial;
      steps += reply.steps;
    }
  };
  const perFamily = episodes.length / options.families.length;
  const episodesOf = (i: number) => episodes.slice(i * perFamily, (i + 1) * perFamily);
  const playing = Promise.all(Array.from({ length: transport.actors }, (_, actor) => playOn(actor)));
  // This thread has nothing to do while the actors play.
  const [oracleReturns] = await Promise.all([oracleReturnsOf(options, episodesOf), playing]);
  const played = rewards.flat();
  const results = options.families.map((family, i) => {
    const own = episodesOf(i);
    const hidden = own.filter(({ task }) => hidesSomething(task)).length / own.length;
    const compared = compare(played.slice(i * perFamily, (i + 1) * perFamily));
    const oracleReturn = oracleReturns[i];
    return [family, { ...compared, hidden, ...(oracleReturn !== undefined && { oracleReturn }) }];
  });
  return { families: Object.fromEntries(results), steps, seconds: (performance.now() - start) / 1000 };
}

/** By family. */
async function oracleReturnsOf(
  { references, families }: PeriodicEvalOptions,
  episodesOf: (i: number) => EpisodeSpec[],
): Promise<(number | undefined)[]> {
  const returns: (number | undefined)[] = [];
  for (const [i, family] of families.entries()) {
    // Both episodes of a pair have the same task.
    const tasks = episodesOf(i).filter((_, episode) => episode % 2 === 0);
    returns.push(await references?.of(family, tasks));
  }
  return returns;
}

const hidesSomething = ({ rules, hiding }: Task): boolean =>
  rules.some(({ hidden }) => hidden) || hiding.types.length + hiding.predicates.length > 0;

/**
 * Episodes family by family, in pairs with the same task and seed: first with memory, then with memory reset before
 * every trial.
 */
function evalEpisodes(options: PeriodicEvalOptions): EpisodeSpec[] {
  const trials = Math.min(options.trials, options.stepsPerIteration);
  const trialSeconds = Math.floor(options.stepsPerIteration / trials) / options.stepsPerSecond;
  const pairs = Math.floor(options.episodes / 2);
  return options.families.flatMap((family) =>
    Array.from({ length: pairs }, (_, pair) => {
      const seed = deriveSeed(options.seed, STREAM.periodicEval, pair, 1);
      const task = generateTask(family, seed, { side: 'held-out', trialSeconds, complexity: 0 });
      return [
        { task, trials, seed, clearAt: [] },
        { task, trials, seed, clearAt: 'always' as const },
      ];
    }).flat(),
  );
}

/** @param rewards `[2 * pairs][trials]` */
function compare(rewards: readonly number[][]): FamilyEval {
  const kept = new ReturnByTrial();
  const cleared = new ReturnByTrial();
  let sum = 0;
  let squares = 0;
  const pairs = rewards.length / 2;
  for (let pair = 0; pair < pairs; pair++) {
    const [a, b] = rewards.slice(2 * pair, 2 * pair + 2);
    kept.add(a);
    cleared.add(b);
    const gain = a[a.length - 1] - b[b.length - 1];
    sum += gain;
    squares += gain * gain;
  }
  const mean = sum / pairs;
  return {
    returnByTrial: kept.means(),
    clearedReturnByTrial: cleared.means(),
    gainFromMemory: mean,
    gainFromMemoryError: Math.sqrt(Math.max(0, squares / pairs - mean * mean) / pairs),
    tasks: pairs,
  };
}
