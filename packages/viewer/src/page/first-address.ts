import type { Library } from '../protocol.js';
import type { Address } from './address.js';

/** The first address to open: the link's, otherwise the command line's, otherwise an agent that adapts. */
export function firstAddress({ start, replays, agents }: Library, asked: Address): Address {
  if (asked.replay ?? asked.task) return asked;
  if (start?.kind === 'replay') return { ...asked, replay: start.path };
  if (start?.kind === 'task')
    return { player: start.player, seat: start.seat, beside: start.beside, ...asked, task: start.path };
  if (start?.kind === 'agent') return { ...asked, player: start.path };
  if (start?.kind !== 'folder') return asked;
  const [newest] = replays.filter(({ path }) => path.startsWith(`${start.path}/`));
  if (newest) return { ...asked, replay: newest.path };
  const agent = agents.find(({ path }) => path === `${start.path}/policy.onnx`);
  if (agent) return { ...asked, player: agent.path };
  throw new Error(`${start.path} has neither replays nor an agent (policy.onnx) yet.`);
}
