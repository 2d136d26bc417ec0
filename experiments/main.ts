import { currentCommit, InputError, machine } from '@open-ada/node-kit';
import { Command } from 'commander';
import { ablations } from './ablations.js';
import { adaptation } from './adaptation.js';
import { curriculumExperiment } from './curriculum.js';
import { diagnosticsCommand } from './diagnostics/command.js';
import { distillation } from './distillation.js';
import { experimentCommand } from './runner/command.js';
import { scaling } from './scaling.js';

const program = new Command('experiment')
  .description('trains agents and scores them: every table of docs/results comes from one of these')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

const about = { commit: currentCommit() ?? null, machine: machine() };
const experiments = [adaptation, ablations, distillation, scaling].map((each) => experimentCommand(each, about));
// Wrong options exit 2 as `program`'s own do.
for (const command of [diagnosticsCommand(about.commit), curriculumExperiment(), ...experiments]) {
  program.addCommand(command.copyInheritedSettings(program));
}

await program.parseAsync().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = error instanceof InputError ? 2 : 1;
});
