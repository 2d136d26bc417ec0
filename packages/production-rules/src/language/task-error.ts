/** One fault of a task file. */
export interface Fault {
  /** JSON pointer (RFC 6901) to the value, e.g. `/rules/0/spawns/1`; empty for the whole file. */
  path: string;
  /** One sentence. */
  message: string;
  /** 1-based line in the file, if the task was read from text. */
  line?: number;
}

/** Formats a path on one line, whatever characters its keys have. */
export const printablePath = (path: string): string => JSON.stringify(path).slice(1, -1).replace(/\\"/g, '"');

/**
 * Error for a task that cannot be used. Its message is one sentence about the first fault; `faults` has all of them.
 */
export class TaskError extends Error {
  readonly faults: readonly Fault[];

  constructor(file: string, faults: readonly Fault[]) {
    const [first] = faults;
    const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
    super(`${file}${first.path && ` at ${printablePath(first.path)}`}: ${first.message}${more}`);
    this.name = 'TaskError';
    this.faults = faults;
  }
}
