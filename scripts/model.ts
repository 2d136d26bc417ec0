// `pnpm model`: prints the costs of the named networks.

import { AGENT_SIZES, ENCODERS, MEMORIES } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { runCommand } from '@open-ada/node-kit/command';
import { type Given, mergeConfig, type NetworkCosts, networkCosts } from '@open-ada/training';
import { Command } from 'commander';
import { modelTable } from './model-table.js';

const usual = mergeConfig({});

await runCommand(
  new Command('model')
    .description(
      'Sizes, FLOPs and memory of the named networks. FLOPs are the multiplications and additions of the matrix products in the ' +
        'traced graphs, backward pass included; no network is run.',
    )
    .argument('[names...]', `networks: ${Object.keys(AGENT_SIZES).join(', ')} (default: all)`)
    .option('--memory <kind>', `what the agent remembers with: ${MEMORIES.join(', ')} (default ${usual.memory})`)
    .option('--memory-length <n>', "steps that the memory holds (default: each size's own)")
    .option(
      '--encoder <name>',
      `how the agent reads the objects in view: ${ENCODERS.join(', ')} (default ${usual.encoder})`,
    )
    .option('--learner <name>', `learner: muesli, ppo (default ${usual.learner})`)
    .option('--environments <n>', `environments that act in lockstep (default ${usual.environments})`)
    .option(
      '--steps-per-iteration <n>',
      `steps of one environment in an iteration (default ${usual.stepsPerIteration})`,
    )
    .option('--episodes-per-update <n>', `episodes of one update (default ${usual.episodesPerUpdate})`)
    .option('--json', 'print one JSON object on standard output')
    .action(run),
);

function run(given: string[], { json, ...options }: Given & { json?: boolean }): void {
  const names = given.length > 0 ? given : Object.keys(AGENT_SIZES);
  for (const name of names) {
    if (name in AGENT_SIZES) continue;
    throw new InputError(`there is no network "${name}"; the named ones are ${Object.keys(AGENT_SIZES).join(', ')}.`);
  }
  const networks: Record<string, NetworkCosts> = {};
  for (const size of names) networks[size] = networkCosts(mergeConfig({ ...options, size }));
  const { memory, encoder, learner, environments, stepsPerIteration, episodesPerUpdate } = mergeConfig(options);
  const settings = { memory, encoder, learner, environments, stepsPerIteration, episodesPerUpdate };
  process.stdout.write(json ? `${JSON.stringify({ settings, networks })}\n` : modelTable(settings, networks));
}
