// `pnpm task <command>`: all commands for task files.
import { runCommand } from '@open-ada/node-kit/command';
import { Command } from 'commander';
import { actCommand } from './task-act.js';
import { checkCommand } from './task-check.js';
import { freezeCommand } from './task-freeze.js';
import { freezeExplorerCommand } from './task-freeze-explorer.js';
import { freezeReferencesCommand } from './task-freeze-references.js';
import { generateCommand } from './task-generate.js';
import { pictureCommand } from './task-picture.js';
import { probeGamesCommand } from './task-probe-games.js';
import { schemaCommand } from './task-schema.js';
import { showCommand } from './task-show.js';
import { solveCommand } from './task-solve.js';
import { statsCommand } from './task-stats.js';

const program = new Command('task').description('makes, checks, explains, draws, plays and solves tasks');
const commands = [
  checkCommand(),
  showCommand(),
  pictureCommand(),
  solveCommand(),
  actCommand(),
  generateCommand(),
  statsCommand(),
  freezeCommand(),
  freezeReferencesCommand(),
  freezeExplorerCommand(),
  probeGamesCommand(),
  schemaCommand(),
];
for (const command of commands) program.addCommand(command);

// Any failure of a task command is a fault of its files or options.
await runCommand(program, { isInput: () => true });
