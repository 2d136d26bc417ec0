import { optionName } from '@open-ada/training';

/** All that decides how the agents of an experiment are played on held-out tasks. */
export interface Protocol {
  /** Held-out family. */
  family: string;
  /** The first so many tasks of the file. */
  count: number;
  /** Numbers of trials k. */
  trials: number[];
  /** Episodes of every task and k. */
  repeats: number;
  /** Also with memory cleared between trials. */
  control: boolean;
}

/** What differs between two protocols, as options; undefined where they are the same. */
export function protocolDifference(before: Protocol, now: Protocol): string | undefined {
  for (const key of ['family', 'count', 'trials', 'repeats'] as const) {
    const [had, has] = [String(before[key]), String(now[key])];
    if (had !== has) return `--${optionName(key)} ${had}, not ${has}`;
  }
  if (before.control === now.control) return undefined;
  return before.control ? 'the memory-reset control, not with --no-control' : '--no-control, not with the control';
}
