// `pnpm train:teacher`: trains a teacher.
import { runCommand } from './command-line.js';
import { trainingCommand } from './training-command.js';

await runCommand(trainingCommand('teacher'));
