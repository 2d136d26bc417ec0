// `pnpm train:student`: trains a larger student. A teacher helps it at first.
import { runCommand } from '@open-ada/node-kit/command';
import { trainingCommand } from './training-command.js';

await runCommand(trainingCommand('student'));
