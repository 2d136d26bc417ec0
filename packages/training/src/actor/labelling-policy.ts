import type { ActingOutput } from '@open-ada/ada-agent';
import type { ObjectType } from '@open-ada/production-rules';
import type { Policy, Rng } from '@open-ada/rollout';
import {
  type ActionSpec,
  type BatchedEnvironment,
  Explorer,
  INTENT_DIMS,
  type IntentLabel,
  Oracle,
  readIntentTypes,
  writeIntent,
} from '@open-ada/xland-sim';
import type { Labels } from '../config/run-settings.js';
import type { StepLabels } from '../transport/trajectory.js';
import { SecretGate } from './secret-gate.js';

/** Logit of an action that the script does not take: e^-10 is 1 in 22,000. */
const NOT_TAKEN = -10;
const INTENTS = INTENT_DIMS.length;

/**
 * The agent acts, and a script says in each step what it would do there. In the first trials of chosen episodes the
 * script acts instead while the agent's memory looks on. The recorded behaviour policy is then that of the script, so
 * importance weights stay right.
 */
export class LabellingPolicy implements Policy, StepLabels {
  readonly labels: Int32Array;
  readonly intents: Int32Array;
  readonly labelled: Uint8Array;
  /** Time that the script has taken. */
  labelMs = 0;
  private readonly script: Script;
  private readonly follows: boolean;
  private readonly groups: readonly number[];

  /** @param demonstrated per episode: number of first trials that the script plays */
  constructor(
    private readonly agent: Policy,
    private readonly environment: BatchedEnvironment,
    { labels: kind, steady, follows }: { labels: Exclude<Labels, 'none'>; steady?: boolean; follows?: boolean },
    private readonly demonstrated: readonly number[],
  ) {
    this.follows = follows === true;
    this.groups = optionCounts(environment.actionSpec);
    this.labels = new Int32Array(environment.count * this.groups.length);
    this.intents = new Int32Array(environment.count * INTENTS);
    this.labelled = new Uint8Array(environment.count);
    this.script = kind === 'oracle' ? oracleScript(environment, steady) : explorerScript(environment, steady);
  }

  async act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void> {
    await this.agent.act(observations, random, out);
    const start = performance.now();
    for (let i = 0; i < this.environment.count; i++) {
      const trial = this.environment.trial(i);
      const demonstrates = trial >= 0 && trial < (this.demonstrated[i] ?? 0);
      const wish = this.follows && out.intents && !demonstrates ? readIntentTypes(out.intents, i * INTENTS) : [];
      this.labelled[i] = trial >= 0 && this.script.label(i, this.labels, wish) ? 1 : 0;
      const intent = this.labelled[i] === 1 ? this.script.intent(i) : undefined;
      if (intent) writeIntent(intent, this.intents, i * INTENTS);
      if (demonstrates) this.takeOver(i, out);
    }
    this.labelMs += performance.now() - start;
  }

  clear(envIndex: number): void {
    this.agent.clear(envIndex);
    this.script.forget(envIndex);
  }

  clearAll(): void {
    this.agent.clearAll();
    for (let i = 0; i < this.environment.count; i++) this.script.forget(i);
  }

  private takeOver(i: number, { actions, logits }: ActingOutput): void {
    const { groups, labels } = this;
    let at = i * groups.reduce((a, b) => a + b, 0);
    groups.forEach((count, g) => {
      const chosen = labels[i * groups.length + g];
      actions[i * groups.length + g] = chosen;
      for (let option = 0; option < count; option++) logits[at++] = option === chosen ? 0 : NOT_TAKEN;
    });
  }
}

const optionCounts = ({ groups }: ActionSpec): number[] => groups.map(({ options }) => options.length);

interface Script {
  /**
   * Writes the row of environment i.
   * @param wish types with which the agent means to do something
   * @returns whether an agent that knows no more than its avatar can follow it
   */
  label(i: number, labels: Int32Array, wish: readonly ObjectType[]): boolean;
  /** What the script meant with the action that it wrote last. */
  intent(i: number): IntentLabel | undefined;
  forget(i: number): void;
}

function explorerScript(environment: BatchedEnvironment, steady?: boolean): Script {
  const explorer = new Explorer({ steady });
  return {
    label(i, labels, wish) {
      explorer.act(environment, i, labels, 0, wish);
      return true;
    },
    intent: (i) => explorer.intent(environment, i),
    forget: (i) => explorer.forget(environment, i),
  };
}

function oracleScript(environment: BatchedEnvironment, steady?: boolean): Script {
  const oracle = new Oracle({ steady });
  const gate = new SecretGate(environment);
  return {
    label(i, labels) {
      oracle.act(environment, i, labels);
      return gate.isOpen(i);
    },
    intent: (i) => oracle.intent(environment, i),
    forget: (i) => gate.forget(i),
  };
}
