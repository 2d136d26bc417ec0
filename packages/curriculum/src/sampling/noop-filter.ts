import * as z from 'zod';

const amount = z.number().min(0);
const episodes = z.int().min(0);

/**
 * Thresholds of the no-op filter (AdA, appendix D.5, table of no-op filtering). Rewards are compared as fractions of
 * the trial: 1 means that the goal held in every step.
 */
export const noopThresholds = z.strictObject({
  epsilon0: amount.default(0.01).meta({
    description: 'Margin by which the agent must do better, or worse, than no-op (fraction of the trial).',
    paper: 'AdA: 0.01',
  }),
  epsilon1: amount.default(1.1).meta({
    description:
      'Largest allowed best no-op reward (fraction of the trial). At 1.1 it never is larger: doing nothing may ' +
      'be what is to be learned.',
    paper: 'AdA: 1.1',
  }),
  epsilon2: amount.default(0.4).meta({
    description: 'Reward from which on an episode of the agent counts as good (fraction of the trial).',
    paper: 'AdA: 0.4',
  }),
  epsilon3: episodes.default(5).meta({
    description: 'Most good episodes of the agent.',
    unit: 'episodes',
    paper: 'AdA: 5',
  }),
  epsilon4: episodes.default(1).meta({
    description: 'Episodes of the agent that must be better than the best no-op one, unless `epsilon5` holds.',
    unit: 'episodes',
    paper: 'AdA: 1',
  }),
  epsilon5: episodes.default(3).meta({
    description: 'Episodes of the agent that must be worse than the worst no-op one, unless `epsilon4` holds.',
    unit: 'episodes',
    paper: 'AdA: 3',
  }),
  epsilon6: amount.default(0.01).meta({
    description: "Least distance between the agent's best and worst reward (fraction of the trial).",
    paper: 'AdA: 0.01',
  }),
});
export type NoopThresholds = z.infer<typeof noopThresholds>;

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
