import { EVENT } from '@open-ada/xland-sim';
import type { Recording } from './episode/recording.js';
import type { Controls } from './input/controls.js';
import { type SeatPlayer, standing } from './players/player.js';

/** Where a person sits, and who plays beside it. */
export interface Place {
  seat: number;
  /** Absent: nobody. */
  partner?: SeatPlayer;
  /** Called with what went wrong if the partner cannot go on. */
  onFault?(error: Error): void;
}

/**
 * A session in which a person plays trial by trial in real time, with time to read before each trial. A partner decides
 * at the same time as the person, in the state that the last step left. The clock waits for one that is slow.
 */
export class PersonSession {
  state: 'reading' | 'running' | 'done' = 'reading';
  /** Displayed position, in steps with fractions. The head of the recording is never behind it. */
  position = 0;
  /** What the partner does in the next step; undefined while it thinks. */
  private theirs: ArrayLike<number> | undefined;

  /** @param onChange called when the state changes */
  constructor(
    private readonly recording: Recording,
    private readonly controls: Controls,
    private readonly onChange: () => void,
    private readonly place: Place = { seat: 0 },
  ) {
    this.askPartner();
  }

  /** The trial that is being played or comes next. */
  get trial(): number {
    return Math.min(Math.floor(this.recording.steps / this.recording.trialSteps), this.recording.trials - 1);
  }

  /** Number of trials that are over. */
  get completed(): number {
    return Math.floor(this.recording.steps / this.recording.trialSteps);
  }

  /** Begins the trial and starts its clock. */
  begin(): void {
    if (this.state !== 'reading') return;
    this.controls.clear();
    this.state = 'running';
    this.onChange();
  }

  /** Advances the clock, and chooses actions whenever a step is due. @param seconds since the last call */
  advance(seconds: number): void {
    const { recording } = this;
    let left = seconds / recording.secondsPerStep;
    while (this.state === 'running' && left > 0) {
      // The picture lags behind the head, within the last step. When it reaches the head, the next step is due.
      if (this.position === recording.steps && !this.decide()) return;
      const step = Math.min(left, recording.steps - this.position);
      left -= step;
      this.position = step < recording.steps - this.position ? this.position + step : recording.steps;
      if (this.position === recording.steps && recording.last.event !== EVENT.none) this.end();
    }
  }

  /** Index of the object that the hand would take in the next step, or -1. */
  get aim(): number {
    return this.state === 'running' ? this.recording.environment.aim(0, this.place.seat) : -1;
  }

  /** Plays the next step. @returns false while the partner still thinks */
  private decide(): boolean {
    const { theirs } = this;
    if (theirs === undefined) return false;
    const { environment, settings } = this.recording;
    const { seat } = this.place;
    const holding = environment.state(0).players[seat].held >= 0;
    const hand = { holding, aiming: environment.aim(0, seat) >= 0 };
    const mine = this.controls.decide(environment.actionSpec, settings, hand);
    const all = seat === 0 ? [mine, theirs] : [theirs, mine];
    this.recording.append(all.slice(0, environment.players).flatMap((actions) => Array.from(actions)));
    this.askPartner();
    return true;
  }

  private askPartner(): void {
    const { recording, place } = this;
    this.theirs = undefined;
    if (recording.ended) return;
    const options = place.partner?.decide(recording, 1 - place.seat) ?? standing(recording);
    if (!(options instanceof Promise)) {
      this.theirs = options;
      return;
    }
    options.then(
      (given) => {
        this.theirs = given;
      },
      (error: Error) => place.onFault?.(error),
    );
  }

  private end(): void {
    this.state = this.recording.ended ? 'done' : 'reading';
    this.controls.clear();
    this.onChange();
  }
}
