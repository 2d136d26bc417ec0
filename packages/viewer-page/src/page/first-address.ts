import type { Library } from '@open-ada/viewer/protocol';
import type { Address } from './address.js';

/** The task that is shown when nothing else is named. It has a hidden rule to find out. */
export const FIRST_TASK = 'tasks/heldout/make-by-hold.jsonl:21';

/**
 * The first address to open: the link's, otherwise the command line's, otherwise an agent that adapts.
 * @throws Error in one sentence where there is nothing to open
 */
export function firstAddress(library: Library, asked: Address): Address {
  const { start, replays, agents } = library;
  if (asked.replay ?? asked.task) return asked;
  if (start?.kind === 'replay') return { ...asked, replay: start.path };
  if (start?.kind === 'task')
    return { player: start.player, seat: start.seat, beside: start.beside, ...asked, task: start.path };
  if (start?.kind === 'agent') return { ...whatIsThere(library, 'tasks'), ...asked, player: start.path };
  if (start?.kind !== 'folder') return { ...whatIsThere(library), ...asked };
  const [newest] = replays.filter(({ path }) => path.startsWith(`${start.path}/`));
  if (newest) return { ...asked, replay: newest.path };
  const agent = agents.find(({ path }) => path === `${start.path}/policy.onnx`);
  if (agent) return { ...asked, player: agent.path };
  throw new Error(`${start.path} has neither replays nor an agent (policy.onnx) yet.`);
}

/** Of a project that lacks the usual task: its newest replay, otherwise its first task. */
function whatIsThere({ taskLists, replays, tasks }: Library, only?: 'tasks'): Address {
  if (taskLists.some(({ path }) => FIRST_TASK.startsWith(`${path}:`))) return {};
  if (replays.length > 0 && only !== 'tasks') return { replay: replays[0].path };
  const task = tasks.find(({ fault }) => fault === undefined);
  if (task !== undefined) return { task: task.path };
  throw new Error('There is nothing to watch yet: put replays into "runs", or tasks into "tasks/examples".');
}
