import { COMPACT } from '@open-ada/xland-sim';
import type { Address } from './address.js';
import { FIRST_TASK } from './first-address.js';
import type { LibraryPanel } from './hud/library-panel.js';
import {
  conditionsOf,
  type Episode,
  isForTwo,
  openAgentPlay,
  openPersonPlay,
  openReplay,
  openScriptBeside,
  openScriptedPlay,
  readTask,
  type Terms,
  waitingFor,
} from './opening.js';
import { isScripted } from './players/scripted.js';

/** What happens on the page while an episode is being opened. */
interface Waiting {
  /** Shows the world of a task until its agent is loaded. */
  wait(episode: Episode, task: string): void;
  /** Says what went wrong where something else is shown instead. */
  wrong(sentence: string): void;
}

/**
 * Opens the episode of an address. What the address leaves open, the choices in the library say; they follow what it
 * names.
 * @throws Error in one sentence
 */
export async function openEpisode(address: Address, library: LibraryPanel, waiting: Waiting): Promise<Episode> {
  if (address.replay !== undefined) return openReplay(address.replay);
  const path = address.task ?? FIRST_TASK;
  const task = await readTask(path);
  const { trials = library.options.trials, seed = library.options.seed, mode, seat, beside } = address;
  const player = address.player ?? library.agent ?? 'oracle';
  const terms: Terms = { trials, seed, mode, seat: isForTwo(task) && seat === 2 ? 1 : 0, beside };
  const agent = player === 'me' || isScripted(player) ? library.agent : player;
  library.choose({ agent, trials, seed, seat, beside });
  if (player === 'me') {
    const settings = await conditionsOf(agent);
    // Beside a person sits the agent, if it can.
    return openPersonPlay(task, settings, { ...terms, beside: beside ?? (settings.players === 2 ? agent : undefined) });
  }
  if (isScripted(player) && isForTwo(task) && beside !== undefined && beside !== player) {
    return openScriptBeside(player, beside, task, terms);
  }
  if (isScripted(player)) return openScriptedPlay(player, task, await conditionsOf(agent), terms);
  waiting.wait(waitingFor(task, player, terms), path);
  try {
    return await openAgentPlay(task, player, terms);
  } catch (error) {
    // The user did not choose this agent, so the oracle is shown instead of an error.
    if (address.player !== undefined) throw error;
    waiting.wrong(`${(error as Error).message} The scripted oracle is shown instead.`);
    return openScriptedPlay('oracle', task, COMPACT, terms);
  }
}
