import type { ActingOutput } from '@open-ada/ada-agent';
import type { Policy, Rng } from '@open-ada/rollout';
import {
  type BatchedEnvironment,
  Explorer,
  INTENT_DIMS,
  type IntentLabel,
  readIntentTypes,
  writeIntent,
} from '@open-ada/xland-sim';
import { toldTurn } from './told-turn.js';

/** One step of an agent beside what the script would have done there. */
export interface LabelledStep {
  episode: number;
  trial: number;
  /** What the script means to do. */
  kind: IntentLabel['kind'];
  /** Whether the agent takes the script's action; whether it turns to the other side. */
  sameAction: boolean;
  turnsAgainst: boolean;
  /** Whether the agent means the same kind, and the same first type. Absent for agents without intents. */
  sameKind?: boolean;
  sameFirst?: boolean;
  /**
   * Whether the script turns to the other side than the way that the agent is told. Absent where the agent is told of no
   * way, or of one that begins ahead.
   */
  againstTold?: boolean;
}

const PARTS = INTENT_DIMS.length;

/** Plays an agent, and asks in each step what the script would do, as training does. */
export class LabelAgreement implements Policy {
  readonly steps: LabelledStep[] = [];
  private readonly explorer = new Explorer({ steady: true });
  private readonly actions: Int32Array;
  private readonly turn: number;
  /** `[E, 3]`: what the agent meant in the step before; -1: nothing. */
  private readonly meant: Int32Array;

  constructor(
    private readonly agent: Policy,
    private readonly environment: BatchedEnvironment,
  ) {
    const { groups } = environment.actionSpec;
    this.actions = new Int32Array(environment.count * groups.length);
    this.meant = new Int32Array(environment.count * PARTS).fill(-1);
    this.turn = groups.findIndex(({ name }) => name === 'turn');
  }

  async act(observations: Float32Array, random: Rng, out: ActingOutput): Promise<void> {
    await this.agent.act(observations, random, out);
    for (let i = 0; i < this.environment.count; i++) {
      if (this.environment.trial(i) >= 0) this.compare(i, observations, out);
    }
    if (out.intents) this.meant.set(out.intents);
  }

  clear(row: number): void {
    this.agent.clear(row);
    this.meant.fill(-1, row * PARTS, (row + 1) * PARTS);
    this.explorer.forget(this.environment, row);
  }

  clearAll(): void {
    this.agent.clearAll();
    this.meant.fill(-1);
    for (let i = 0; i < this.environment.count; i++) this.explorer.forget(this.environment, i);
  }

  private compare(i: number, observations: Float32Array, { actions, intents }: ActingOutput): void {
    const { environment, explorer } = this;
    const wish = readIntentTypes(this.meant, i * PARTS);
    explorer.act(environment, i, this.actions, 0, wish);
    const intent = explorer.intent(environment, i);
    if (intent === undefined) return;
    const groups = environment.actionSpec.groups.length;
    const [asked, done] = [this.actions, actions].map((all) => all.subarray(i * groups, (i + 1) * groups));
    const [wanted, made] = [asked, done].map((options) => this.side(options));
    const { size } = environment.observationSpec;
    const told = toldTurn(environment.observationSpec, observations.subarray(i * size, (i + 1) * size), intent);
    const truth = new Int32Array(PARTS);
    writeIntent(intent, truth, 0);
    this.steps.push({
      episode: i,
      trial: environment.trial(i),
      kind: intent.kind,
      sameAction: asked.every((option, g) => option === done[g]),
      turnsAgainst: wanted * made < 0,
      ...(intents && { sameKind: intents[i * PARTS] === truth[0], sameFirst: intents[i * PARTS + 1] === truth[1] }),
      ...(told !== undefined && { againstTold: wanted !== 0 && wanted !== told }),
    });
  }

  /** -1 left, 1 right, 0 neither. */
  private side(options: Int32Array): number {
    const { options: turns } = this.environment.actionSpec.groups[this.turn];
    return Math.sign(options[this.turn] - (turns.length - 1) / 2);
  }
}
