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
const NOTHING_MEANT = -1;

/** Which scripts label, where, and how much they play themselves. */
export interface LabellingOptions {
  labels: Exclude<Labels, 'none'>;
  steady?: boolean;
  /** Whether the script tries what the agent's intents name. */
  follows?: boolean;
  /** Per episode: number of first trials that the script plays. */
  demonstrated: readonly number[];
  /** Per episode: seat of the agent. Absent: the first. */
  seats?: readonly number[];
}

/**
 * The agent acts, and a script says in each step what it would do there. In the first trials of chosen episodes the
 * script acts instead while the agent's memory looks on. The recorded behaviour policy is then that of the script, so
 * importance weights stay right.
 *
 * In tasks for two the script sits on the agent's seat. In the trials that it plays, another one plays the other seat:
 * see `besides`.
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
  private readonly demonstrated: readonly number[];
  private readonly seats: readonly number[];
  /** `[E, P, G]`: what the scripts on all seats would do. */
  private readonly bySeat: Int32Array;
  /** `[E, 3]`: what the agent meant in the step before. */
  private readonly meant: Int32Array;

  constructor(
    private readonly agent: Policy,
    private readonly environment: BatchedEnvironment,
    { labels: kind, steady, follows, demonstrated, seats = [] }: LabellingOptions,
  ) {
    const { count, players, actionSpec } = environment;
    this.follows = follows === true;
    this.demonstrated = demonstrated;
    this.seats = seats;
    this.groups = optionCounts(actionSpec);
    this.labels = new Int32Array(count * this.groups.length);
    this.bySeat = players === 1 ? this.labels : new Int32Array(players * this.labels.length);
    this.intents = new Int32Array(count * INTENTS);
    this.meant = new Int32Array(count * INTENTS).fill(NOTHING_MEANT);
    this.labelled = new Uint8Array(count);
    this.script = kind === 'oracle' ? oracleScript(environment, steady) : explorerScript(environment, steady);
  }

  async act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void> {
    await this.agent.act(observations, random, out);
    const start = performance.now();
    for (let i = 0; i < this.environment.count; i++) {
      const isShown = this.isDemonstrated(i);
      // What it meant in the step before the agent can know, so it can foresee that the script goes on with that.
      const wish = this.follows && !isShown ? readIntentTypes(this.meant, i * INTENTS) : [];
      const known = this.environment.trial(i) >= 0 && this.ask(i, this.seatOf(i), this.labels, wish);
      this.labelled[i] = known ? 1 : 0;
      const intent = known ? this.script.intent(i, this.seatOf(i)) : undefined;
      if (intent) writeIntent(intent, this.intents, i * INTENTS);
      if (isShown) this.takeOver(i, out);
    }
    if (out.intents) this.meant.set(out.intents);
    this.labelMs += performance.now() - start;
  }

  /**
   * The co-player of the agent, on the other seat. In the trials that the script plays, a script that sees what is seen
   * from there acts for it, so that the agent sees success where it takes two. The co-player's memory looks on.
   */
  besides(coPlayer: Policy): Policy {
    return {
      ...coPlayer,
      act: async (observations, random, out) => {
        await coPlayer.act(observations, random, out);
        const start = performance.now();
        for (let i = 0; i < this.environment.count; i++) {
          const seat = 1 - this.seatOf(i);
          if (this.isDemonstrated(i) && seat < this.environment.acting(i)) this.ask(i, seat, out.actions);
        }
        this.labelMs += performance.now() - start;
      },
    };
  }

  clear(envIndex: number): void {
    this.agent.clear(envIndex);
    this.meant.fill(NOTHING_MEANT, envIndex * INTENTS, (envIndex + 1) * INTENTS);
    this.script.forget(envIndex, this.seatOf(envIndex));
  }

  clearAll(): void {
    this.agent.clearAll();
    this.meant.fill(NOTHING_MEANT);
    const { count, players } = this.environment;
    for (let i = 0; i < count; i++) for (let seat = 0; seat < players; seat++) this.script.forget(i, seat);
  }

  private seatOf(i: number): number {
    return this.seats[i] ?? 0;
  }

  /** Whether the scripts play the present trial of environment i. */
  private isDemonstrated(i: number): boolean {
    const trial = this.environment.trial(i);
    return trial >= 0 && trial < (this.demonstrated[i] ?? 0);
  }

  /** Asks the script on a seat. @param into `[E, G]`, row i is written. @returns as `Script.label` */
  private ask(i: number, seat: number, into: Int32Array, wish: readonly ObjectType[] = []): boolean {
    const { bySeat, groups, environment } = this;
    const known = this.script.label(i, seat, bySeat, wish);
    if (bySeat !== into) {
      const row = (i * environment.players + seat) * groups.length;
      into.set(bySeat.subarray(row, row + groups.length), i * groups.length);
    }
    return known;
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
   * Writes the row of a player of environment i in `[E, P, G]`.
   * @param wish types with which the agent means to do something
   * @returns whether an agent that knows no more than its avatar can follow it
   */
  label(i: number, seat: number, actions: Int32Array, wish: readonly ObjectType[]): boolean;
  /** What the script meant with the action that it wrote last. */
  intent(i: number, seat: number): IntentLabel | undefined;
  forget(i: number, seat: number): void;
}

function explorerScript(environment: BatchedEnvironment, steady?: boolean): Script {
  const explorer = new Explorer({ steady });
  return {
    label(i, seat, actions, wish) {
      explorer.act(environment, i, actions, seat, wish);
      return true;
    },
    intent: (i, seat) => explorer.intent(environment, i, seat),
    forget: (i, seat) => explorer.forget(environment, i, seat),
  };
}

function oracleScript(environment: BatchedEnvironment, steady?: boolean): Script {
  const oracle = new Oracle({ steady });
  const gate = new SecretGate(environment);
  return {
    label(i, seat, actions) {
      oracle.act(environment, i, actions, seat);
      return gate.isOpen(i, seat);
    },
    intent: (i, seat) => oracle.intent(environment, i, seat),
    forget: (i, seat) => gate.forget(i, seat),
  };
}
