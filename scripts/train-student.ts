// `pnpm train:student`: trains a larger student that a teacher helps at first.
import { runCommand } from './command-line.js';
import { trainingCommand } from './training-command.js';

await runCommand(trainingCommand('student'));
