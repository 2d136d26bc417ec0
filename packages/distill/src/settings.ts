import * as z from 'zod';

/** How a student is taught: kickstarting (Schmitt et al. 2018; AdA, section 2.5). */
export const distillationSettings = z.strictObject({
  weight: z.number().min(0).default(1).meta({
    description:
      "Weight, at the start, of the KL divergences from the teacher's policy, summed over the model's steps.",
    paper: 'AdA: not stated',
  }),
  steps: z.number().min(0).default(2e6).meta({
    description: 'Environment steps after which the teacher is gone; 0: no teacher at all.',
    unit: 'steps',
    paper: 'AdA: 4e9 frames',
  }),
  anneal: z.number().min(0).max(1).default(0.5).meta({
    description: 'Fraction of those steps, at their end, over which the weights fall to zero, linearly.',
    paper: 'AdA: not stated',
  }),
  l2: z.number().min(0).default(1e-5).meta({
    description: 'Weight of the squared parameters while there is a teacher.',
    paper: 'AdA: not stated',
  }),
});
export type DistillationSettings = z.infer<typeof distillationSettings>;
