import type { Address, At } from './address.js';
import { Playhead } from './episode/playhead.js';
import type { Series } from './hud/chart.js';
import { type Episode, scoresOf } from './opening.js';
import type { PersonSession } from './person-session.js';
import { isScripted } from './players/scripted.js';

/** An episode on the screen, with its displayed position and the players it is compared with. */
export class Showing {
  readonly playhead: Playhead;
  /** Set while a person is playing the episode. */
  session: PersonSession | undefined;
  /** Other players at the same task. */
  rivals: Series[] = [];
  /** The moment that a link asked for, until it has been played. */
  awaited: At | undefined;
  /** The player whose view, cards and score are shown. */
  seat: number;
  /** Whether everything that can be played has been played. */
  complete = false;

  /** @param address names the episode and, where one is asked for, its moment */
  constructor(
    readonly episode: Episode,
    readonly address: Address,
  ) {
    this.playhead = new Playhead(episode.recording);
    this.playhead.speed = address.speed ?? 1;
    this.awaited = address.at;
    this.seat = Math.min((address.seat ?? 1) - 1, episode.recording.players - 1);
    if (address.at) this.playhead.playing = false;
  }

  /** Whether the picture changes without input. */
  get moves(): boolean {
    return this.session ? this.session.state === 'running' : this.playhead.playing;
  }

  /** Advances the display. @param seconds since the last call */
  advance(seconds: number): void {
    if (this.session) {
      this.session.advance(seconds);
      this.playhead.seek(this.session.position);
    } else {
      this.arrive();
      this.playhead.advance(seconds);
    }
  }

  /** The displayed moment. */
  get at(): At {
    const { trialSteps, secondsPerStep, trials } = this.episode.recording;
    const { position } = this.playhead;
    const trial = Math.min(Math.floor(position / trialSteps), trials - 1);
    return { trial, seconds: (position - trial * trialSteps) * secondsPerStep };
  }

  /** The address of what is displayed now. */
  addressNow(): Address {
    const { playing, position, speed } = this.playhead;
    const at = this.awaited ?? (position > 0 && !playing ? this.at : undefined);
    const seat = this.episode.recording.players === 2 && this.seat > 0 ? this.seat + 1 : undefined;
    return { ...this.address, seat, at, speed: speed === 1 ? undefined : speed };
  }

  /** The scores of the seat that is shown, of all who played it; the displayed episode comes first. @param upTo steps */
  series(upTo?: number): Series[] {
    const { by, kind, recording } = this.episode;
    const label =
      kind === 'person' ? 'you' : isScripted(kind) ? kind : by.replace(/^agent /, '').replace(/^replay .*$/, 'replay');
    const running = upTo !== undefined && upTo < recording.length && upTo % recording.trialSteps > 0;
    return [{ label, kind, scores: scoresOf(recording, upTo, this.seat), running }, ...this.rivals];
  }

  /** Adds another player whose episode is finished. */
  addRival({ kind, by, recording }: Episode): void {
    const label = isScripted(kind) ? kind : by.replace(/^agent /, '');
    this.rivals = [...this.rivals, { label, kind, scores: scoresOf(recording, undefined, this.seat) }];
  }

  /** Moves to the requested moment, as soon and as far as it has been played. */
  private arrive(): void {
    if (!this.awaited) return;
    const { trialSteps, secondsPerStep, length } = this.episode.recording;
    const { trial, seconds } = this.awaited;
    const position = Math.min(trial * trialSteps + seconds / secondsPerStep, length);
    this.playhead.seek(position);
    if (this.playhead.position >= position || this.complete) this.awaited = undefined;
  }
}
