import { optionName } from '@open-ada/training';

/** Everything that determines how the agents of an experiment are played on held-out tasks. */
export interface Protocol {
  /** Held-out family. */
  family: string;
  /** Number of tasks, from the start of the file. */
  count: number;
  /** Numbers of trials k. */
  trials: number[];
  /** Episodes of every task and k. */
  repeats: number;
  /** Whether to play the memory-reset control as well. */
  control: boolean;
}

/** The difference between two protocols, as options. Undefined if there is none. */
export function protocolDifference(before: Protocol, now: Protocol): string | undefined {
  for (const key of ['family', 'count', 'trials', 'repeats'] as const) {
    const [had, has] = [String(before[key]), String(now[key])];
    if (had !== has) return `--${optionName(key)} ${had}, not ${has}`;
  }
  if (before.control === now.control) return undefined;
  return before.control ? 'the memory-reset control, not with --no-control' : '--no-control, not with the control';
}
