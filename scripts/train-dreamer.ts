// `pnpm train:dreamer`: trains a DreamerV3 agent.
import { currentCommit, interruptedCode, stopSignal } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import {
  DREAMER_CONSTANTS,
  DREAMER_OPTIONS,
  DreamerDisplay,
  mergeDreamerConfig,
  nextSteps,
  optionHelp,
  optionName,
  overFile,
  readDreamerConfigFile,
  readMetrics,
  trainDreamer,
} from '@open-ada/training';
import { Command } from 'commander';

const count = (value: number) => Math.round(value).toLocaleString('en');

async function run({ config: file, ...options }: Record<string, string>): Promise<void> {
  const config = mergeDreamerConfig(file === undefined ? options : overFile(readDreamerConfigFile(file), options));
  const display = new DreamerDisplay(config);
  const note = (text: string) => display.note(text);
  const signal = stopSignal(() => note('stopping after this step; once more to stop at once without saving'));
  const outcome = await trainDreamer(config, {
    signal,
    commit: currentCommit(),
    onNote: note,
    onMetrics: (line) => display.metrics(line),
    onStart({ parameters, continuedSteps }) {
      const budget = [config.steps && `${config.steps} steps`, config.minutes && `${config.minutes} minutes`];
      note(
        `${config.run}: ${config.environment}, ${config.size} (${count(parameters)} parameters), train ratio ` +
          `${config.trainRatio}, ${config.environments} environments, seed ${config.seed}, ` +
          `budget ${budget.filter(Boolean).join(', ') || 'none'}`,
      );
      if (continuedSteps !== undefined) {
        note(`continuing at ${count(continuedSteps)} steps`);
        display.goOn(readMetrics(config.run) as { return?: number }[]);
      }
      display.waitFor(`compiling the networks; the first figures come after ${config.logSeconds} s of training`);
    },
  }).finally(() => display.close());
  const reached = `${count(outcome.steps)} steps, ${outcome.minutes.toFixed(1)} minutes`;
  if (outcome.status === 'already finished') {
    note(`${config.run} has spent its budget (${reached}): raise --steps or --minutes, or start another with --run.`);
  } else note(`${outcome.status} at ${reached}; saved ${outcome.checkpoint}`);
  note(nextSteps(config.run, display.width, { inXland: config.simulation !== undefined }));
  if (outcome.status === 'interrupted') process.exitCode = interruptedCode();
}

const command = new Command('train:dreamer').description(
  'Trains a DreamerV3 agent on a small problem or on a task family. The same command again continues the run; ' +
    'Ctrl-C saves and stops.',
);
command.option('--config <file>', 'settings from a file, as config.json of a run holds them; options come before it');
for (const { title, options } of DREAMER_OPTIONS) {
  command.optionsGroup(`${title}:`);
  for (const option of options)
    command.option(`--${optionName(option.key)} <value>`, optionHelp(option, DREAMER_CONSTANTS));
}
await runCommand(command.action(run));
