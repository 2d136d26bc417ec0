import { PolicyActor, type PolicyDescription } from '@open-ada/ada-agent/acting';
import type { HumanResult, HumanSubmission, Library, Refusal } from '@open-ada/viewer/protocol';
import { type LiveAgent, ofPolicy } from './players/agent.js';
import { DreamerAgent, type DreamerDescription, isDreamer } from './players/dreamer-agent.js';
import { openPolicy } from './players/runtime.js';

/** The server's refusal of a request; the message is a sentence for people. */
class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
}

async function ask(address: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, init);
  } catch {
    throw new ServerRefusal('The viewer does not answer: is its server still running?');
  }
  if (response.ok) return response;
  const refusal = (await response.json().catch(() => ({ error: `status ${response.status}` }))) as Refusal;
  throw new ServerRefusal(refusal.error);
}

const address = (folder: string, path: string): string =>
  `/${folder}/${path.split('/').map(encodeURIComponent).join('/')}`;

export const readLibrary = async (): Promise<Library> => (await ask('/api/library')).json();

/** @param path of a file, or `FILE:N` for line N (from 0) of a list */
export async function readText(path: string): Promise<string> {
  const line = /^(.*\.jsonl):(\d+)$/.exec(path);
  const file = line ? `${address('files', line[1])}?line=${line[2]}` : address('files', path);
  try {
    return await (await ask(file)).text();
  } catch (error) {
    if (error instanceof ServerRefusal) throw new ServerRefusal(`${path}: ${error.message}`);
    throw error;
  }
}

/** A trained agent as the server delivers it. */
export interface DeliveredAgent {
  description: PolicyDescription | DreamerDescription;
  /** The agent with an empty memory. */
  actor: () => LiveAgent;
}

export async function readAgent(path: string): Promise<DeliveredAgent> {
  const file = address('agents', path);
  const description = (await (await ask(`${file}?description`)).json()) as DeliveredAgent['description'];
  const session = await openPolicy(new Uint8Array(await (await ask(file)).arrayBuffer()));
  const actor = isDreamer(description)
    ? () => new DreamerAgent(session, description)
    : () => ofPolicy(new PolicyActor(session, description));
  return { description, actor };
}

/** Learning curves of a run as SVG. @param run its path */
export const readCurves = async (run: string): Promise<string> => (await ask(address('curves', run))).text();

export async function submitHuman(submission: HumanSubmission): Promise<{ file: string; result: HumanResult }> {
  const headers = { 'Content-Type': 'application/json' };
  return (await ask('/api/humans', { method: 'POST', headers, body: JSON.stringify(submission) })).json();
}
