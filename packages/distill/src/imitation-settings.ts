import * as z from 'zod';

const amount = z.number().min(0);
const fraction = z.number().min(0).max(1);

/** How an agent learns from a script that says, in each step, what it would do. AdA has no such script. */
export const imitationSettings = z.strictObject({
  imitationWeight: amount.default(2).meta({
    description: "Weight, at the start, of the cross-entropy to the script's action.",
  }),
  imitationFloor: amount.default(0.5).meta({
    description: 'Weight at the end; 0: from there on no script at all, and steps are cheaper.',
  }),
  imitationSteps: amount.default(20e6).meta({
    description: 'Environment steps over which the weight falls from the first to the second, linearly.',
    unit: 'steps',
  }),
  intentWeight: amount.default(0).meta({
    description:
      'Weight, at the start, of the cross-entropies to what the script means to do: the kind, the type and the second ' +
      'type. It falls in proportion to the weight of the imitation, and stays if that is 0 at the start. Above 0 the ' +
      'agent infers intents and marks their types on the entities; 0: it has no such outputs.',
  }),
  imitationTemperature: z
    .number()
    .min(0.1)
    .default(2)
    .meta({
      description:
        "Temperature of the agent's policy in this cross-entropy. Above 1 the policy that acts is sharper than the " +
        'frequencies of the labels, so the agent does not dither where the script cannot be predicted.',
    }),
  demonstrations: fraction.default(0.3).meta({
    description:
      "Fraction of the episodes, at the start, whose first trials the script plays while the agent's memory looks on. " +
      'Without them the memory of a beginner never holds what there is to know.',
  }),
  demonstrationSteps: amount.default(20e6).meta({
    description: 'Planned environment steps over which this fraction falls to zero, linearly.',
    unit: 'steps',
  }),
  demonstratedTrials: z.int().min(1).default(2).meta({
    description: 'Most trials of such an episode that the script plays; drawn evenly from 1, and never all.',
    unit: 'trials',
  }),
});
export type ImitationSettings = z.infer<typeof imitationSettings>;
