// `pnpm train:teacher`: trains a teacher.
import { runCommand } from '@open-ada/node-kit/command';
import { trainingCommand } from './training-command.js';

await runCommand(trainingCommand('teacher'));
