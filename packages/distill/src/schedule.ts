/** How long a teacher stays and how it fades. */
export interface DistillSchedule {
  /** D: frames after which the teacher is gone. */
  frames: number;
  /** Share of D, at its end, over which the teacher's loss falls linearly to zero. */
  anneal: number;
}

/** What is left of the teacher's loss after so many frames: 1 at first, falling at the end of D, 0 from D on. */
export function teacherShare({ frames, anneal }: DistillSchedule, done: number): number {
  if (done >= frames) return 0;
  const falling = frames * anneal;
  return frames - done < falling ? (frames - done) / falling : 1;
}
