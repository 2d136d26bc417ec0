import { decodeSafetensors, encodeSafetensors } from '@open-ada/onnx-jit';
import type { ActionSpec, ObservationSpec } from '@open-ada/xland-sim';
import { AdaAgent } from '../network/agent.js';
import { completeConfig } from '../network/config.js';
import { withFeatures } from '../network/former-features.js';
import type { AgentConfig } from '../network/settings.js';

const FORMAT = 'open-ada agent 1';

interface Description {
  config: AgentConfig;
  observationSpec: ObservationSpec;
  actionSpec: ActionSpec;
}

/**
 * Encodes an agent as a safetensors file: named parameters, and metadata with everything needed to build the network.
 */
export function encodeAgent(agent: AdaAgent, flat: Float32Array, extra: Record<string, unknown>): Uint8Array {
  const { config, observationSpec, actionSpec, parameters } = agent;
  const tensors = Object.fromEntries(
    parameters.entries.map(({ name, shape }) => [name, { shape, data: parameters.view(flat, name) }]),
  );
  const description: Description = { config, observationSpec, actionSpec };
  return encodeSafetensors(tensors, {
    format: FORMAT,
    agent: JSON.stringify(description),
    extra: JSON.stringify(extra),
  });
}

/**
 * @param file name for error messages
 * @throws Error in one sentence if the file is not an agent of this format, its tensors do not fit its description, or
 *   a parameter is not finite
 */
export function decodeAgent(
  bytes: Uint8Array,
  file: string,
): { agent: AdaAgent; parameters: Float32Array; extra: Record<string, unknown> } {
  const { tensors, metadata } = decodeSafetensors(bytes, file);
  if (metadata.format !== FORMAT) throw new Error(`${file}: not an agent file of this version ("${FORMAT}")`);
  const { config, observationSpec, actionSpec } = parse(metadata.agent, file) as Description;
  const agent = new AdaAgent(completeConfig(config, file), withFeatures(observationSpec, actionSpec, file), actionSpec);
  const parameters = new Float32Array(agent.parameters.size);
  for (const { name, shape } of agent.parameters.entries) {
    const tensor = tensors[name];
    if (!tensor) throw new Error(`${file}: the parameter "${name}" is missing`);
    if (String(tensor.shape) !== String(shape)) {
      throw new Error(`${file}: the parameter "${name}" has shape [${tensor.shape}], the agent needs [${shape}]`);
    }
    const wrong = tensor.data.findIndex((x) => !Number.isFinite(x));
    if (wrong >= 0) {
      throw new Error(
        `${file}: the parameter "${name}" has the value ${tensor.data[wrong]} at ${wrong}, so the agent cannot act; ` +
          'give an earlier checkpoint, or train it again',
      );
    }
    agent.parameters.view(parameters, name).set(tensor.data);
  }
  return { agent, parameters, extra: parse(metadata.extra ?? '{}', file) as Record<string, unknown> };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file}: its metadata is not JSON`);
  }
}
