import { formatReplay, terrainOf } from '@open-ada/xland-sim';
import type { Library } from '../protocol.js';
import { type Address, readAddress, writeAddress } from './address.js';
import { h } from './dom.js';
import { momentAt } from './episode/moment.js';
import { Playhead } from './episode/playhead.js';
import { FrameRate } from './frame-rate.js';
import { ScoreChart, type Series } from './hud/chart.js';
import { Clock } from './hud/clock.js';
import { Help } from './hud/help.js';
import { type IconName, icon } from './hud/icons.js';
import { LibraryPanel } from './hud/library-panel.js';
import { Message } from './hud/message.js';
import { TaskPanel } from './hud/task-panel.js';
import { Timeline } from './hud/timeline.js';
import { Transport } from './hud/transport.js';
import { TrialCard } from './hud/trial-card.js';
import { Controls } from './input/controls.js';
import { listenToKeys } from './input/keys.js';
import { freeMouse, listenToFingers, listenToMouse } from './input/pointer.js';
import { touchPad } from './input/touch-pad.js';
import { freeArea, type Layout, layOut } from './layout.js';
import {
  conditionsOf,
  type Episode,
  openAgentPlay,
  openPersonPlay,
  openReplay,
  openSolverPlay,
  readTask,
  scoresOf,
} from './opening.js';
import { PersonSession } from './person-session.js';
import { followSystem, keepTheme, preferredTheme } from './preferences.js';
import { VIEWS, type ViewName } from './scene/cameras.js';
import { BURST_SECONDS } from './scene/effects.js';
import { Stage } from './scene/stage.js';
import { ruleColour, type ThemeName } from './scene/theme.js';
import { readLibrary, submitHuman } from './server.js';
import { watchKeys } from './watch-keys.js';

/** Shown when neither the command line nor the link says what. */
const FIRST_TASK = 'tasks/heldout/make-by-hold.jsonl:21';

/** Seconds for which a rule's card lights up. */
const CARD_SECONDS = 0.9;

/** The whole page. */
export class App {
  private readonly layout: Layout;
  private readonly stage: Stage;
  private readonly rate = new FrameRate();
  private readonly message = new Message();
  private readonly help = new Help();
  private readonly panel: TaskPanel;
  private readonly clock = new Clock();
  private readonly chart = new ScoreChart();
  private readonly timeline: Timeline;
  private readonly transport: Transport;
  private readonly card = new TrialCard();
  private readonly controls = new Controls();
  private readonly library: LibraryPanel;
  private theme: ThemeName = preferredTheme();

  private address: Address = {};
  private episode: Episode | undefined;
  private playhead: Playhead | undefined;
  private session: PersonSession | undefined;
  /** Other players at the same task, for the chart. */
  private rivals: Series[] = [];
  private stop = new AbortController();
  /** Pictures are drawn until then, also when nothing plays, in milliseconds: cameras come to rest. */
  private restless = 0;
  private lastPicture = 0;
  private lastShown = -1;
  private waitingFor: Address['at'];
  private readonly sharp: boolean;

  constructor(root: HTMLElement) {
    this.layout = layOut(root);
    this.sharp = readAddress(location.hash).sharp === true;
    this.stage = new Stage(this.layout.canvas);
    this.panel = new TaskPanel(() => this.reveal());
    this.timeline = new Timeline((position) => this.seek(position));
    this.transport = new Transport({
      toggle: () => this.toggle(),
      trial: (step) => this.skipTrial(step),
      faster: (step) => this.faster(step),
      look: (view) => this.look(view),
      copyLink: () => this.copyLink(),
      save: () => this.save(),
    });
    this.library = new LibraryPanel({
      watchReplay: (replay) => this.open({ replay }),
      playTask: (task, player) => this.open({ task, player, ...this.library.options }),
    });
    this.furnish(root);
    this.listen();
    this.light(this.theme);
  }

  /** Reads what there is, opens what is asked for, and begins to draw. */
  async start(): Promise<void> {
    requestAnimationFrame((now) => this.picture(now));
    let library: Library;
    try {
      library = await readLibrary();
    } catch (error) {
      this.message.wrong((error as Error).message);
      return;
    }
    this.library.load(library);
    const asked = readAddress(location.hash);
    const { start } = library;
    if (asked.replay ?? asked.task) await this.open(asked);
    else if (start?.kind === 'replay') await this.open({ replay: start.path });
    else if (start?.kind === 'run') await this.openRun(library, start.path);
    else {
      const task = start?.kind === 'task' ? start.path : FIRST_TASK;
      await this.open({ task, player: start?.kind === 'agent' ? start.path : undefined, ...asked });
    }
  }

  /** A run's newest replay, else its agent. */
  private async openRun(library: Library, run: string): Promise<void> {
    const newest = library.replays
      .filter(({ from }) => from === run)
      .sort((a, b) => b.modified - a.modified)
      .at(0);
    const player = library.agents.find(({ path }) => path === `${run}/policy.onnx`)?.path;
    if (player) this.library.choose({ agent: player });
    await this.open(newest ? { replay: newest.path } : { task: FIRST_TASK, player });
    if (!newest && !player) this.message.wrong(`${run} has neither replays nor an agent (policy.onnx) yet.`);
  }

  /** Opens what an address says; a sentence where that fails. */
  async open(address: Address): Promise<void> {
    this.leave();
    const { signal } = this.stop;
    this.layout.by.textContent = 'opening ...';
    try {
      const episode = await this.episodeOf(address);
      if (signal.aborted) return;
      this.show(episode, address);
      await this.playThrough(episode, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (this.episode === undefined) this.layout.by.textContent = '';
      this.message.wrong((error as Error).message.split('\n').slice(0, 2).join(' '));
    }
  }

  private async episodeOf(address: Address): Promise<Episode> {
    if (address.replay !== undefined) return openReplay(address.replay);
    const path = address.task ?? FIRST_TASK;
    const task = await readTask(path);
    const { trials = this.library.options.trials, seed = this.library.options.seed, mode } = address;
    const player = address.player ?? this.library.agent ?? 'solver';
    const terms = { trials, seed, mode };
    const agent = player === 'me' || player === 'solver' ? this.library.agent : player;
    this.library.choose({ agent, trials, seed });
    if (player === 'me') return openPersonPlay(task, await conditionsOf(agent), terms);
    if (player === 'solver') return openSolverPlay(task, await conditionsOf(agent), terms);
    return openAgentPlay(task, player, terms);
  }

  private show(episode: Episode, asked: Address): void {
    const { recording } = episode;
    this.episode = episode;
    this.address = {
      ...asked,
      ...episode.address,
      replay: asked.replay,
      task: asked.replay ? undefined : (asked.task ?? FIRST_TASK),
    };
    this.playhead = new Playhead(recording);
    this.playhead.speed = asked.speed ?? 1;
    this.waitingFor = asked.at;
    if (asked.at) this.playhead.playing = false;
    this.stage.show(terrainOf(recording.task.world), recording.settings);
    const isPerson = episode.kind === 'person';
    this.session = isPerson ? new PersonSession(recording, this.controls, () => this.onSession()) : undefined;
    this.look(
      isPerson ? 'first' : (asked.view ?? (this.stage.cameras.view === 'first' ? 'follow' : this.stage.cameras.view)),
    );
    this.panel.revealed = false;
    this.panel.show(recording.task, !isPerson);
    this.timeline.show(recording);
    this.layout.title.textContent = episode.title;
    this.layout.by.textContent = `${episode.by} · ${recording.trials === 1 ? '1 trial' : `${recording.trials} trials`} of ${recording.task.trialSeconds} s`;
    document.title = `${episode.title} · open-ada`;
    document.body.dataset.mode = isPerson ? 'play' : 'watch';
    this.arrange();
    if (isPerson) this.onSession();
    else this.writeAddress();
  }

  /** Plays the episode to its end, and then what it is compared with. */
  private async playThrough(episode: Episode, signal: AbortSignal): Promise<void> {
    await episode.play?.(signal);
    if (signal.aborted || episode.kind === 'person') return;
    document.body.dataset.ready = 'episode';
    if (episode.kind === 'solver') return;
    await this.addRival(this.solverAt(episode), signal);
    if (!signal.aborted) document.body.dataset.ready = 'all';
  }

  private solverAt({ recording }: Episode): Episode {
    const { settings, task, options } = recording;
    return openSolverPlay(task, settings, options);
  }

  private async addRival(rival: Episode, signal: AbortSignal): Promise<void> {
    await rival.play?.(signal);
    if (signal.aborted) return;
    const label = rival.kind === 'solver' ? 'solver' : rival.by.replace(/^agent /, '');
    this.rivals = [...this.rivals, { label, kind: rival.kind, scores: scoresOf(rival.recording) }];
    this.touch();
  }

  private leave(): void {
    this.stop.abort();
    this.stop = new AbortController();
    this.rivals = [];
    this.session = undefined;
    this.card.close();
    this.controls.clear();
    this.message.clear();
    freeMouse();
    this.lastShown = -1;
    delete document.body.dataset.ready;
    delete document.body.dataset.session;
  }

  // ---- A person plays

  private onSession(): void {
    const { session, episode } = this;
    if (!session || !episode) return;
    document.body.dataset.session = session.state;
    this.touch();
    if (session.state === 'running') {
      this.card.close();
      this.layout.canvas.focus({ preventScroll: true });
      return;
    }
    freeMouse();
    const { task, trials } = episode.recording;
    const scores = scoresOf(episode.recording).slice(0, session.completed);
    if (session.state === 'reading') this.card.read(task, session.trial, trials, scores, () => session.begin());
    else void this.finish(episode);
  }

  private async finish(episode: Episode): Promise<void> {
    const { signal } = this.stop;
    const { recording } = episode;
    const { task, trials = 5, seed = 1 } = this.address;
    const again = { task, trials, seed };
    const chart = new ScoreChart();
    const draw = (): void => chart.show([this.series(), ...this.rivals], recording.trials, -1);
    this.card.done(scoresOf(recording), chart, {
      'Watch the agent': () => this.open({ ...again, player: this.library.agent }),
      'Watch yourself': () => this.watchMyself(),
      'Play again': () => this.open({ ...again, player: 'me', seed: seed + 1 }),
      'Another task': () => this.library.open(),
    });
    draw();
    const text = formatReplay(recording.replay());
    try {
      const { file } = await submitHuman({ task: task ?? recording.task.name, replay: text });
      if (!signal.aborted) this.message.note(`Kept in ${file}.`);
    } catch (error) {
      this.message.wrong(`Your result is not kept: ${(error as Error).message}`);
    }
    const agent = this.library.agent;
    try {
      await this.addRival(this.solverAt(episode), signal);
      draw();
      if (agent) await this.addRival(await openAgentPlay(recording.task, agent, { trials, seed }), signal);
      draw();
    } catch (error) {
      this.message.wrong((error as Error).message);
    }
    if (!signal.aborted) document.body.dataset.ready = 'all';
  }

  /** The person's episode is looked at like any other. */
  private watchMyself(): void {
    const { episode, rivals } = this;
    if (!episode) return;
    const task = this.address.task;
    this.leave();
    this.rivals = rivals;
    this.show({ ...episode, kind: 'replay', by: 'you', address: {} }, { task, view: 'follow' });
  }

  // ---- What the keys and buttons do

  private get watching(): Playhead | undefined {
    return this.session ? undefined : this.playhead;
  }

  private toggle(): void {
    this.watching?.toggle();
    this.waitingFor = undefined;
    this.touch();
    this.writeAddress();
  }

  private seek(position: number): void {
    if (!this.watching) return;
    this.watching.seek(position);
    this.waitingFor = undefined;
    this.touch();
    this.writeAddress();
  }

  private step(decisions: number): void {
    const playhead = this.watching;
    if (!playhead) return;
    playhead.playing = false;
    const at = decisions > 0 ? Math.floor(playhead.position + 1e-6) : Math.ceil(playhead.position - 1e-6);
    this.seek(at + decisions);
  }

  private skipTrial(step: number): void {
    this.watching?.seekTrial(step);
    this.touch();
    this.writeAddress();
  }

  private faster(step: number): void {
    this.watching?.faster(step);
    this.touch();
    this.writeAddress();
  }

  /** A person at play sees what the agent sees, and nothing else. */
  private look(view: ViewName): void {
    if (this.session && view !== 'first') return;
    this.stage.cameras.look(view);
    document.body.dataset.view = view;
    this.touch();
    if (this.episode && !this.session) this.writeAddress();
  }

  private nextView(): void {
    this.look(VIEWS[(VIEWS.indexOf(this.stage.cameras.view) + 1) % VIEWS.length]);
  }

  private reveal(): void {
    if (!this.episode || this.session) return;
    this.panel.revealed = !this.panel.revealed;
    this.panel.show(this.episode.recording.task, true);
    this.touch();
  }

  private light(theme: ThemeName): void {
    this.theme = theme;
    document.documentElement.dataset.theme = theme;
    this.stage.light(theme);
    this.touch();
  }

  private toggleTheme(): void {
    const theme = this.theme === 'light' ? 'dark' : 'light';
    keepTheme(theme);
    this.light(theme);
  }

  private playMyself(): void {
    const { task, trials, seed } = this.address;
    if (task === undefined) {
      this.message.note('A replay is only watched; choose a task in the library to play.');
      return;
    }
    void this.open({ task, trials, seed, player: 'me' });
  }

  private watchAgent(): void {
    const { task, trials, seed } = this.address;
    if (task !== undefined) void this.open({ task, trials, seed, player: this.library.agent });
  }

  private copyLink(): void {
    this.writeAddress();
    navigator.clipboard?.writeText(location.href).then(
      () => this.message.note('The link to this moment is copied.'),
      () => this.message.note('The link to this moment is in the address bar.'),
    );
  }

  private save(): void {
    const { episode } = this;
    if (!episode || episode.recording.decisions === 0) return;
    const blob = new Blob([formatReplay(episode.recording.replay())], { type: 'application/json' });
    const name = `${episode.title} ${episode.by}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    const link = h('a', { href: URL.createObjectURL(blob), download: `${name}.replay` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  private escape(): void {
    if (this.session && this.session.state !== 'done') this.watchAgent();
  }

  private writeAddress(): void {
    const { playhead, episode } = this;
    if (!playhead || !episode || this.session) return;
    const { trialDecisions, secondsPerDecision, trials } = episode.recording;
    const trial = Math.min(Math.floor(playhead.position / trialDecisions), trials - 1);
    const seconds = (playhead.position - trial * trialDecisions) * secondsPerDecision;
    const at = this.waitingFor ?? (playhead.position > 0 && !playhead.playing ? { trial, seconds } : undefined);
    const speed = playhead.speed === 1 ? undefined : playhead.speed;
    const address = { ...this.address, at, speed, view: this.stage.cameras.view, sharp: this.sharp };
    history.replaceState(null, '', `#${writeAddress(address)}`);
  }

  // ---- Drawing

  /** Something may look different now. */
  private touch(): void {
    this.restless = performance.now() + 1200;
  }

  private picture(now: number): void {
    requestAnimationFrame((later) => this.picture(later));
    const seconds = Math.min((now - this.lastPicture) / 1000, 0.25);
    const { episode, playhead, session } = this;
    if (!episode || !playhead) {
      this.lastPicture = now;
      return;
    }
    if (this.waitingFor) this.arrive(playhead);
    const moves = session ? session.state === 'running' : playhead.playing;
    const grew = this.lastShown !== episode.recording.decisions;
    if (!moves && !grew && now > this.restless) {
      this.lastPicture = now;
      return;
    }
    if (moves && !this.sharp && this.rate.picture((now - this.lastPicture) / 1000)) {
      this.stage.sharpen(this.rate.sharpness);
      this.arrange();
    }
    this.lastPicture = now;
    this.lastShown = episode.recording.decisions;
    if (session) {
      session.advance(seconds);
      playhead.seek(session.position);
    } else {
      const playing = playhead.playing;
      playhead.advance(seconds);
      if (playing && !playhead.playing) this.writeAddress();
    }
    this.draw(episode, playhead, seconds);
  }

  /** Goes to the moment that the link asks for as soon as it has been played. */
  private arrive(playhead: Playhead): void {
    const { recording } = this.episode!;
    const { trial, seconds } = this.waitingFor!;
    const position = Math.min(
      trial * recording.trialDecisions + seconds / recording.secondsPerDecision,
      recording.length,
    );
    playhead.seek(position);
    if (playhead.position < position && !document.body.dataset.ready) return;
    this.waitingFor = undefined;
    document.body.dataset.arrived = 'yes';
    this.touch();
  }

  private draw(episode: Episode, playhead: Playhead, seconds: number): void {
    const { recording } = episode;
    const { position } = playhead;
    const moment = momentAt(recording, position);
    const perDecision = recording.secondsPerDecision;
    const recent = recording.firings.flatMap((firing) => {
      const age = (position - firing.decision) * perDecision - firing.frame / 30;
      const sameTrial = Math.floor(firing.decision / recording.trialDecisions) === moment.trial;
      return sameTrial && age >= 0 && age < BURST_SECONDS ? [{ firing, age }] : [];
    });
    const bursts = recent.flatMap(({ firing, age }) => {
      const colour = ruleColour(firing.rules[0]);
      return firing.changes.map(({ slot, at, to }) => ({ slot, at, age, colour, made: to !== undefined }));
    });
    const [a, b] = [moment.before.players[0], moment.after.players[0]];
    const speed = playhead.playing || this.session ? Math.hypot(b.x - a.x, b.z - a.z) * 30 : 0;
    const aim = this.session?.aim ?? -1;
    this.stage.draw(moment, { bursts, aim, time: position * perDecision, speed: Math.min(speed, 4) }, seconds);
    this.drawPanels(
      episode,
      playhead,
      moment,
      new Set(recent.filter(({ age }) => age < CARD_SECONDS).flatMap(({ firing }) => firing.rules)),
    );
  }

  private drawPanels(
    episode: Episode,
    playhead: Playhead,
    moment: ReturnType<typeof momentAt>,
    lit: Set<number>,
  ): void {
    const { recording } = episode;
    const { trialDecisions, trials, secondsPerDecision } = recording;
    const firings: number[] = [];
    for (const { decision, frame, rules } of recording.firings) {
      const before = decision + frame / recording.framesPerDecision <= playhead.position;
      if (!before || Math.floor(decision / trialDecisions) !== moment.trial) continue;
      for (const rule of rules) firings[rule] = (firings[rule] ?? 0) + 1;
    }
    const { goalHolds } = moment.after;
    this.panel.update(firings, lit, goalHolds);
    const of = trialDecisions * secondsPerDecision;
    const score = scoresOf(recording, Math.ceil(playhead.position))[moment.trial] ?? 0;
    this.clock.show({ trial: moment.trial, trials, left: Math.max(0, of - moment.seconds), of, score, goalHolds });
    this.chart.show([this.series(Math.ceil(playhead.position)), ...this.rivals], trials, moment.trial);
    if (this.session) return;
    this.timeline.update(playhead.position);
    this.transport.update(playhead, this.stage.cameras.view, [
      playhead.position * secondsPerDecision,
      recording.length * secondsPerDecision,
    ]);
  }

  private series(upTo?: number): Series {
    const { by, kind, recording } = this.episode!;
    const label =
      kind === 'person' || by === 'you' ? 'you' : kind === 'solver' ? 'solver' : by.replace(/^(agent|replay) /, '');
    return { label, kind: by === 'you' ? 'person' : kind, scores: scoresOf(recording, upTo) };
  }

  // ---- The page itself

  private furnish(root: HTMLElement): void {
    const { left, right, bottom, buttons, overlay } = this.layout;
    const button = (sign: IconName, label: string, key: string, title: string, act: () => void): HTMLElement => {
      const properties = { type: 'button', title: `${title} (${key})`, 'aria-label': title, onclick: act };
      return h('button', properties, icon(sign), label && h('span', {}, label));
    };
    buttons.append(
      button('library', 'Library', 'L', 'Library: tasks, probes, replays, agents', () => this.openLibrary()),
      button('person', 'Play', 'P', 'Play this task yourself', () => this.playMyself()),
      button('robot', 'Agent', 'A', 'Watch the agent play this task', () => this.watchAgent()),
      button('theme', '', 'T', 'Light or dark', () => this.toggleTheme()),
      button('help', '', '?', 'Help', () => this.help.toggle()),
    );
    left.append(this.panel.element);
    right.append(this.clock.element, this.chart.element);
    bottom.append(this.transport.element, this.timeline.element);
    overlay.append(h('i', { class: 'crosshair', 'aria-hidden': 'true' }), touchPad(this.controls), this.card.element);
    root.append(this.message.element, this.library.element, this.help.element);
  }

  private openLibrary(): void {
    void readLibrary().then(
      (library) => this.library.load(library),
      (error: Error) => this.message.wrong(error.message),
    );
    this.library.open();
  }

  private arrange(): void {
    const { width, height } = this.layout.picture.getBoundingClientRect();
    this.stage.resize(width, height, freeArea(this.layout));
    this.touch();
  }

  private listen(): void {
    const { canvas, picture } = this.layout;
    const active = (): boolean => this.session?.state === 'running' && !document.querySelector('dialog[open]');
    listenToKeys(
      active,
      (wish) => this.controls.press(wish),
      (wish) => this.controls.lift(wish),
    );
    listenToMouse(canvas, active, this.controls);
    listenToFingers(canvas, active, this.controls);
    watchKeys(() => this.session !== undefined && this.session.state !== 'done', {
      toggle: () => this.toggle(),
      step: (decisions) => this.step(decisions),
      second: (sign) => this.step(sign * Math.round(1 / (this.episode?.recording.secondsPerDecision ?? 1))),
      trial: (step) => this.skipTrial(step),
      faster: (step) => this.faster(step),
      look: (view) => this.look(VIEWS[view]),
      nextView: () => this.nextView(),
      reveal: () => this.reveal(),
      library: () => this.openLibrary(),
      play: () => this.playMyself(),
      agent: () => this.watchAgent(),
      copyLink: () => this.copyLink(),
      save: () => this.save(),
      theme: () => this.toggleTheme(),
      help: () => this.help.toggle(),
      escape: () => this.escape(),
    });
    this.listenToOrbit(canvas);
    this.listenToDrop();
    followSystem((theme) => this.light(theme));
    new ResizeObserver(() => this.arrange()).observe(picture);
    window.addEventListener('hashchange', () => {
      const address = readAddress(location.hash);
      if (address.replay ?? address.task) void this.open(address);
    });
  }

  private listenToOrbit(canvas: HTMLCanvasElement): void {
    const { cameras } = this.stage;
    canvas.addEventListener('pointermove', (event) => {
      if (event.buttons !== 1 || this.session) return;
      cameras.drag(event.movementX * 0.006, event.movementY * 0.006);
      this.touch();
    });
    canvas.addEventListener('pointerdown', (event) => {
      if (!this.session && event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener(
      'wheel',
      (event) => {
        if (this.session) return;
        event.preventDefault();
        cameras.zoom(Math.exp(event.deltaY * 0.001));
        this.touch();
      },
      { passive: false },
    );
  }

  private listenToDrop(): void {
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('drop', (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void this.openDropped(file);
    });
  }

  private async openDropped(file: File): Promise<void> {
    this.leave();
    const { signal } = this.stop;
    try {
      const episode = await openReplay(file.name, await file.text());
      this.show(episode, { replay: file.name });
      await this.playThrough(episode, signal);
    } catch (error) {
      if (!signal.aborted) this.message.wrong((error as Error).message);
    }
  }
}
