import type { Recording } from './recording.js';

const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const;

/** The displayed position of an episode, and its speed. Positions are in steps, with fractions. */
export class Playhead {
  position = 0;
  playing = true;
  speed = 1;

  constructor(private readonly recording: Recording) {}

  /** The last position that can be displayed now. */
  get end(): number {
    return this.recording.steps;
  }

  get atEnd(): boolean {
    return this.position >= this.recording.length;
  }

  /** Advances the position. @param seconds since the last call */
  advance(seconds: number): void {
    if (!this.playing) return;
    this.seek(this.position + (seconds * this.speed) / this.recording.secondsPerStep);
    if (this.atEnd) this.playing = false;
  }

  seek(position: number): void {
    this.position = Math.max(0, Math.min(position, this.end));
  }

  /** Stops, and moves forwards or back by whole steps. */
  step(steps: number): void {
    this.playing = false;
    const at = steps > 0 ? Math.floor(this.position + 1e-6) : Math.ceil(this.position - 1e-6);
    this.seek(at + steps);
  }

  /** Moves to the start of a trial: this one, an earlier one or a later one. */
  seekTrial(step: number): void {
    const { trialSteps } = this.recording;
    const trial = this.position / trialSteps;
    // Shortly after a trial's start, "back" goes to the previous trial; later it goes to this trial's own start.
    const target = step < 0 ? Math.ceil(trial - 0.15) - 1 : Math.floor(trial) + 1;
    this.seek(target * trialSteps);
  }

  toggle(): void {
    if (!this.playing && this.atEnd) this.position = 0;
    this.playing = !this.playing;
  }

  faster(step: number): void {
    const at = SPEEDS.indexOf(this.speed as (typeof SPEEDS)[number]);
    this.speed = SPEEDS[Math.max(0, Math.min(SPEEDS.length - 1, at + step))];
  }
}
