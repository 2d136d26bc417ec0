import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { byNumber } from '@open-ada/node-kit';
import { parseTask, pictureTask, Random, type Task } from '@open-ada/production-rules';
import { noopPolicy, type Policy, randomPolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, parseReplay, resimulate, solve } from '@open-ada/xland-sim';

/** Single-trial episodes that the random agent plays. */
const EPISODES = 20;

/** The page about the probes, with its pictures. */
export interface ProbesPage {
  /** Markdown, with links relative to `docs`. */
  text: string;
  /** SVG by the name of the probe. */
  pictures: Map<string, string>;
}

/**
 * Describes the probes of a directory. For each it shows a proof that it can be solved, and policies that earn almost
 * nothing.
 * @throws TaskError if a probe is not a valid task; Error in one sentence if a demonstration is not reproduced
 */
export async function probesPage(directory: string): Promise<ProbesPage> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.jsonc'));
  const pictures = new Map<string, string>();
  const rows: string[] = [];
  for (const file of files.sort(byNumber)) {
    const name = basename(file, '.jsonc');
    const path = join(directory, file);
    const task = parseTask(readFileSync(path, 'utf8'), path);
    pictures.set(name, pictureTask(task));
    rows.push(await rowOf(directory, name, task));
  }
  return { text: textOf(rows), pictures };
}

interface Proof {
  by: 'oracle' | 'demonstration';
  /** Fraction of the trial. */
  share: number;
  firings: number;
}

/** The stored demonstration if there is one, otherwise the oracle's best of three trials. */
function proofOf(directory: string, name: string, task: Task): Proof {
  const file = join(directory, 'demonstrations', `${name}.replay`);
  if (!existsSync(file)) {
    const { reward, trialSteps, firings } = solve(task, { settings: COMPACT, trials: 3, seed: 0 });
    return { by: 'oracle', share: reward / trialSteps, firings };
  }
  let firings = 0;
  const outcome = resimulate(parseReplay(readFileSync(file, 'utf8'), file), (environment) => {
    firings = environment.firings(0);
  });
  if (!outcome.reproduced) throw new Error(`${file}: ${outcome.message}`);
  return { by: 'demonstration', share: outcome.rewardByTrial[0] / outcome.steps, firings };
}

/** Mean reward of a trial, as a fraction of its steps, of a policy that pursues no goal. */
async function aimlessShare(task: Task, environment: BatchedEnvironment, policy: Policy): Promise<number> {
  let [reward, steps] = [0, 0];
  for (let seed = 0; seed < EPISODES; seed++) {
    const episodes = [{ task, trials: 1, seed }];
    const played = await rollout({ environment, policy, episodes, rng: new Random(seed, 1) });
    reward += played.rewardByTrial[0][0];
    steps += played.steps;
  }
  return reward / steps;
}

/** Exactly zero is printed as 0, so that it differs from values that are rounded to 0.00. */
const inWords = (share: number): string => (share === 0 ? '0' : share.toFixed(2));

async function rowOf(directory: string, name: string, task: Task): Promise<string> {
  const { by, share, firings } = proofOf(directory, name, task);
  const environment = new BatchedEnvironment(COMPACT, 1);
  const { actionSpec } = environment;
  const cells = [
    Number(name.slice(0, 2)),
    `[${task.name}](../tasks/probes/${name}.jsonc)<br>${task.tests}`,
    `[<img src="probes/${name}.svg" width="260" alt="${task.name}">](probes/${name}.svg)`,
    `${task.trialSeconds} s`,
    firings,
    `${inWords(share)} ${by}`,
    inWords(await aimlessShare(task, environment, noopPolicy(actionSpec))),
    inWords(await aimlessShare(task, environment, randomPolicy(actionSpec))),
  ];
  return `| ${cells.join(' | ')} |`;
}

function textOf(rows: readonly string[]): string {
  return `# The probes

Hand-made tasks, each of which tests one kind of adaptation; after the probe tasks of the paper "Human-Timescale Adaptation in an
Open-Ended Task Space". No training task has one of their games. How to write one: [writing-probes.md](writing-probes.md).

Firings and proof: rules fired, and share of a trial that is rewarded, in the best trial of the oracle or in the stored
[demonstration](../tasks/probes/demonstrations). Nothing, random: the same share for an agent that does nothing, and for one
that acts at random, mean of ${EPISODES} trials. All in the laptop world. (This page is written by \`pnpm docs:probes\`.)

| | probe | world | trial | firings | proof | nothing | random |
|---:|---|---|---:|---:|---|---:|---:|
${rows.join('\n')}
`;
}
