import { Random } from '@open-ada/production-rules';
import { type Checkpoint, rollout } from '@open-ada/rollout';
import { BatchedEnvironment, INTENT_KINDS, type IntentLabel } from '@open-ada/xland-sim';
import { LabelAgreement, type LabelledStep } from './label-agreement.js';
import { BATCH, policyOf } from './validate.js';
import type { ValidationTask } from './validation-tasks.js';

/** How an agent and the script agree, as fractions of steps; absent where there is no step to compare. */
interface Agreement {
  /** Of all steps of such trials. */
  share: number;
  sameAction?: number;
  /** The agent turns to the other side than the script. */
  turnsAgainst?: number;
  /** Absent for agents without intents. */
  sameKind?: number;
  sameFirst?: number;
  /** The script turns to the other side than the way that the agent is told, of the steps in which that way turns. */
  againstTold?: number;
}

interface LabelReport {
  steps: number;
  all: Agreement;
  /** By what the script means to do, most frequent first. */
  byKind: Partial<Record<IntentLabel['kind'], Agreement>>;
}

/** Plays every task, asks the script in each step, and reports on trials without reward and on those above 0.8. */
export async function labelReports(
  checkpoint: Checkpoint,
  tasks: readonly ValidationTask[],
  trials: number,
  onProgress: (done: number) => void = () => {},
): Promise<Record<'failed' | 'solved', LabelReport>> {
  const envCount = Math.min(BATCH, tasks.length);
  const environment = new BatchedEnvironment(checkpoint.simulation, envCount);
  const agent = await policyOf({ kind: 'agent', checkpoint, mode: 'sample' }, environment, envCount);
  const failed: LabelledStep[] = [];
  const solved: LabelledStep[] = [];
  for (let first = 0; first < tasks.length; first += envCount) {
    const part = tasks.slice(first, first + envCount);
    const policy = new LabelAgreement(agent.policy, environment);
    const episodes = part.map(({ task }, i) => ({ task, trials, seed: first + i }));
    const { rewardByTrial } = await rollout({ environment, policy, episodes, rng: new Random(first) });
    for (const step of policy.steps) {
      const score = rewardByTrial[step.episode][step.trial] / part[step.episode].reference;
      if (score === 0) failed.push(step);
      else if (score > 0.8) solved.push(step);
    }
    onProgress(Math.min(tasks.length, first + envCount) / tasks.length);
  }
  await agent.release();
  return { failed: reportOn(failed), solved: reportOn(solved) };
}

function reportOn(steps: readonly LabelledStep[]): LabelReport {
  const kinds = INTENT_KINDS.map((kind) => [kind, steps.filter((step) => step.kind === kind)] as const);
  const ordered = kinds.filter(([, some]) => some.length > 0).sort(([, a], [, b]) => b.length - a.length);
  return {
    steps: steps.length,
    all: agreementOf(steps, steps.length),
    byKind: Object.fromEntries(ordered.map(([kind, some]) => [kind, agreementOf(some, steps.length)])),
  };
}

function agreementOf(steps: readonly LabelledStep[], of: number): Agreement {
  const fraction = (key: keyof LabelledStep): number | undefined => {
    const known = steps.filter((step) => step[key] !== undefined);
    return known.length === 0 ? undefined : known.filter((step) => step[key] === true).length / known.length;
  };
  return {
    share: of === 0 ? 0 : steps.length / of,
    sameAction: fraction('sameAction'),
    turnsAgainst: fraction('turnsAgainst'),
    sameKind: fraction('sameKind'),
    sameFirst: fraction('sameFirst'),
    againstTold: fraction('againstTold'),
  };
}
