import type { Episode } from './episode.js';
import { passEpisode } from './episode-tape.js';
import { TapeDigest } from './tape.js';

/** A hash of everything that changes in an episode, exact to the last bit: 16 hexadecimal digits. */
export function digestOf(episode: Episode): string {
  const digest = new TapeDigest();
  passEpisode(episode, digest);
  return digest.text();
}
