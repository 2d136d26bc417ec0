export interface DistillSchedule {
  /** Weight at the start. */
  weight: number;
  /** D: frames after which the teacher is gone. */
  frames: number;
  /** Share of D, at its end, over which the weight falls linearly to zero. */
  anneal: number;
}

/** Weight of the teacher after so many frames. */
export function teacherWeight({ weight, frames, anneal }: DistillSchedule, done: number): number {
  if (done >= frames) return 0;
  const left = (frames - done) / (frames * Math.max(anneal, 1e-9));
  return weight * Math.min(1, left);
}
