import { PHYSICS_STEPS_PER_SECOND, terrainOf } from '@open-ada/xland-sim';
import { type Moment, momentAt } from './episode/moment.js';
import { wayOf } from './episode/path.js';
import { FrameRate, LEAST_SHARPNESS } from './frame-rate.js';
import { CaptionLine, captionAt } from './hud/caption.js';
import { ScoreChart } from './hud/chart.js';
import { Clock } from './hud/clock.js';
import { IntentLine } from './hud/intent-line.js';
import { TaskPanel } from './hud/task-panel.js';
import { Timeline } from './hud/timeline.js';
import { Transport, type TransportActions } from './hud/transport.js';
import { freeArea, type Layout } from './layout.js';
import { scoresOf } from './opening.js';
import { firingsAt, type RecentFiring, recentFirings } from './recent-firings.js';
import type { ViewName } from './scene/cameras.js';
import { isDrawnInSoftware } from './scene/software.js';
import { Stage } from './scene/stage.js';
import { ruleColour, type ThemeName } from './scene/theme.js';
import type { Showing } from './showing.js';

/** Seconds for which a rule's card is highlighted. */
const CARD_SECONDS = 0.9;
/** Drawing continues for this long after the last change, so that cameras come to rest. Milliseconds. */
const REST = 1200;

export interface ScreenActions extends TransportActions {
  /** @param position in steps */
  seek(position: number): void;
  reveal(): void;
  /** Shows what a player is told and sees. */
  seat(seat: number): void;
}

/** The picture and the panels around it. */
export class Screen {
  readonly stage: Stage;
  readonly panel: TaskPanel;
  private readonly rate = new FrameRate();
  private readonly caption = new CaptionLine();
  private readonly clock = new Clock();
  private readonly intent = new IntentLine();
  private readonly chart = new ScoreChart();
  private readonly timeline: Timeline;
  private readonly transport: Transport;
  private restless = 0;
  private drawn = -1;

  /** @param sharp every pixel of the screen, however slow the machine is */
  constructor(
    private readonly layout: Layout,
    actions: ScreenActions,
    private readonly sharp: boolean,
  ) {
    const slow = !sharp && isDrawnInSoftware();
    this.stage = new Stage(layout.canvas, !slow);
    if (slow) this.stage.sharpen(this.rate.begin(LEAST_SHARPNESS));
    this.panel = new TaskPanel(actions.reveal, actions.seat);
    this.timeline = new Timeline(actions.seek);
    this.transport = new Transport(actions);
    layout.overlay.append(this.caption.element);
    layout.left.append(this.panel.element);
    layout.right.append(this.clock.element, this.intent.element, this.chart.element);
    layout.bottom.append(this.transport.element, this.timeline.element);
    new ResizeObserver(() => this.arrange()).observe(layout.picture);
  }

  get view(): ViewName {
    return this.stage.cameras.view;
  }

  /** Shows what the player is told whose view is shown. */
  tell({ episode, session, seat }: Showing): void {
    this.panel.show(episode.recording.task, { seat, revealable: session === undefined });
    this.touch();
  }

  /** Shows another episode. */
  present(showing: Showing): void {
    const { episode, session } = showing;
    const { recording, title, by } = episode;
    const { task, settings, trials } = recording;
    this.stage.show(terrainOf(task.world), settings);
    this.panel.revealed = false;
    this.tell(showing);
    this.timeline.show(recording);
    this.layout.title.textContent = title;
    const length = `${trials === 1 ? '1 trial' : `${trials} trials`} of ${task.trialSeconds} s`;
    this.layout.by.textContent = by.endsWith('...') ? by : `${by} · ${length}`;
    document.title = `${title} · open-ada`;
    document.body.dataset.mode = session ? 'play' : 'watch';
    this.drawn = -1;
    this.arrange();
  }

  look(view: ViewName): void {
    this.stage.cameras.look(view);
    document.body.dataset.view = view;
    this.touch();
  }

  light(theme: ThemeName): void {
    document.documentElement.dataset.theme = theme;
    this.stage.light(theme);
    this.touch();
  }

  /** Marks the display as changed. */
  touch(): void {
    this.restless = performance.now() + REST;
  }

  /** Fits the picture to its place on the page. */
  arrange(): void {
    const { width, height } = this.layout.picture.getBoundingClientRect();
    const free = freeArea(this.layout);
    this.layout.picture.style.setProperty('--covered', `${100 * free.bottom}%`);
    this.stage.resize(width, height, free);
    this.touch();
  }

  /**
   * Draws the present state if it differs from what was drawn last.
   * @param seconds since the last call
   */
  update(showing: Showing, seconds: number): void {
    const { steps } = showing.episode.recording;
    if (!showing.moves && this.drawn === steps && performance.now() > this.restless) return;
    if (showing.moves && !this.sharp && this.rate.picture(seconds)) {
      this.stage.sharpen(this.rate.sharpness);
      this.arrange();
    }
    this.drawn = steps;
    this.draw(showing, seconds);
  }

  private draw(showing: Showing, seconds: number): void {
    const { episode, playhead, session } = showing;
    const { recording } = episode;
    const moment = momentAt(recording, playhead.position);
    const recent = recentFirings(recording, playhead.position);
    const bursts = recent.flatMap(({ firing, age }) => {
      const colour = ruleColour(firing.rules[0]);
      return firing.changes.map(({ objectIndex, at, to }) => ({
        objectIndex,
        at,
        age,
        colour,
        made: to !== undefined,
      }));
    });
    const time = playhead.position * recording.secondsPerStep;
    const { trial } = moment;
    const figures = moment.before.players.map((a, seat) => {
      const b = moment.after.players[seat];
      const speed = showing.moves ? Math.min(Math.hypot(b.x - a.x, b.z - a.z) * PHYSICS_STEPS_PER_SECOND, 4) : 0;
      const before = trial > 0 ? wayOf(recording, trial - 1, trial * recording.trialSteps, seat) : undefined;
      return { speed, ways: { now: wayOf(recording, trial, playhead.position, seat), before } };
    });
    const extras = { bursts, aim: session?.aim ?? -1, time, seat: showing.seat, figures };
    this.stage.draw(moment, extras, seconds);
    this.drawPanels(showing, moment, recent);
  }

  private drawPanels(showing: Showing, moment: Moment, recent: RecentFiring[]): void {
    const { episode, playhead, session, seat } = showing;
    const { recording } = episode;
    const { trialSteps, trials, secondsPerStep, length, task } = recording;
    const { position } = playhead;
    const goalHolds = moment.after.goalHolds[seat];
    const lit = new Set(recent.filter(({ age }) => age < CARD_SECONDS).flatMap(({ firing }) => firing.rules));
    this.panel.update(firingsAt(recording, position), lit, goalHolds);
    const of = trialSteps * secondsPerStep;
    const upTo = Math.ceil(position);
    // Each has its own reward only where the goals differ; who is told of another goal is told nothing of its reward.
    const paid = session ? [seat] : task.players[1]?.goal ? [0, 1] : [0];
    const scores = paid.map((each) => scoresOf(recording, upTo, each)[moment.trial] ?? 0);
    const left = Math.max(0, of - moment.seconds);
    this.clock.show({ trial: moment.trial, trials, left, of, scores, seat, goalHolds });
    this.chart.show(showing.series(upTo), trials, moment.trial);
    this.caption.show(session ? undefined : captionAt(recording, episode.kind, position, seat), ruleColour);
    this.intent.show(episode.intents?.[seat]?.[Math.min(Math.floor(position), recording.steps - 1)]);
    if (session) return;
    this.timeline.update(position);
    this.transport.update(playhead, this.view, [position * secondsPerStep, length * secondsPerStep]);
  }
}
