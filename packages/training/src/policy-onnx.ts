import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AdaAgent, exportPolicy } from '@open-ada/ada-agent';

/** Puts the agent as it acts now, for one environment, into `RUN/policy.onnx`; at no moment is there half a file. */
export function writePolicy(run: string, agent: AdaAgent, weights: Float32Array, extra: Record<string, unknown>): void {
  const file = join(run, 'policy.onnx');
  writeFileSync(`${file}.writing`, exportPolicy(agent, weights, { extra }));
  renameSync(`${file}.writing`, file);
}
