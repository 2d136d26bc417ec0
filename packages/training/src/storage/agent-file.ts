import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError, inCheckout } from '@open-ada/node-kit';
import { newestCheckpoint } from './checkpoint-store.js';

export const RELEASED_TEACHER = 'checkpoints/teacher.safetensors';

/** Name of the released agent wherever an agent is asked for. */
export const RELEASED = 'released';

/** Name of the agent in a checkpoint. */
const AGENT = 'agent.safetensors';

/**
 * The agent file that a person means: a file; the newest agent of a run directory; the agent of a checkpoint directory;
 * or the released teacher by its name.
 * @param option the option that named it; it appears in the message
 * @throws InputError in one sentence for a directory without an agent; a file is not looked at
 */
export function agentFile(given: string, option: string): string {
  if (!existsSync(given)) return given === RELEASED ? inCheckout(RELEASED_TEACHER) : given;
  if (!statSync(given).isDirectory()) return given;
  const file = newestAgent(given) ?? [join(given, AGENT)].find(existsSync);
  if (file !== undefined) return file;
  throw new InputError(
    `${option} ${given}: this directory is no run with a whole checkpoint; give another, or an agent file.`,
  );
}

/** The agent file of a run's newest whole checkpoint. */
export function newestAgent(run: string): string | undefined {
  const { found } = newestCheckpoint(`${run}/checkpoints`);
  return found && `${found.path}/${AGENT}`;
}
