/** Messages between the server and the page, as JSON. Paths are relative to the project's directory, with `/`. */

/** A task file, readable or not. */
export interface TaskEntry {
  path: string;
  /** `probes`, `examples`, or `given` for the file of the command line. */
  group: string;
  name: string;
  /** The goal in words. */
  goal: string;
  tests?: string;
  trialSeconds: number;
  /** 2 for tasks for two; absent otherwise. */
  players?: 2;
  /** The reason why the file cannot be used, in one sentence. */
  fault?: string;
}

/** A file with one task per line. */
export interface TaskListEntry {
  path: string;
  name: string;
  count: number;
}

export interface ReplayEntry {
  path: string;
  /** Origin of the replay: a run, an evaluation, the probes' demonstrations, or people. */
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
  /**
   * Progress of the run: steps, minutes, and mean reward of each trial in the last log interval. Absent before the
   * first log line.
   */
  progress?: { steps: number; minutes: number; returnByTrial: number[] };
  /** Path of the run's present agent; absent before the first checkpoint. */
  agent?: string;
}

/** The start that the command line asked for. The page opens it unless its own address names another. */
export interface Start {
  /** `folder`: a run, or any other directory with replays. */
  kind: 'replay' | 'task' | 'agent' | 'folder';
  path: string;
  /** Who plays the task: `me`, `oracle` or `explorer`. Absent: the agent. */
  player?: string;
  /** Of tasks for two: seat of that player, 1 or 2, and who plays the other one. */
  seat?: number;
  beside?: string;
}

export interface Library {
  tasks: TaskEntry[];
  taskLists: TaskListEntry[];
  /** The newest first. */
  replays: ReplayEntry[];
  runs: RunEntry[];
  agents: AgentEntry[];
  /** Results of people who played a task for the first time, oldest first. */
  humans: HumanResult[];
  start?: Start;
}

/**
 * The result of a person in one episode: a file of `runs/humans`, or of `runs/humans/again` where the person had played
 * the task before, or of `runs/humans/beside` where somebody played beside the person.
 */
export interface HumanResult {
  /** Name of the task's file without its ending, e.g. `wrong-pair-disappears`. */
  probe: string;
  /** Name that the player entered; absent if there is none. */
  player?: string;
  /** Of tasks for two: seat of the person, 1 or 2, and who played the other one. */
  seat?: number;
  beside?: string;
  /** Number of trials of the episode. */
  k: number;
  /** `[k]`: sum of the rewards of each trial. */
  rewardByTrial: number[];
  /** ISO 8601, UTC. */
  date: string;
  /** Steps per trial, which is the largest possible reward. */
  trialSteps: number;
  seed: number;
  task: { path: string; sha256: string };
  /** Replay file of the episode, in the same directory. */
  replay: string;
}

/** Body of `POST /api/humans`. The server plays the replay again and trusts no other data. */
export interface HumanSubmission {
  /** Path of the task. */
  task: string;
  /** Name of the person. */
  player?: string;
  /** Of tasks for two: seat of the person, 1 or 2, and who played the other one. */
  seat?: number;
  beside?: string;
  /** Text of the replay file of a complete episode. */
  replay: string;
}

/** Body of every error response. */
export interface Refusal {
  error: string;
}
