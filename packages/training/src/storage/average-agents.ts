import { decodeAgent, encodeAgent } from '@open-ada/ada-agent';
import { InputError } from '@open-ada/node-kit';
import { AGENT } from './agent-file.js';
import { completeCheckpoints } from './checkpoint-store.js';

/**
 * The mean of the parameters of a run's newest checkpoints, as an agent file. Parameters still move to and fro with the
 * learning rate; their mean lies in the middle, which is worth as much as a lower rate at the end (Izmailov et al. 2018,
 * "Averaging Weights Leads to Wider Optima and Better Generalization").
 * @param last how many checkpoints; all that there are if there are fewer
 * @returns the file, which notes what its newest part notes, and the steps of each part, newest first
 * @throws InputError in one sentence if the run has fewer than two whole checkpoints
 */
export function averageAgents(run: string, last: number): { bytes: Uint8Array; steps: number[] } {
  const parts = completeCheckpoints(`${run}/checkpoints`)
    .slice(0, last)
    .map(({ path, read }) => decoded(read(AGENT), `${path}/${AGENT}`));
  if (parts.length < 2) {
    throw new InputError(
      `${run} has ${parts.length === 0 ? 'no whole checkpoint' : 'only one whole checkpoint'}, and a mean takes two or more; train on with --kept-checkpoints ${Math.max(2, last)}.`,
    );
  }
  const [{ agent, extra }] = parts;
  const mean = new Float32Array(agent.parameters.size);
  for (let k = 0; k < mean.length; k++) {
    let sum = 0;
    for (const { parameters } of parts) sum += parameters[k];
    mean[k] = sum / parts.length;
  }
  const steps = parts.map((part) => Number(part.extra.steps));
  return { bytes: encodeAgent(agent, mean, { ...extra, averaged: steps }), steps };
}

function decoded(bytes: Uint8Array, file: string): ReturnType<typeof decodeAgent> {
  try {
    return decodeAgent(bytes, file);
  } catch (error) {
    throw new InputError(`${(error as Error).message}; only agents of train:teacher and train:student are averaged.`);
  }
}
