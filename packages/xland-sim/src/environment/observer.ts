import { OBJECT_TYPES } from '@open-ada/production-rules';
import { Camera } from '../observation/camera.js';
import { writeEntities } from '../observation/entities.js';
import { GroundScan } from '../observation/ground-scan.js';
import { Rays } from '../observation/rays.js';
import { actionSpec, COUNTED_TRIALS, observationSpec } from '../settings/layout.js';
import type { SimulationSettings } from '../settings/settings.js';
import type { ObservationSpec } from '../settings/specs.js';
import { secondsPerStep } from '../settings/time.js';
import type { RunningEpisode } from './running-episode.js';

/** Writes the observations of one observation layout. */
export class Observer {
  readonly spec: ObservationSpec;
  private readonly rays: Rays | undefined;
  private readonly ground: GroundScan | undefined;
  private readonly camera: Camera | undefined;
  private readonly offsets: Record<string, number>;
  /** Offset of each action group's one-hot inside the part `previous`, followed by the offset of the rest. */
  private readonly optionOffsets: number[] = [];

  constructor(private readonly settings: SimulationSettings) {
    this.spec = observationSpec(settings);
    this.rays = settings.rays.count > 0 && settings.rays.heights.length > 0 ? new Rays(settings) : undefined;
    this.ground = settings.ground && new GroundScan(settings.ground, settings.fieldOfView.azimuth);
    this.camera = settings.camera && new Camera(settings.camera);
    this.offsets = Object.fromEntries(this.spec.parts.map(({ name, offset }) => [name, offset]));
    let at = 0;
    for (const { options } of actionSpec(settings).groups) {
      this.optionOffsets.push(at);
      at += options.length;
    }
    this.optionOffsets.push(at);
  }

  /** Writes the observation of an episode's first player at `base`. If the episode is not running, it writes zeros. */
  write(episode: RunningEpisode, into: Float32Array, base: number): void {
    const { spec, settings, offsets } = this;
    into.fill(0, base, base + spec.size);
    if (!episode.running) return;
    const { scene } = episode;
    if (settings.maxEntities > 0) writeEntities(scene, 0, into, base + offsets.entities, settings.maxEntities);
    this.rays?.write(scene, 0, into, base + offsets.rays);
    this.writeBody(episode, into, base + offsets.body);
    this.writeTime(episode, into, base + offsets.time);
    this.writePrevious(episode, into, base + offsets.previous);
    if (settings.events) {
      const { vanished, appeared } = scene.players[0];
      writeBits(vanished, into, base + offsets.events);
      writeBits(appeared, into, base + offsets.events + OBJECT_TYPES.length);
    }
    this.ground?.write(scene, 0, into, base + offsets.ground);
    this.camera?.write(scene, 0, into, base + offsets.camera);
    into.set(episode.tokens, base + spec.stepSize);
  }

  /**
   * Writes velocity right, up and forward; sine and cosine of the look angle; holding; hand distance; grounded; then
   * the pose.
   */
  private writeBody({ scene }: RunningEpisode, into: Float32Array, at: number): void {
    const player = scene.players[0];
    into[at] = player.right(player.vx, player.vz) / 3;
    into[at + 1] = player.vy / 3;
    into[at + 2] = player.forward(player.vx, player.vz) / 3;
    into[at + 3] = player.lookSin;
    into[at + 4] = player.lookCos;
    into[at + 5] = player.held >= 0 ? 1 : 0;
    into[at + 6] = player.handDistance / 2.5;
    into[at + 7] = player.falling === 0 ? 1 : 0;
    if (!this.settings.pose) return;
    into[at + 8] = (player.x - scene.room.width / 2) / 8;
    into[at + 9] = (player.z - scene.room.depth / 2) / 8;
    into[at + 10] = player.sin;
    into[at + 11] = player.cos;
  }

  /**
   * Writes the seconds left and the trial duration, the one-hot of the trials remaining (this one included), the bit
   * that they are hidden, and the seconds until the last trial.
   */
  private writeTime(episode: RunningEpisode, into: Float32Array, at: number): void {
    const seconds = secondsPerStep(this.settings);
    const left = (episode.trialSteps - episode.stepsTaken) * seconds;
    const duration = episode.trialSteps * seconds;
    into[at] = left / 10;
    into[at + 1] = duration / 10;
    if (episode.hideTrialIndex) {
      into[at + 2 + COUNTED_TRIALS + 1] = 1;
      return;
    }
    const remaining = episode.trials - episode.trial;
    into[at + 2 + Math.min(remaining - 1, COUNTED_TRIALS)] = 1;
    into[at + 2 + COUNTED_TRIALS + 2] = remaining > 1 ? (left + (remaining - 2) * duration) / 40 : 0;
  }

  /** Writes one-hots of the last action by group and of the object type that it grabbed, and its reward. */
  private writePrevious(
    { previousActions, previousGrab, previousReward }: RunningEpisode,
    into: Float32Array,
    at: number,
  ): void {
    const { optionOffsets } = this;
    for (let g = 0; g < previousActions.length; g++) {
      if (previousActions[g] >= 0) into[at + optionOffsets[g] + previousActions[g]] = 1;
    }
    const rest = at + optionOffsets[previousActions.length];
    if (previousGrab >= 0) into[rest + previousGrab] = 1;
    into[rest + OBJECT_TYPES.length] = previousReward;
  }
}

/** Writes one float per object type: 1 if its bit is set. */
function writeBits(types: number, into: Float32Array, at: number): void {
  for (let type = 0; type < OBJECT_TYPES.length; type++) into[at + type] = (types >> type) & 1;
}
