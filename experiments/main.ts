import { currentCommit, machine } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';
import { diagnosticsCommand } from './diagnostics/command.js';
import { trainRatioCommand } from './dreamer/command.js';
import { EXPERIMENTS } from './experiments.js';
import { experimentCommand } from './runner/command.js';
import { slicesCommand } from './slices/command.js';
import { sweepCommand } from './sweep/command.js';
import { twoPlayersCommand } from './two-players/command.js';
import { validateCommand } from './validation/command.js';
import { labelsCommand } from './validation/labels-command.js';

const program = new Command('experiment').description(
  'trains agents and scores them: every table of docs/results comes from one of these',
);
const about = { commit: currentCommit() ?? null, machine: machine() };
program.addCommand(diagnosticsCommand(about.commit));
program.addCommand(validateCommand());
program.addCommand(labelsCommand());
program.addCommand(slicesCommand());
program.addCommand(sweepCommand(about));
program.addCommand(trainRatioCommand(about.commit));
program.addCommand(twoPlayersCommand(about));
for (const each of EXPERIMENTS) program.addCommand(experimentCommand(each, about));
await runCommand(program);
