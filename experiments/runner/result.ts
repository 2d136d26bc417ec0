import type { CheckpointOrigin, EvaluationResult } from '@open-ada/evaluation';
import type { DreamerRunConfig, MetricsLine, OwnTasksFacts, RunConfig } from '@open-ada/training';
import type { Protocol } from './protocol.js';

/** An agent at one mark of its row, played on held-out tasks. */
export interface Look {
  /** The marks that it belongs to, for example `steps-1000000`; `end` for an agent that is not trained. */
  marks: string[];
  steps: number;
  /** Steps that the agent played: `steps`, and those played only to evaluate tasks. */
  playedSteps?: number;
  /** Absent where the agent does not say. */
  minutes?: number;
  sha256: string;
  tasks: EvaluationResult['tasks'];
  k: EvaluationResult['k'];
  adaptationGain: EvaluationResult['adaptationGain'];
  /** `[task]`: number of the task's game. Absent in files of version 0.1, whose intervals are over tasks. */
  games?: number[];
  /** `[k][task]`: score of the last trial. */
  scores: Record<string, number[]>;
  cleared?: EvaluationResult['cleared'];
}

/** The parts of a log line that a plot of the run needs. */
type CurvePoint = Pick<MetricsLine, 'steps' | 'minutes' | 'returnByTrial'> &
  Partial<Pick<MetricsLine, 'playedSteps' | 'stepsPerSecond' | 'share' | 'learner' | 'proposals' | 'archives'>>;

/** The raw results of a row, with everything needed to run it again. */
export interface RowResult {
  name: string;
  title: string;
  seed: number;
  /** The command that creates this file. */
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  /** Null if unknown. */
  parameters: number | null;
  config?: RunConfig;
  /** Settings of an agent of train:dreamer. */
  dreamer?: DreamerRunConfig;
  teacher?: CheckpointOrigin;
  /** The agent that training started from. */
  initial?: CheckpointOrigin;
  /** The task files that it was trained on. */
  ownTasks?: OwnTasksFacts;
  /** How the agents of the row are played. */
  protocol: Protocol;
  looks: Look[];
  /** One line for every `logSeconds` of training. */
  curve: CurvePoint[];
}
