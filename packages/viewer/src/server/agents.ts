import { statSync } from 'node:fs';

/** An agent in the form in which the page runs it. */
export interface OpenedAgent {
  /** A policy file for one environment, with its parameters. */
  onnx: Uint8Array;
  /** The agent's description of itself: a `PolicyDescription` of ada-agent, or a `DreamerPolicyDescription`. */
  description: unknown;
}

/** A cache of opened agents, valid until their files change. Turning a checkpoint into a policy file takes seconds. */
export class OpenedAgents {
  private readonly kept = new Map<string, { modified: number; agent: OpenedAgent }>();

  /** @param open reads an agent file */
  constructor(private readonly open: (file: string) => OpenedAgent) {}

  get(file: string): OpenedAgent {
    const modified = statSync(file).mtimeMs;
    const known = this.kept.get(file);
    if (known?.modified === modified) return known.agent;
    const agent = this.open(file);
    this.kept.set(file, { modified, agent });
    return agent;
  }
}
