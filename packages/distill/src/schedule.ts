/** How long a teacher stays and how it fades. */
export interface DistillSchedule {
  /** D: steps after which the teacher is gone. */
  steps: number;
  /** Share of D, at its end, over which the teacher's loss falls linearly to zero. */
  anneal: number;
}

/** What is left of the teacher's loss after so many steps: 1 at first, falling at the end of D, 0 from D on. */
export function teacherFraction({ steps, anneal }: DistillSchedule, done: number): number {
  if (done >= steps) return 0;
  const falling = steps * anneal;
  return steps - done < falling ? (steps - done) / falling : 1;
}
