import { EVENT } from '@open-ada/xland-sim';
import type { Recording } from './episode/recording.js';
import type { Controls } from './input/controls.js';

/** A session in which a person plays trial by trial in real time, with time to read before each trial. */
export class PersonSession {
  state: 'reading' | 'running' | 'done' = 'reading';
  /** Displayed position, in steps with fractions. The head of the recording is never behind it. */
  position = 0;

  /** @param onChange called when the state changes */
  constructor(
    private readonly recording: Recording,
    private readonly controls: Controls,
    private readonly onChange: () => void,
  ) {}

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
      if (this.position === recording.steps) this.decide();
      const step = Math.min(left, recording.steps - this.position);
      left -= step;
      this.position = step < recording.steps - this.position ? this.position + step : recording.steps;
      if (this.position === recording.steps && recording.last.event !== EVENT.none) this.end();
    }
  }

  /** Index of the object that the hand would take in the next step, or -1. */
  get aim(): number {
    return this.state === 'running' ? this.recording.environment.aim(0) : -1;
  }

  private decide(): void {
    const { environment, settings } = this.recording;
    const holding = environment.state(0).players[0].held >= 0;
    const hand = { holding, aiming: environment.aim(0) >= 0 };
    this.recording.append(this.controls.decide(environment.actionSpec, settings, hand));
  }

  private end(): void {
    this.state = this.recording.ended ? 'done' : 'reading';
    this.controls.clear();
    this.onChange();
  }
}
