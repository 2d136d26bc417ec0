import { join } from 'node:path';
import { type AdaAgent, exportPolicy } from '@open-ada/ada-agent';
import { writeWhole } from '@open-ada/node-kit';

/** Puts the agent as it acts now, for one environment, into `RUN/policy.onnx`; at no moment is there half a file. */
export function writePolicy(run: string, agent: AdaAgent, weights: Float32Array, extra: Record<string, unknown>): void {
  writeWhole(join(run, 'policy.onnx'), exportPolicy(agent, weights, { extra }));
}
