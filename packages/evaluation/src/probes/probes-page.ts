import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { byNumber } from '@open-ada/node-kit';
import { parseTask, pictureTask, Random, type Task } from '@open-ada/production-rules';
import { noopPolicy, type Policy, randomPolicy, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, COMPACT, parseReplay, resimulate, solve } from '@open-ada/xland-sim';

/** A page about probes, with its pictures. */
export interface ProbesPage {
  /** Markdown, with links relative to `docs`. */
  text: string;
  /** SVG by the name of the probe. */
  pictures: Map<string, string>;
}

/** What a page is about. */
export interface PageOfProbes {
  players: 1 | 2;
  /** Where the probes and their pictures are, relative to `docs`. */
  tasks: string;
  pictures: string;
  /** Trials of the oracle, and single-trial episodes of agents that pursue no goal. */
  trials: number;
  episodes: number;
}

export const PAGES_OF_PROBES = {
  'probes.md': { players: 1, tasks: '../tasks/probes', pictures: 'probes', trials: 3, episodes: 20 },
  'probes-two-players.md': {
    players: 2,
    tasks: '../tasks/probes/two-players',
    pictures: 'probes-two-players',
    trials: 1,
    episodes: 5,
  },
} as const satisfies Record<string, PageOfProbes>;

/**
 * Describes the probes of a directory. For each it shows a proof that it can be solved, and policies that earn almost
 * nothing.
 * @throws TaskError if a probe is not a valid task; Error in one sentence if a demonstration is not reproduced
 */
export async function probesPage(directory: string, page: PageOfProbes): Promise<ProbesPage> {
  const files = readdirSync(directory).filter((file) => file.endsWith('.jsonc'));
  const pictures = new Map<string, string>();
  const rows: string[] = [];
  for (const file of files.sort(byNumber)) {
    const name = basename(file, '.jsonc');
    const path = join(directory, file);
    const task = parseTask(readFileSync(path, 'utf8'), path);
    pictures.set(name, pictureTask(task));
    rows.push(await rowOf(directory, name, task, page));
  }
  return { text: textOf(rows, page), pictures };
}

interface Proof {
  by: 'oracle' | 'demonstration';
  /** Fraction of the trial. */
  share: number;
  firings: number;
}

/** The stored demonstration if there is one, otherwise the best trial of the oracle, or of two of them. */
function proofOf(directory: string, name: string, task: Task, trials: number): Proof {
  const file = join(directory, 'demonstrations', `${name}.replay`);
  if (!existsSync(file)) {
    const { reward, trialSteps, firings } = solve(task, {
      settings: COMPACT,
      trials,
      seed: 0,
      players: playersOf(task),
    });
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
async function aimlessShare(
  task: Task,
  environment: BatchedEnvironment,
  policy: Policy,
  episodes: number,
): Promise<number> {
  let [reward, steps] = [0, 0];
  for (let seed = 0; seed < episodes; seed++) {
    const played = await rollout({
      environment,
      policy,
      episodes: [{ task, trials: 1, seed }],
      rng: new Random(seed, 1),
    });
    reward += played.rewardByTrial[0][0];
    steps += played.steps;
  }
  return reward / steps;
}

/** Exactly zero is printed as 0, so that it differs from values that are rounded to 0.00. */
const inWords = (share: number, digits = 2): string => (share === 0 ? '0' : share.toFixed(digits));

const playersOf = ({ players }: Task): 1 | 2 => (players.length === 2 ? 2 : 1);

async function rowOf(directory: string, name: string, task: Task, page: PageOfProbes): Promise<string> {
  const { by, share, firings } = proofOf(directory, name, task, page.trials);
  // Deliveries pay little: 1/6 of a step each.
  const digits = share < 0.1 ? 4 : 2;
  const environment = new BatchedEnvironment({ ...COMPACT, players: playersOf(task) }, 1);
  const { actionSpec } = environment;
  const cells = [
    Number(name.slice(0, 2)),
    `[${task.name}](${page.tasks}/${name}.jsonc)<br>${task.tests}`,
    `[<img src="${page.pictures}/${name}.svg" width="260" alt="${task.name}">](${page.pictures}/${name}.svg)`,
    `${task.trialSeconds} s`,
    firings,
    `${inWords(share, digits)} ${by}`,
    inWords(await aimlessShare(task, environment, noopPolicy(actionSpec), page.episodes), digits),
    inWords(await aimlessShare(task, environment, randomPolicy(actionSpec), page.episodes), digits),
  ];
  return `| ${cells.join(' | ')} |`;
}

function textOf(rows: readonly string[], page: PageOfProbes): string {
  return `${page.players === 2 ? ABOUT_TWO : ABOUT_ONE}
| | probe | world | trial | firings | proof | nothing | random |
|---:|---|---|---:|---:|---|---:|---:|
${rows.join('\n')}
${page.players === 2 ? CHOICES_FOR_TWO : ''}`;
}

const ABOUT_ONE = `# The probes

Hand-made tasks, each of which tests one kind of adaptation; after the probe tasks of the paper "Human-Timescale Adaptation in an
Open-Ended Task Space". No training task has one of their games. How to write one: [writing-probes.md](writing-probes.md). Probes for two
players: [probes-two-players.md](probes-two-players.md).

Firings and proof: rules fired, and share of a trial that is rewarded, in the best trial of the oracle or in the stored
[demonstration](../tasks/probes/demonstrations). Nothing, random: the same share for an agent that does nothing, and for one
that acts at random, mean of ${PAGES_OF_PROBES['probes.md'].episodes} trials. All in the laptop world. (This page is written by \`pnpm docs:probes\`.)
`;

const ABOUT_TWO = `# The probes for two players

Hand-made tasks for two, after the 28 of the paper "Human-Timescale Adaptation in an Open-Ended Task Space". What is rewarded is
rewarded for both. \`pnpm eval:probes --players 2\` plays them in self-play ([evaluating.md](evaluating.md#probes-for-two-players)). No
training task has one of their games. For one player: [probes.md](probes.md).

Firings and proof: rules fired, and share of a trial that is rewarded, in the best trial of two oracles with a joint plan or in the
stored [demonstration](../tasks/probes/two-players/demonstrations). Where a delivery pays one physics step, the share is small:
each pays 1/6 of a step. Nothing, random: the same share for two agents that do nothing, and for two that act at random, mean of
${PAGES_OF_PROBES['probes-two-players.md'].episodes} trials. All in the laptop world. (This page is written by \`pnpm docs:probes\`.)
`;

const CHOICES_FOR_TWO = `
## What is done otherwise than in the paper

- **The wall** of 1, 2, 10 and 11. Walls reach up to the ceiling here, so one passes things through a hatch, the side of a ramp: one
  can lay something on the ramp from below, but not climb it there: a fixed block keeps from its low end. Who steps off stays below.
- **Deliveries** (6 to 11, 13 to 15, 25 to 28). The goal is evaluated after the rules, so what a rule consumes at contact would pay
  nothing. The rule leaves a mark for one physics step, and the mark is the goal ([task files](task-files.md#exact-semantics)).
- **Sources.** Where the work goes on without end (6 to 11, 25, 26), what has been delivered turns into the first thing of the chain
  again. A source of ever new things would fill the room: it holds 32.
- **Machines** stay because their rule names them first and spawns them first.
- **Traps.** Where a rule can ruin a trial, a demonstration shows it (\`NAME.trap.steps\`).
`;
