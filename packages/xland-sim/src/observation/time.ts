import { featureOf, scaleOf } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationPart } from '../settings/specs.js';
import { secondsPerStep } from '../settings/time.js';

/** Progress of an episode. Steps are those of one trial. */
interface Progress {
  trialSteps: number;
  stepsTaken: number;
  trials: number;
  trial: number;
  hideTrialIndex: boolean;
}

/** Remaining time and remaining trials. */
export class Time {
  private readonly left: number;
  private readonly duration: number;
  private readonly trialsRemaining: number;
  /** Number of remaining trials with a one-hot float of their own. */
  private readonly counted: number;
  private readonly moreTrials: number;
  private readonly hidden: number;
  private readonly untilLast: number;
  private readonly scale: { left: number; duration: number; untilLast: number };
  private readonly seconds: number;

  constructor(part: ObservationPart, settings: SimulationSettings) {
    const at = (name: string) => part.offset + featureOf(part, name).offset;
    this.left = at('left');
    this.duration = at('duration');
    this.trialsRemaining = at('trialsRemaining');
    this.counted = featureOf(part, 'trialsRemaining').size;
    this.moreTrials = at('moreTrials');
    this.hidden = at('hidden');
    this.untilLast = at('untilLast');
    this.scale = {
      left: scaleOf(part, 'left'),
      duration: scaleOf(part, 'duration'),
      untilLast: scaleOf(part, 'untilLast'),
    };
    this.seconds = secondsPerStep(settings);
  }

  /**
   * @param into must be zero in this part
   * @param base first float of the observation
   */
  write(episode: Progress, into: Float32Array, base: number): void {
    const { seconds, scale, counted } = this;
    const left = (episode.trialSteps - episode.stepsTaken) * seconds;
    const duration = episode.trialSteps * seconds;
    into[base + this.left] = left / scale.left;
    into[base + this.duration] = duration / scale.duration;
    if (episode.hideTrialIndex) {
      into[base + this.hidden] = 1;
      return;
    }
    const remaining = episode.trials - episode.trial;
    into[base + (remaining > counted ? this.moreTrials : this.trialsRemaining + remaining - 1)] = 1;
    into[base + this.untilLast] = remaining > 1 ? (left + (remaining - 2) * duration) / scale.untilLast : 0;
  }
}
