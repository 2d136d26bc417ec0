import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { byNumber, InputError, readText } from '@open-ada/node-kit';
import { parseTask, type Task, taskHash } from '@open-ada/production-rules';
import { type ProbeFamily, probeFamily } from './probe-families.js';

/** A hand-made task that tests one kind of adaptation. */
export interface Probe {
  /** Name of the file without its extension. */
  name: string;
  family: ProbeFamily;
  task: Task;
  taskHash: string;
}

/**
 * Reads all probes of a directory, sorted by number and name.
 * @throws InputError in one sentence if the directory or one of its files cannot be used
 */
export function readProbes(directory: string): Probe[] {
  const files = existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith('.jsonc')) : [];
  if (files.length === 0) throw new InputError(`there is no probe (NAME.jsonc) in ${directory}.`);
  return files.sort(byNumber).map((file) => {
    const name = file.replace(/\.jsonc$/, '');
    try {
      const path = join(directory, file);
      const task = parseTask(readText(path), path);
      return { name, family: probeFamily(name, task), task, taskHash: taskHash(task) };
    } catch (error) {
      throw new InputError((error as Error).message);
    }
  });
}

/**
 * Probes for one player and probes for two are played in different worlds, so a command plays one kind.
 * @throws InputError for a probe of the other kind
 */
export function requireProbesFor(players: number, probes: readonly Probe[], directory: string): void {
  const stranger = probes.find(({ task }) => task.players.length !== players);
  if (stranger === undefined) return;
  const [kind, otherwise] = players === 2 ? ['one player', 'leave out --players 2'] : ['two', 'give --players 2'];
  throw new InputError(`the probe ${stranger.name} in ${directory} is for ${kind}; ${otherwise}.`);
}

/**
 * Indices of the probes with these names, or of all probes if no names are given. `wrong-pair-disappears` and `1` also
 * name `01-wrong-pair-disappears`.
 * @param others called where a name is of none of them: the probes for the other number of players
 * @throws InputError for a name that no probe has
 */
export function selectProbes(
  probes: readonly Probe[],
  names: readonly string[],
  others: () => readonly Probe[] = () => [],
): number[] {
  if (names.length === 0) return [...probes.keys()];
  const found = names.map((given) => {
    const index = probes.findIndex(({ name }) => isNamed(name, given));
    if (index >= 0) return index;
    const stranger = others().find(({ name }) => isNamed(name, given));
    if (stranger !== undefined) {
      const [kind, how] =
        stranger.task.players.length === 2
          ? ['two players', `eval:probes --players 2 --probe ${given}`]
          : ['one player', `eval:probes --probe ${given}, without --players 2`];
      throw new InputError(`the probe ${stranger.name} is for ${kind}: pnpm ${how}.`);
    }
    throw new InputError(`there is no probe "${given}"; there are ${probes.map(({ name }) => name).join(', ')}.`);
  });
  return [...new Set(found)].sort((a, b) => a - b);
}

function isNamed(name: string, given: string): boolean {
  const [, number, words] = /^(\d+)-(.*)$/.exec(name) ?? [];
  return name === given || words === given || (/^\d+$/.test(given) && Number(number) === Number(given));
}
