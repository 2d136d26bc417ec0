// `pnpm task <command>`: everything one does with task files.
import { Command, CommanderError } from 'commander';
import { actCommand } from './task-act.js';
import { checkCommand } from './task-check.js';
import { freezeCommand } from './task-freeze.js';
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
  probeGamesCommand(),
  schemaCommand(),
];
for (const command of commands) program.addCommand(command);
for (const command of [program, ...program.commands]) command.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own sentence.
  if (!(error instanceof CommanderError)) process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
}
