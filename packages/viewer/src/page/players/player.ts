import type { Recording } from '../episode/recording.js';

/** A source of actions. */
export interface Player {
  /** One action per action group for the next step of the episode. */
  decide(recording: Recording): Promise<ArrayLike<number>> | ArrayLike<number>;
}

/**
 * Longest computation before the page may draw again, milliseconds. Where a picture takes longer, as long as the
 * picture.
 */
const STRETCH = 7;
const LONGEST_STRETCH = 150;

const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port2.onmessage = () => resolve();
    port1.postMessage(0);
  });

/** Waits for a draw, so that the page can update. Hidden pages never draw, hence the timer. */
const nextDraw = (): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      void nextTask().then(resolve);
    });
  });

/** Plays an episode to its end, as fast as possible while the page stays responsive. */
export async function playOn(recording: Recording, player: Player, signal: AbortSignal): Promise<void> {
  let since = performance.now();
  let stretch = STRETCH;
  while (!recording.ended && !signal.aborted) {
    const actions = await player.decide(recording);
    if (signal.aborted) return;
    recording.append(actions);
    const now = performance.now();
    if (now - since < stretch) continue;
    await nextDraw();
    since = performance.now();
    stretch = Math.min(Math.max(STRETCH, since - now - 1000 / 60), LONGEST_STRETCH);
  }
}
