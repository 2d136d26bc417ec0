// Writes docs/probes.md and the pictures of docs/probes from the files of the probes, or says whether they are up to date.
// Usage: pnpm docs:probes [--check]
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '@open-ada/node-kit/command';
import { pictureTask, Random, type Task } from '@open-ada/production-rules';
import { BatchedEnvironment, COMPACT, EVENT, parseReplay, resimulate, solve } from '@open-ada/xland-sim';
import { Command } from 'commander';
import { readTaskFile } from './task-files.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const probes = join(root, 'tasks', 'probes');
const page = join(root, 'docs', 'probes.md');
const pictures = join(root, 'docs', 'probes');

/** Episodes of one trial each that the random agent plays. */
const EPISODES = 20;

interface Proof {
  by: 'oracle' | 'demonstration';
  /** Of the whole trial. */
  share: number;
  firings: number;
}

/** The stored demonstration, where there is one; else the oracle's best of three trials. */
function proofOf(name: string, task: Task): Proof {
  const file = join(probes, 'demonstrations', `${name}.replay`);
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

/** Mean reward of a trial, as a share of it, of an agent that does nothing or anything. */
function aimlessShare(task: Task, agent: 'nothing' | 'random'): number {
  const environment = new BatchedEnvironment(COMPACT, 1);
  const { groups } = environment.actionSpec;
  const actions = Int32Array.from(groups, ({ options }) => (options.length - 1) / 2);
  const [rewards, events] = [new Float32Array(1), new Uint8Array(1)];
  let [sum, steps] = [0, 0];
  for (let seed = 0; seed < EPISODES; seed++) {
    const random = new Random(seed, 1);
    environment.reset(0, task, { trials: 1, seed });
    do {
      for (let g = 0; agent === 'random' && g < groups.length; g++) actions[g] = random.int(groups[g].options.length);
      environment.step(actions, rewards, events);
      sum += rewards[0];
      steps++;
    } while (events[0] === EVENT.none);
  }
  return sum / steps;
}

/** Nothing at all is a bare 0, so that it differs from what is merely rounded to it. */
const inWords = (share: number): string => (share === 0 ? '0' : share.toFixed(2));

function row(name: string, task: Task): string {
  const { by, share, firings } = proofOf(name, task);
  const cells = [
    Number(name.slice(0, 2)),
    `[${task.name}](../tasks/probes/${name}.jsonc)<br>${task.tests}`,
    `[<img src="probes/${name}.svg" width="260" alt="${task.name}">](probes/${name}.svg)`,
    `${task.trialSeconds} s`,
    firings,
    `${inWords(share)} ${by}`,
    inWords(aimlessShare(task, 'nothing')),
    inWords(aimlessShare(task, 'random')),
  ];
  return `| ${cells.join(' | ')} |`;
}

function pageOf(tasks: ReadonlyMap<string, Task>): string {
  return `# The probes

Hand-made tasks, each of which tests one kind of adaptation; after the probe tasks of the paper "Human-Timescale Adaptation in an
Open-Ended Task Space". No training task has one of their games. How to write one: [writing-probes.md](writing-probes.md).

Firings and proof: rules fired, and share of a trial that is hasSeenReward, in the best trial of the oracle or in the stored
[demonstration](../tasks/probes/demonstrations). Nothing, random: the same share for an agent that does nothing, and for one
that acts at random, mean of ${EPISODES} trials. All in the laptop world. (This page is written by \`pnpm docs:probes\`.)

| | probe | world | trial | firings | proof | nothing | random |
|---:|---|---|---:|---:|---|---:|---:|
${[...tasks].map(([name, task]) => row(name, task)).join('\n')}
`;
}

function writePage({ check }: { check?: boolean }): void {
  const files = readdirSync(probes).filter((file) => file.endsWith('.jsonc'));
  const tasks = new Map(files.sort().map((file) => [basename(file, '.jsonc'), readTaskFile(join(probes, file))]));
  const texts = new Map([...tasks].map(([name, task]) => [join(pictures, `${name}.svg`), pictureTask(task)]));
  texts.set(page, pageOf(tasks));
  if (!check) {
    mkdirSync(pictures, { recursive: true });
    for (const [file, text] of texts) writeFileSync(file, text);
    return;
  }
  const known = (existsSync(pictures) ? readdirSync(pictures) : []).map((file) => join(pictures, file));
  const stale = [...texts].filter(([file, text]) => !existsSync(file) || readFileSync(file, 'utf8') !== text);
  const wrong = [...stale.map(([file]) => file), ...known.filter((file) => !texts.has(file))];
  if (wrong.length > 0)
    throw new Error(`Not up to date, run pnpm docs:probes: ${wrong.map((file) => basename(file)).join(', ')}.`);
}

await runCommand(
  new Command('docs:probes')
    .description('writes docs/probes.md and its pictures from the files of the probes')
    .option('--check', 'write nothing; exit 1 where they are not up to date')
    .action(writePage),
);
