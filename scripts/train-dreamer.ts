// `pnpm train:dreamer`: trains a DreamerV3 agent.
import { currentCommit, interruptedCode, stopSignal } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import {
  DREAMER_CONSTANTS,
  DREAMER_OPTIONS,
  type DreamerMetricsLine,
  mergeDreamerConfig,
  optionHelp,
  optionName,
  trainDreamer,
} from '@open-ada/training';
import { Command } from 'commander';

const note = (text: string) => process.stderr.write(`${text}\n`);
const count = (value: number) => Math.round(value).toLocaleString('en');

function describe({ minutes, steps, stepsPerSecond, updates, learner, ...line }: DreamerMetricsLine): string {
  const trials = line.returnByTrial?.map((value) => value.toFixed(1)).join(' ');
  const score = line.return === undefined ? 'no episode ended' : `return ${line.return.toFixed(2)}`;
  const { reconstruction, reward, entropy } = learner;
  return [
    `${minutes.toFixed(1)} min, ${count(steps)} steps, ${count(stepsPerSecond)}/s, ${count(updates)} updates`,
    trials === undefined ? score : `${score}, by trial ${trials}`,
    ...(reward === undefined
      ? []
      : [
          `losses: observation ${reconstruction.toFixed(3)}, reward ${reward.toFixed(3)}; entropy ${entropy.toFixed(2)}`,
        ]),
  ].join(' | ');
}

async function run(given: Record<string, string>): Promise<void> {
  const config = mergeDreamerConfig(given);
  const signal = stopSignal(() => note('stopping after this step; once more to stop at once without saving'));
  const outcome = await trainDreamer(config, {
    signal,
    commit: currentCommit(),
    onNote: note,
    onMetrics: (line) => note(describe(line)),
    onStart({ parameters, continuedSteps }) {
      const budget = [config.steps && `${config.steps} steps`, config.minutes && `${config.minutes} minutes`];
      note(
        `${config.run}: ${config.environment}, ${config.size} (${count(parameters)} parameters), train ratio ` +
          `${config.trainRatio}, ${config.environments} environments, seed ${config.seed}, ` +
          `budget ${budget.filter(Boolean).join(', ') || 'none'}`,
      );
      if (continuedSteps !== undefined) note(`continuing at ${count(continuedSteps)} steps`);
    },
  });
  const reached = `${count(outcome.steps)} steps, ${outcome.minutes.toFixed(1)} minutes`;
  if (outcome.status === 'already finished') {
    note(`${config.run} has spent its budget (${reached}): raise --steps or --minutes, or start another with --run.`);
  } else note(`${outcome.status} at ${reached}; saved ${outcome.checkpoint}`);
  if (outcome.status === 'interrupted') process.exitCode = interruptedCode();
}

const command = new Command('train:dreamer').description(
  'Trains a DreamerV3 agent on a small problem or on a task family. The same command again continues the run; ' +
    'Ctrl-C saves and stops.',
);
for (const { title, options } of DREAMER_OPTIONS) {
  command.optionsGroup(`${title}:`);
  for (const option of options)
    command.option(`--${optionName(option.key)} <value>`, optionHelp(option, DREAMER_CONSTANTS));
}
await runCommand(command.action(run));
