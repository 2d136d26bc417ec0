import { Random, RuleEngine, type Task } from '@open-ada/production-rules';
import { taskTokens } from '../observation/tokens.js';
import type { Motion } from '../physics/motion.js';
import { Scene } from '../scene/scene.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationSpec } from '../settings/specs.js';
import { stepsIn } from '../settings/time.js';
import { applyAction, type Controls } from './apply-action.js';

/** What ended in a step. */
export const EVENT = { none: 0, trial: 1, episode: 2 } as const;

/** Options of an episode. */
export interface EpisodeOptions {
  /** Number of trials. All start alike except for the headings. */
  trials: number;
  /** Seed of the headings. */
  seed: number;
  /** Whether the observation leaves out how many trials remain. Default false. */
  hideTrialIndex?: boolean;
}

const TURN = 2 * Math.PI;

/** One environment of a batch: a scene that plays the trials of one episode one after another. */
export class RunningEpisode {
  readonly scene: Scene;
  /** Undefined before the first `reset` and after a failed one. It is kept after the end of the episode. */
  task: Task | undefined;
  running = false;
  trials = 0;
  trial = 0;
  /** Steps taken in the current trial, and steps of a whole trial. */
  stepsTaken = 0;
  trialSteps = 0;
  hideTrialIndex = false;
  /** Rule firings since `reset`. */
  firings = 0;
  /** Last option of each action group, or -1 if there is none, and the reward of that step. */
  readonly previousActions: Int32Array;
  previousReward = 0;
  /**
   * Index of the object type that the hand grabbed in the last step, or -1. A rule may consume the object before it
   * is ever observed in the hand.
   */
  previousGrab = -1;
  /** Goal and rules as the agent sees them. */
  tokens: Float32Array = new Float32Array(0);

  engine: RuleEngine | undefined;
  /** Called after each physics step, e.g. to show the world. */
  watch: ((goalHolds: boolean) => void) | undefined;
  /** Random number source of the headings. */
  random: Random = new Random(0);
  private readonly headings: number[] = [];

  constructor(
    readonly settings: SimulationSettings,
    private readonly controls: Controls,
    motion: Motion,
    private readonly observationSpec: ObservationSpec,
  ) {
    this.scene = new Scene(settings, motion);
    this.previousActions = new Int32Array(controls.groups).fill(-1);
  }

  reset(task: Task, { trials, seed, hideTrialIndex = false }: EpisodeOptions): void {
    if (!Number.isInteger(trials) || trials < 1) throw new Error(`An episode needs 1 or more trials, not ${trials}.`);
    const random = new Random(seed);
    this.load(task);
    this.random = random;
    this.trials = trials;
    this.trial = 0;
    this.hideTrialIndex = hideTrialIndex || this.settings.hideTrials === true;
    this.firings = 0;
    this.clearPrevious();
    this.beginTrial(task);
    this.running = true;
  }

  /**
   * Prepares for a task. The environment idles, and its world is not yet that of the task, until state is put into
   * it.
   */
  load(task: Task): void {
    this.running = false;
    if (task === this.task) return;
    const steps = stepsIn(task.trialSeconds, this.settings);
    if (!(steps >= 1)) throw new Error(`A trial of task "${task.name}" lasts less than one step; lengthen it.`);
    this.task = undefined;
    this.tokens = taskTokens(task, this.settings, this.observationSpec);
    this.engine = new RuleEngine(task);
    this.scene.load(task);
    this.task = task;
    this.trialSteps = steps;
  }

  clearPrevious(): void {
    this.previousActions.fill(-1);
    this.previousReward = 0;
    this.previousGrab = -1;
    for (const player of this.scene.players) player.forgetEvents();
  }

  /**
   * Plays one step.
   * @param actions options of all environments; this one's options start at `offset`
   * @returns what ended (`EVENT`); the reward is in `previousReward`
   */
  step(actions: Int32Array, offset: number): number {
    const { scene, settings } = this;
    const task = this.task!;
    const engine = this.engine!;
    const heldBefore = scene.players[0].held;
    applyAction(this.controls, settings, scene, 0, actions, offset);
    const { held } = scene.players[0];
    for (let p = 0; p < scene.players.length; p++) scene.players[p].forgetEvents();
    this.previousGrab = held >= 0 && held !== heldBefore ? scene.items[held].type : -1;
    let good = 0;
    for (let physicsStep = 0; physicsStep < settings.actionRepeat; physicsStep++) {
      scene.physicsStep();
      this.firings += engine.step(scene);
      const holds = engine.goalHolds(scene);
      if (holds) good++;
      if (this.watch !== undefined) this.watch(holds);
    }
    for (let g = 0; g < this.previousActions.length; g++) this.previousActions[g] = actions[offset + g];
    this.previousReward = good / settings.actionRepeat;
    if (++this.stepsTaken < this.trialSteps) return EVENT.none;
    if (++this.trial === this.trials) {
      this.running = false;
      return EVENT.episode;
    }
    this.beginTrial(task);
    return EVENT.trial;
  }

  private beginTrial(task: Task): void {
    this.stepsTaken = 0;
    for (let p = 0; p < task.players.length; p++) {
      const { heading } = task.players[p];
      const mean = heading?.mean ?? 0;
      const spread = heading?.spread ?? Math.PI;
      const angle = mean + spread * (2 * this.random.float() - 1);
      this.headings[p] = angle - TURN * Math.round(angle / TURN);
    }
    this.scene.begin(task, this.headings);
    this.engine!.reset();
  }
}
