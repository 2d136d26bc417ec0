import type { Recording } from '../episode/recording.js';

/** A source of actions for all seats. */
export interface Player {
  /** `[P, G]`: one action per action group for the next step of the episode, for each seat. */
  decide(recording: Recording): Promise<ArrayLike<number>> | ArrayLike<number>;
}

/** A source of actions for one seat. */
export interface SeatPlayer {
  /** `[G]`: one action per action group for the next step of the episode. */
  decide(recording: Recording, seat: number): Promise<ArrayLike<number>> | ArrayLike<number>;
}

/** Somebody on each seat. They decide at the same time: none sees what another one is about to do. */
export class Seats implements Player {
  /** @param players by seat; a seat without anybody stands still */
  constructor(private readonly players: readonly (SeatPlayer | undefined)[]) {}

  async decide(recording: Recording): Promise<number[]> {
    const { environment } = recording;
    const idle = standing(recording);
    const all: number[] = [];
    for (let seat = 0; seat < environment.players; seat++) {
      const player = seat < environment.acting(0) ? this.players[seat] : undefined;
      all.push(...Array.from(player ? await player.decide(recording, seat) : idle));
    }
    return all;
  }
}

/** The action of one who does nothing, `[G]`. */
export const standing = ({ environment: { actionSpec } }: Recording): number[] =>
  actionSpec.groups.map(({ options }) => options.findIndex((option) => option === 'stay' || option === 'keep'));

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
