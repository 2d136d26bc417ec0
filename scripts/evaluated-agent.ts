// Which agent an evaluation plays.

import { existsSync, statSync } from 'node:fs';
import { InputError } from '@open-ada/node-kit';
import { type PlayableCheckpoint, readPlayable, requireMode } from '@open-ada/rollout';
import { agentFile, newestAgent, RELEASED, RELEASED_TEACHER, trainedInWords } from '@open-ada/training';
import type { EvaluationGiven } from './evaluation-options.js';

const RUNS = ['runs/student', 'runs/teacher'];

/** The better agent comes first. */
const RELEASED_FILES = [RELEASED_TEACHER, 'checkpoints/student.safetensors'];

/** The agent, and a sentence on its choice where there were others. */
interface Evaluated {
  checkpoint: PlayableCheckpoint;
  choice: string[];
}

/**
 * The given agent, otherwise the newest; then the others that there are to choose from are named.
 * @throws InputError if there is none, or if it cannot play in this mode
 */
export function evaluatedAgent({ checkpoint: given, mode }: Pick<EvaluationGiven, 'checkpoint' | 'mode'>): Evaluated {
  const read = (file: string) => {
    const checkpoint = readPlayable(file);
    requireMode(checkpoint.agent, mode);
    return checkpoint;
  };
  if (given !== undefined) return { checkpoint: read(agentFile(given, '--checkpoint')), choice: [] };
  const own = newestFirst(RUNS.map(newestAgent).filter((file) => file !== undefined));
  const [file, ...others] = [...own, ...RELEASED_FILES.filter(existsSync)];
  if (file === undefined) {
    throw new InputError(
      'there is no checkpoint yet: run train:teacher first, or give an agent file with --checkpoint.',
    );
  }
  const checkpoint = read(file);
  if (own.length === 0 || others.length === 0) return { checkpoint, choice: [] };
  const names = others.map((other) => (other === RELEASED_TEACHER ? RELEASED : other));
  const trained = trainedInWords(checkpoint.extra) ?? 'whose file does not say how long it was trained';
  const choice = `the newest agent is scored, ${trained}; others with --checkpoint: ${names.join(', ')}`;
  return { checkpoint, choice: [choice] };
}

/** By the time at which they were saved. */
function newestFirst(agents: readonly string[]): string[] {
  const savedAt = (file: string) => statSync(file).mtimeMs;
  return [...agents].sort((a, b) => savedAt(b) - savedAt(a));
}
