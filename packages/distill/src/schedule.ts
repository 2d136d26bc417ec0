/** How long the teacher's loss is used and how it fades out. */
export interface DistillSchedule {
  /** D: number of steps after which the teacher is no longer used. */
  steps: number;
  /** Fraction of D, at its end, over which the teacher's loss falls linearly to zero. */
  anneal: number;
}

/** Factor of the teacher's loss after `done` steps: 1 at first, falling at the end of D, 0 from D on. */
export function teacherFraction({ steps, anneal }: DistillSchedule, done: number): number {
  if (done >= steps) return 0;
  const falling = steps * anneal;
  return steps - done < falling ? (steps - done) / falling : 1;
}
