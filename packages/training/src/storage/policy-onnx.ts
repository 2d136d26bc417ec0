import { join } from 'node:path';
import { type AdaAgent, exportPolicy } from '@open-ada/ada-agent';
import { writeWhole } from '@open-ada/node-kit';

/** Writes the agent with its present weights, for one environment, to `RUN/policy.onnx`, atomically. */
export function writePolicy(run: string, agent: AdaAgent, weights: Float32Array, extra: Record<string, unknown>): void {
  writeWhole(join(run, 'policy.onnx'), exportPolicy(agent, weights, { extra }));
}
