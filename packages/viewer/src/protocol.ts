/** What the server and the page say to each other, as JSON. Paths are relative to the project's directory, with `/`. */

/** A task file, or one that cannot be read. */
export interface TaskEntry {
  path: string;
  /** `probes`, `examples`, or `given` for the file of the command line. */
  group: string;
  name: string;
  /** In words. */
  goal: string;
  tests?: string;
  trialSeconds: number;
  /** Why it cannot be used, in one sentence. */
  fault?: string;
}

/** A file with one task a line. */
export interface TaskListEntry {
  path: string;
  name: string;
  count: number;
}

export interface ReplayEntry {
  path: string;
  /** Where it is from: a run, an evaluation, the probes' demonstrations, people. */
  from: string;
  name: string;
  /** Milliseconds since 1970. */
  modified: number;
}

export interface AgentEntry {
  path: string;
  name: string;
  from: 'released' | 'run' | 'given';
}

/** What the command line asked for; the page opens it unless its own address says otherwise. */
export interface Start {
  kind: 'replay' | 'task' | 'agent' | 'run';
  path: string;
}

export interface Library {
  tasks: TaskEntry[];
  taskLists: TaskListEntry[];
  replays: ReplayEntry[];
  agents: AgentEntry[];
  /** What people reached, oldest first. */
  humans: HumanResult[];
  start?: Start;
}

/** What a person reached in one episode: a file of `runs/humans`. */
export interface HumanResult {
  /** Name of the task's file without its ending, e.g. `wrong-pair-disappears`. */
  probe: string;
  /** Trials of the episode. */
  k: number;
  /** `[k]`: sum of the rewards of the decisions of each trial. */
  rewardByTrial: number[];
  /** ISO 8601, UTC. */
  date: string;
  /** Decisions of a trial: the largest reward there is. */
  trialDecisions: number;
  seed: number;
  task: { path: string; sha256: string };
  /** File of the episode, beside this one. */
  replay: string;
}

/** Body of `POST /api/humans`: the server plays the replay again, and believes nothing else. */
export interface HumanSubmission {
  /** Path of the task. */
  task: string;
  /** Text of the replay file of a whole episode. */
  replay: string;
}

/** Every answer that is an error has this body. */
export interface Refusal {
  error: string;
}
