import { Random, RuleEngine, type Task, taskFromSeat } from '@open-ada/production-rules';
import { taskTokens } from '../observation/tokens.js';
import type { Motion } from '../physics/motion.js';
import { Scene } from '../scene/scene.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationSpec } from '../settings/specs.js';
import { stepsIn } from '../settings/time.js';
import { applyAction, type Controls } from './apply-action.js';
import { Seat } from './seat.js';

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

/** Random streams of the headings, by seat. A second player thus changes nothing of how the first one starts. */
const HEADINGS = [0, 1] as const;

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
  /** One for each player of the task. The first is there before any task. */
  readonly seats: Seat[];

  engine: RuleEngine | undefined;
  /** Called after each physics step, e.g. to show the world, with what holds for the first and for the second player. */
  watch: ((goalHolds: boolean, holdsForSecond: boolean) => void) | undefined;
  private readonly headings: number[] = [];

  constructor(
    readonly settings: SimulationSettings,
    private readonly controls: Controls,
    motion: Motion,
    private readonly observationSpec: ObservationSpec,
  ) {
    this.scene = new Scene(settings, motion);
    this.seats = [new Seat(controls.groups, settings)];
  }

  /** Number of players that are moved by actions. Those of the task beyond them stand still. */
  get acting(): number {
    return Math.min(this.settings.players ?? 1, this.seats.length);
  }

  reset(task: Task, { trials, seed, hideTrialIndex = false }: EpisodeOptions): void {
    if (!Number.isInteger(trials) || trials < 1) throw new Error(`An episode needs 1 or more trials, not ${trials}.`);
    const randoms = HEADINGS.map((stream) => new Random(seed, stream));
    this.load(task);
    this.seats.forEach((seat, p) => {
      seat.random = randoms[p];
    });
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
    this.seats.length = Math.min(this.seats.length, task.players.length);
    while (this.seats.length < task.players.length) this.seats.push(new Seat(this.controls.groups, this.settings));
    for (let p = 0; p < this.acting; p++) {
      this.seats[p].tokens = taskTokens(taskFromSeat(task, p), this.settings, this.observationSpec);
    }
    this.engine = new RuleEngine(task);
    this.scene.load(task);
    this.task = task;
    this.trialSteps = steps;
  }

  /** Makes the next observations of all players, or of one, tell nothing of the steps before. */
  forget(seat?: number): void {
    this.clearPrevious(seat);
    if (!this.running) return;
    for (let p = 0; p < this.acting; p++) {
      if (seat === undefined || seat === p) this.seats[p].forgetSeen(this.scene, p, this.stepsTaken);
    }
  }

  private clearPrevious(seat?: number): void {
    for (let p = 0; p < this.seats.length; p++) {
      if (seat !== undefined && seat !== p) continue;
      this.seats[p].clearPrevious();
      this.scene.players[p].forgetEvents();
    }
  }

  /**
   * Plays one step.
   * @param actions options of all environments; this one's options start at `offset`, seat by seat
   * @returns what ended (`EVENT`); the rewards are in `previousReward` of the seats
   */
  step(actions: Int32Array, offset: number): number {
    const { scene, settings, seats, acting } = this;
    const task = this.task!;
    const engine = this.engine!;
    const { groups } = this.controls;
    for (let p = 0; p < acting; p++) {
      const heldBefore = scene.players[p].held;
      applyAction(this.controls, settings, scene, p, actions, offset + p * groups);
      const { held } = scene.players[p];
      seats[p].previousGrab = held >= 0 && held !== heldBefore ? scene.items[held].type : -1;
    }
    for (let p = 0; p < scene.players.length; p++) scene.players[p].forgetEvents();
    const own = engine.goalCount > 1;
    let good = 0;
    let goodForSecond = 0;
    for (let physicsStep = 0; physicsStep < settings.actionRepeat; physicsStep++) {
      scene.physicsStep();
      this.firings += engine.step(scene);
      const holds = engine.goalHolds(scene);
      if (holds) good++;
      const holdsForSecond = own ? engine.goalHolds(scene, 1) : holds;
      if (own && holdsForSecond) goodForSecond++;
      if (this.watch !== undefined) this.watch(holds, holdsForSecond);
    }
    for (let p = 0; p < acting; p++) {
      const { previousActions } = seats[p];
      for (let g = 0; g < groups; g++) previousActions[g] = actions[offset + p * groups + g];
      seats[p].previousReward = (own && p === 1 ? goodForSecond : good) / settings.actionRepeat;
    }
    const goesOn = ++this.stepsTaken < this.trialSteps;
    if (goesOn) for (let p = 0; p < acting; p++) seats[p].look(scene, p, this.stepsTaken);
    for (const { seenToVanish } of scene.players) seenToVanish.length = 0;
    if (goesOn) return EVENT.none;
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
      const angle = mean + spread * (2 * this.seats[p].random.float() - 1);
      this.headings[p] = angle - TURN * Math.round(angle / TURN);
    }
    this.scene.begin(task, this.headings);
    this.engine!.reset();
    for (let p = 0; p < this.acting; p++) this.seats[p].beginTrial(this.scene, p, this.trial);
  }
}
