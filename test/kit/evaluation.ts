import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AdaAgent, AGENT_SIZES, encodeAgent } from '@open-ada/ada-agent';
import { actionSpec, COMPACT, observationSpec, type SimulationSettings } from '@open-ada/xland-sim';
import { afterAll } from 'vitest';

export const HELD_OUT = fileURLToPath(new URL('../../tasks/heldout', import.meta.url));
export const PROBES = fileURLToPath(new URL('../../tasks/probes', import.meta.url));
export const EXAMPLES = fileURLToPath(new URL('../../tasks/examples', import.meta.url));

/** A folder for the files of one test file, removed after its tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evaluation-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** An untrained agent of the smallest size. */
export function tinyAgent(simulation: SimulationSettings = COMPACT) {
  const agent = new AdaAgent(AGENT_SIZES.tiny, observationSpec(simulation), actionSpec(simulation));
  return { agent, parameters: agent.initialise(1) };
}

/** @returns the agent's file in the folder */
export function writeTinyAgent(folder: string, simulation: SimulationSettings = COMPACT): string {
  const { agent, parameters } = tinyAgent(simulation);
  const file = join(folder, 'agent.safetensors');
  writeFileSync(file, encodeAgent(agent, parameters, { simulation, steps: 12 }));
  return file;
}
