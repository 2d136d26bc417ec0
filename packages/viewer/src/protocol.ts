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

/** A training run. */
export interface RunEntry {
  path: string;
  /** Milliseconds since 1970. */
  modified: number;
  /** How far it is: steps, minutes, and mean reward of each trial in the last stretch; absent before its first log line. */
  progress?: { steps: number; minutes: number; returnByTrial: number[] };
  /** Path of its agent as it is now; absent before the first checkpoint. */
  agent?: string;
}

/** What the command line asked for; the page opens it unless its own address says otherwise. */
export interface Start {
  /** `folder`: a run, or any other directory with replays. */
  kind: 'replay' | 'task' | 'agent' | 'folder';
  path: string;
}

export interface Library {
  tasks: TaskEntry[];
  taskLists: TaskListEntry[];
  /** The newest first. */
  replays: ReplayEntry[];
  runs: RunEntry[];
  agents: AgentEntry[];
  /** What people reached when they played a task for the first time, oldest first. */
  humans: HumanResult[];
  start?: Start;
}

/** What a person reached in one episode: a file of `runs/humans`, or of `runs/humans/again` where the person knew the task. */
export interface HumanResult {
  /** Name of the task's file without its ending, e.g. `wrong-pair-disappears`. */
  probe: string;
  /** Whoever played, as they call themselves; absent: nobody has said. */
  player?: string;
  /** Trials of the episode. */
  k: number;
  /** `[k]`: sum of the rewards of the steps of each trial. */
  rewardByTrial: number[];
  /** ISO 8601, UTC. */
  date: string;
  /** Steps of a trial: the largest reward there is. */
  trialSteps: number;
  seed: number;
  task: { path: string; sha256: string };
  /** File of the episode, beside this one. */
  replay: string;
}

/** Body of `POST /api/humans`: the server plays the replay again, and believes nothing else. */
export interface HumanSubmission {
  /** Path of the task. */
  task: string;
  /** Name of the person. */
  player?: string;
  /** Text of the replay file of a whole episode. */
  replay: string;
}

/** Every answer that is an error has this body. */
export interface Refusal {
  error: string;
}
