import { StateDigest } from '../scene/state-visitor.js';
import type { RunningEpisode } from './running-episode.js';
import { passEpisode } from './visit-episode.js';

/** A hash of everything that changes in an episode, exact to the last bit: 16 hexadecimal digits. */
export function digestOf(episode: RunningEpisode): string {
  const digest = new StateDigest();
  passEpisode(episode, digest);
  return digest.text();
}
