import type { CheckpointOrigin, EvaluationResult } from '@open-ada/evaluation';
import type { MetricsLine, RunConfig } from '@open-ada/training';
import type { Protocol } from './protocol.js';

/** An agent at one mark of its row, played on held-out tasks. */
export interface Look {
  /** The marks that it stands for, e.g. `steps-1000000`; `end` for an agent that is not trained. */
  marks: string[];
  steps: number;
  /** Steps that the agent played: `steps`, and what was played only to judge tasks. */
  playedSteps?: number;
  minutes: number;
  sha256: string;
  tasks: EvaluationResult['tasks'];
  k: EvaluationResult['k'];
  adaptationGain: EvaluationResult['adaptationGain'];
  /** `[task]`: number of the task's game; absent in files of version 0.1, whose intervals are over tasks. */
  games?: number[];
  /** `[k][task]`: score of the last trial. */
  scores: Record<string, number[]>;
  cleared?: EvaluationResult['cleared'];
}

/** What a plot of a run needs of a line of its log. */
type CurvePoint = Pick<MetricsLine, 'steps' | 'minutes' | 'returnByTrial'> &
  Partial<Pick<MetricsLine, 'playedSteps' | 'stepsPerSecond' | 'share' | 'learner' | 'proposals' | 'archives'>>;

/** All that is known of a row, raw, with what is needed to run it again. */
export interface RowResult {
  name: string;
  title: string;
  seed: number;
  /** The command that makes this file. */
  command: string;
  commit: string | null;
  machine: Record<string, unknown>;
  /** Null where it is not known. */
  parameters: number | null;
  config?: RunConfig;
  teacher?: CheckpointOrigin;
  /** The agent that training started from. */
  initial?: CheckpointOrigin;
  /** How its agents are played. */
  protocol: Protocol;
  looks: Look[];
  /** A line every `logSeconds` of training. */
  curve: CurvePoint[];
}
