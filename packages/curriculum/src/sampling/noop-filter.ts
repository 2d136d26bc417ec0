/**
 * Thresholds of the no-op filter (AdA, appendix D.5, table of no-op filtering). Rewards are compared as fractions of
 * the trial; 1 means that the goal held in every step. `epsilon3` to `epsilon5` are numbers of episodes.
 */
export interface NoopThresholds {
  /** Margin by which the agent must be better or worse than the no-op policy. */
  epsilon0: number;
  /**
   * Largest allowed value of the best no-op reward. The paper's 1.1 is never exceeded: doing nothing may be the right
   * thing to learn.
   */
  epsilon1: number;
  /** An agent's episode counts as good from this reward on. */
  epsilon2: number;
  /** Largest allowed number of good episodes. */
  epsilon3: number;
  /** Either at least this many episodes must be better than the best no-op episode, */
  epsilon4: number;
  /** or at least this many must be worse than the worst no-op episode. */
  epsilon5: number;
  /** Smallest allowed difference between the agent's best and worst reward. */
  epsilon6: number;
}

export const NOOP_THRESHOLDS: NoopThresholds = {
  epsilon0: 0.01,
  epsilon1: 1.1,
  epsilon2: 0.4,
  epsilon3: 5,
  epsilon4: 1,
  epsilon5: 3,
  epsilon6: 0.01,
};

export const NOOP_REJECTIONS = ['noopTooGood', 'agentTooGood', 'agentLikeNoop', 'agentAllAlike'] as const;
export type NoopRejection = (typeof NOOP_REJECTIONS)[number];

/**
 * The first criterion that a proposal fails, in the paper's order, or undefined if it is admitted.
 * @param agent R_i, fractions of the trial
 * @param noop R'_i, fractions of the trial
 */
export function noopRejection(
  agent: readonly number[],
  noop: readonly number[],
  thresholds: NoopThresholds,
): NoopRejection | undefined {
  const { epsilon0, epsilon1, epsilon2, epsilon3, epsilon4, epsilon5, epsilon6 } = thresholds;
  const best = Math.max(...noop);
  const worst = Math.min(...noop);
  const count = (meets: (reward: number) => boolean) => agent.filter(meets).length;
  if (best > epsilon1) return 'noopTooGood';
  if (count((reward) => reward >= epsilon2) > epsilon3) return 'agentTooGood';
  const better = count((reward) => reward >= best + epsilon0);
  const worse = count((reward) => reward <= worst - epsilon0);
  if (better < epsilon4 && worse < epsilon5) return 'agentLikeNoop';
  if (Math.max(...agent) - Math.min(...agent) < epsilon6) return 'agentAllAlike';
  return undefined;
}
