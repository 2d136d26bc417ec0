/** A plain-loop twin of the distillation loss, written from the paper's equation, independent of the tensors. */

/** log-probabilities of one group of options. */
function logSoftmax(logits: number[]): number[] {
  const largest = Math.max(...logits);
  const logSum = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  return logits.map((logit) => logit - logSum);
}

/** KL(teacher || student) of one step: the groups are independent, so their kls add up. */
function kl(teacher: number[], student: number[], options: number[]): number {
  let sum = 0;
  let offset = 0;
  for (const count of options) {
    const p = logSoftmax(teacher.slice(offset, offset + count));
    const q = logSoftmax(student.slice(offset, offset + count));
    for (let option = 0; option < count; option++) sum += Math.exp(p[option]) * (p[option] - q[option]);
    offset += count;
  }
  return sum;
}

export interface Lesson {
  options: number[];
  /** Teacher's logits by episode and step. */
  teacher: number[][][];
  /** Student's logits by model step i, episode and the step t that the model was unrolled from. */
  student: number[][][][];
  /** By episode and step: whether it was really played. */
  played: boolean[][];
  /** By model step i and episode: the steps t that are learned from. */
  from: number[][][];
}

/** Mean kl of each model step i = 0..I over the steps t from which t + i was really played. */
export function slowKls({ options, teacher, student, played, from }: Lesson): number[] {
  return student.map((logits, i) => {
    let sum = 0;
    let count = 0;
    from[i].forEach((steps, episode) => {
      for (const t of steps) {
        if (!played[episode][t + i]) continue;
        sum += kl(teacher[episode][t + i], logits[episode][t], options);
        count++;
      }
    });
    return count === 0 ? 0 : sum / count;
  });
}

/** The whole loss of an update: share (weight sum_i kl_i + l2 |parameters|^2). */
export function slowLoss(
  kls: number[],
  parameters: ArrayLike<number>,
  { weight, l2, share }: { weight: number; l2: number; share: number },
): number {
  let squares = 0;
  for (let i = 0; i < parameters.length; i++) squares += parameters[i] ** 2;
  return share * (weight * kls.reduce((sum, each) => sum + each, 0) + l2 * squares);
}
