/**
 * Thresholds of the no-op filter (AdA, appendix D.5, table of no-op filtering). Rewards are compared as fractions of the trial: 1 is the goal
 * held in every step of it. `epsilon3` to `epsilon5` are numbers of episodes.
 */
export interface NoopThresholds {
  /** Margin by which the agent must do better, or worse, than no-op. */
  epsilon0: number;
  /** The best no-op reward may be at most this. At the paper's 1.1 it never is more: doing nothing may be what is to be learned. */
  epsilon1: number;
  /** From this on an agent's episode counts as good; */
  epsilon2: number;
  /** so many episodes may be good. */
  epsilon3: number;
  /** So many episodes must be better than the best no-op one, */
  epsilon4: number;
  /** or so many worse than the worst. */
  epsilon5: number;
  /** The agent's best and worst must be at least this far apart. */
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
 * The first criterion that a proposal fails, in the paper's order; undefined: it is admitted.
 * @param agent R_i, fractions of the trial
 * @param noop R'_i, the same
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
