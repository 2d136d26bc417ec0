import { HELD_OUT_FAMILIES } from '@open-ada/curriculum';
import { type EvaluationResult, readHeldOut } from '@open-ada/evaluation';
import { InputError, inCheckout, readText } from '@open-ada/node-kit';
import { terminalWidth } from '@open-ada/node-kit/terminal';
import type { Task } from '@open-ada/production-rules';
import { Command } from 'commander';
import { forTerminal, rowOf } from '../runner/markdown.js';
import { ACROSS, KINDS } from './slices.js';

type Scored = Pick<EvaluationResult, 'tasks'> & { perTask: { task: number; score: Record<string, number> }[] };

/** `experiment slices`: which kinds of tasks an agent solves, from score files. */
export const slicesCommand = (): Command =>
  new Command('slices')
    .description(
      'splits the scores of held-out tasks by what the task asks for: pairs to bring, something to destroy, objects ' +
        'further up, something hidden. It reads score files and plays nothing.',
    )
    .argument('[files...]', 'score files of eval:heldout', ['checkpoints/teacher.full.json'].map(inCheckout))
    .action((files: string[]) => {
      const tables = files.map(tableOf).join('\n\n');
      process.stdout.write(`${forTerminal(tables, terminalWidth(process.stdout))}\n`);
    });

function tableOf(file: string): string {
  const { tasks: played, perTask } = scoresIn(file);
  const heldOut = readHeldOut(inCheckout('tasks/heldout'), played.family);
  if (heldOut.sha256 !== played.sha256) {
    throw new InputError(`${file} has scores of other tasks than ${heldOut.file} holds; evaluate the agent again.`);
  }
  const rows = perTask.map(({ task, score }) => ({ task: heldOut.tasks[task], score }));
  const ks = Object.keys(rows[0].score);
  const ends = [ks[0], ks[ks.length - 1]];
  const line = (name: string, some: typeof rows) => [
    name,
    String(some.length),
    ...ends.map((k) => mean(some.map(({ score }) => score[k])).toFixed(2)),
    ...ends.map((k) => `${Math.round(100 * mean(some.map(({ score }) => Number(score[k] > 0.8))))} %`),
  ];
  const first = (task: Task) => KINDS.findIndex(({ has }) => has(task));
  const lines = [
    line('all', rows),
    ...KINDS.map(({ name }, kind) =>
      line(
        name,
        rows.filter(({ task }) => first(task) === kind),
      ),
    ),
    ...ACROSS.map(({ name, has }) =>
      line(
        name,
        rows.filter(({ task }) => has(task)),
      ),
    ),
  ];
  const head = [
    `\`${played.family}\``,
    'tasks',
    ...ends.map((k) => `k = ${k}`),
    ...ends.map((k) => `above 0.8, k = ${k}`),
  ];
  const filled = lines.filter(([, count]) => count !== '0');
  return [rowOf(head), rowOf(head.map(() => '---')), ...filled.map(rowOf)].join('\n');
}

function scoresIn(file: string): Scored {
  let found: Partial<Scored & { evaluation: string }>;
  try {
    found = JSON.parse(readText(file)) as typeof found;
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${file}: ${(error as Error).message}.`);
  }
  const isScored = found.evaluation === 'heldout' && found.perTask !== undefined && found.perTask.length > 0;
  if (isScored && HELD_OUT_FAMILIES.some((family) => family === found.tasks?.family)) return found as Scored;
  throw new InputError(`${file} is no score file of eval:heldout.`);
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
