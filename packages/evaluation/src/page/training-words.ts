import { count } from './html.js';

/** Notes in an agent file that say where it came from. Files of other programs may have anything there. */
interface Notes {
  file?: unknown;
  sha256?: unknown;
  steps?: unknown;
  totalSteps?: unknown;
  totalStepsAtLeast?: unknown;
  initial?: Notes;
  teacherFrom?: Notes;
}

/** Notes with a sentence of their own, or too long for one. */
const APART = new Set(['steps', 'totalSteps', 'totalStepsAtLeast', 'settings', 'initial', 'teacherFrom']);

/** How an agent was trained: the notes of its last run, its steps in all, and the agents that its runs began with. */
export function trainingWords(trained: Record<string, unknown>): [name: string, text: string][] {
  const about = Object.entries(trained).filter(([key, value]) => !APART.has(key) && typeof value !== 'object');
  const notes: Notes = trained;
  return [
    ['Trained', about.map(([key, value]) => `${key} ${inWords(value)}`).join(', ') || 'the file does not say'],
    ['Steps', stepsInWords(notes)],
    ...chainOf(notes).map((part): [string, string] => ['began with', partInWords(part)]),
    ...(notes.teacherFrom ? [['taught by', partInWords(notes.teacherFrom)] as [string, string]] : []),
  ];
}

function stepsInWords({ steps, totalSteps, totalStepsAtLeast, initial }: Notes): string {
  if (typeof steps !== 'number') return 'the file does not say';
  const last = `${count(steps)} in its last run`;
  if (typeof totalSteps === 'number') return initial ? `${count(totalSteps)}, ${last}` : count(totalSteps);
  if (typeof totalStepsAtLeast === 'number') return `at least ${count(totalStepsAtLeast)}, ${last}`;
  return `${last}; the file does not say what that run began with`;
}

/** The agents that runs began with, the latest first. */
function chainOf({ initial }: Notes): Notes[] {
  return initial ? [initial, ...chainOf(initial)] : [];
}

function partInWords(part: Notes): string {
  const hash = typeof part.sha256 === 'string' ? ` (SHA-256 ${part.sha256.slice(0, 12)})` : '';
  return `${String(part.file)}${hash}, steps: ${stepsInWords(part)}`;
}

const inWords = (value: unknown) => (typeof value === 'number' ? count(Math.round(10 * value) / 10) : String(value));
