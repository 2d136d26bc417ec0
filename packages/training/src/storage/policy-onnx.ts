import { join } from 'node:path';
import { type AdaAgent, exportPolicy } from '@open-ada/ada-agent';
import { writeWhole } from '@open-ada/node-kit';

/** Writes the agent with its present weights, for one environment, to `RUN/policy.onnx`, atomically. */
export function writePolicy(run: string, agent: AdaAgent, weights: Float32Array, extra: Record<string, unknown>): void {
  writePolicyFile(run, exportPolicy(agent, weights, { extra }));
}

export function writePolicyFile(run: string, onnx: Uint8Array): void {
  writeWhole(join(run, 'policy.onnx'), onnx);
}
