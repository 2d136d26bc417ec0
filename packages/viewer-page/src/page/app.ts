import { parseTask, taskHash } from '@open-ada/production-rules';
import { formatReplay } from '@open-ada/xland-sim';
import { type Address, readAddress, writeAddress } from './address.js';
import { h } from './dom.js';
import { FIRST_TASK, firstAddress } from './first-address.js';
import { headerButtons } from './hud/header-buttons.js';
import { Help } from './hud/help.js';
import { LibraryPanel } from './hud/library-panel.js';
import { Message } from './hud/message.js';
import { TrialCard } from './hud/trial-card.js';
import { Controls } from './input/controls.js';
import { listenToKeys } from './input/keys.js';
import { freeMouse, listenToFingers, listenToMouse } from './input/pointer.js';
import { touchPad } from './input/touch-pad.js';
import { type Layout, layOut } from './layout.js';
import { openEpisode } from './open-episode.js';
import { conditionsOf, type Episode, openReplay, openScriptedPlay } from './opening.js';
import { addPeople, addScripted, letPersonPlay } from './person-flow.js';
import { download, listenToDrop, listenToOrbit } from './picture-listeners.js';
import { followSystem, keepTheme, preferredTheme } from './preferences.js';
import { VIEWS, type ViewName } from './scene/cameras.js';
import type { ThemeName } from './scene/theme.js';
import { Screen } from './screen.js';
import { readLibrary } from './server.js';
import { Showing } from './showing.js';
import { type WatchActions, watchKeys } from './watch-keys.js';

/** The whole page: it owns what is on the screen and handles keys and buttons. */
export class App {
  showing: Showing | undefined;
  private readonly layout: Layout;
  private readonly screen: Screen;
  private readonly message = new Message();
  private readonly help = new Help();
  private readonly card = new TrialCard();
  private readonly controls = new Controls();
  private readonly library: LibraryPanel;
  private readonly sharp = readAddress(location.hash).sharp;
  private theme: ThemeName = preferredTheme();
  private stop = new AbortController();
  private lastPicture = 0;

  constructor(root: HTMLElement) {
    this.layout = layOut(root);
    const actions = this.actions();
    this.screen = new Screen(this.layout, actions, this.sharp === true);
    this.library = new LibraryPanel({
      watchReplay: (replay) => void this.open({ replay }),
      playTask: (task, player) => void this.open({ task, player, ...this.library.options }),
      watchAgent: (player) => void this.open({ task: this.showing?.address.task, player, ...this.library.options }),
    });
    this.layout.buttons.append(...headerButtons(actions));
    const crosshair = h('i', { class: 'crosshair', 'aria-hidden': 'true' });
    this.layout.overlay.append(crosshair, touchPad(this.controls), this.card.element);
    root.append(this.message.element, this.library.element, this.help.element);
    this.listen(actions);
    this.light(this.theme);
  }

  /** Reads the library, opens the requested episode, and begins to draw. */
  async start(): Promise<void> {
    requestAnimationFrame((now) => this.picture(now));
    try {
      const library = await readLibrary();
      this.library.load(library);
      const { start } = library;
      if (start?.kind === 'folder') this.library.look(start.path);
      await this.open(firstAddress(library, readAddress(location.hash)));
    } catch (error) {
      this.message.wrong((error as Error).message);
    }
  }

  /** Opens the episode of an address and plays it to its end. A sentence is shown where that fails. */
  async open(address: Address, opening?: Promise<Episode>): Promise<void> {
    this.leave();
    const { signal } = this.stop;
    this.layout.by.textContent = 'opening ...';
    try {
      const episode = await (opening ?? this.episodeOf(address, signal));
      if (signal.aborted) return;
      const showing = this.show(episode, address);
      await this.playThrough(showing, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!this.showing || this.layout.by.textContent?.endsWith('...')) {
        this.layout.by.textContent = 'could not be opened';
      }
      this.message.wrong((error as Error).message.split('\n').slice(0, 2).join(' '));
    }
  }

  private episodeOf(address: Address, signal: AbortSignal): Promise<Episode> {
    return openEpisode(address, this.library, {
      wait: (episode, task) => {
        if (!signal.aborted) this.show(episode, { ...address, task });
      },
      wrong: (sentence) => {
        if (!signal.aborted) this.message.wrong(sentence);
      },
    });
  }

  private show(episode: Episode, asked: Address): Showing {
    const task = asked.replay === undefined ? (asked.task ?? FIRST_TASK) : undefined;
    const showing = new Showing(episode, { ...asked, ...episode.address, task, replay: asked.replay });
    this.showing = showing;
    if (episode.kind === 'person' && episode.recording.steps === 0) {
      showing.session = letPersonPlay({
        showing,
        controls: this.controls,
        card: this.card,
        message: this.message,
        agent: this.library.agent,
        player: this.library.player,
        known: this.knows(episode),
        kept: () => this.refreshLibrary(),
        signal: this.stop.signal,
        afterwards: this.afterwards(showing),
        touch: () => this.screen.touch(),
      });
    }
    this.screen.present(showing);
    const usual = this.screen.view === 'first' ? 'follow' : this.screen.view;
    this.look(showing.session ? 'first' : (asked.view ?? usual));
    this.writeAddress();
    return showing;
  }

  /** Plays an episode to its end, then the episodes it is compared with. */
  private async playThrough(showing: Showing, signal: AbortSignal): Promise<void> {
    if (showing.session) return;
    await showing.episode.play?.(signal);
    if (signal.aborted) return;
    showing.complete = true;
    document.body.dataset.ready = 'episode';
    addPeople(showing, this.library.humans);
    await addScripted(showing, signal);
    if (signal.aborted) return;
    document.body.dataset.ready = 'all';
    this.screen.touch();
  }

  /** Whether the person at the page has played this task before. */
  private knows({ recording }: Episode): boolean {
    const sha256 = taskHash(recording.task);
    return this.library.humans.some(({ task, player }) => task.sha256 === sha256 && player === this.library.player);
  }

  private leave(): void {
    this.stop.abort();
    this.stop = new AbortController();
    this.card.close();
    this.controls.clear();
    this.message.clear();
    freeMouse();
    if (this.showing?.session) this.showing = undefined;
    delete document.body.dataset.ready;
    delete document.body.dataset.session;
  }

  private afterwards(showing: Showing): Record<string, () => void> {
    const { task, trials, seed = 1, seat, beside } = showing.address;
    return {
      'Watch the agent': () => void this.open({ task, trials, seed, player: this.library.agent, seat }),
      'Watch yourself': () => this.watchAgain(showing),
      'Play again': () => void this.open({ task, trials, seed: seed + 1, player: 'me', seat, beside }),
      'Another task': () => this.openLibrary(),
    };
  }

  /** Shows a person's finished episode like any other. */
  private watchAgain(before: Showing): void {
    const { rivals, address, episode } = before;
    this.leave();
    const showing = this.show(episode, { task: address.task, view: 'follow', seat: address.seat });
    showing.rivals = rivals;
    void this.playThrough(showing, this.stop.signal);
  }

  // ---- Actions of keys and buttons

  private actions() {
    const watching = (act: (showing: Showing) => void) => () => this.whileWatching(act);
    return {
      toggle: watching(({ playhead }) => playhead.toggle()),
      seek: (position: number) => this.whileWatching(({ playhead }) => playhead.seek(position)),
      step: (steps: number) => this.whileWatching(({ playhead }) => playhead.step(steps)),
      second: (sign: number) =>
        this.whileWatching(({ playhead, episode }) => {
          playhead.step(sign * Math.round(1 / episode.recording.secondsPerStep));
        }),
      trial: (step: number) => this.whileWatching(({ playhead }) => playhead.seekTrial(step)),
      faster: (step: number) => this.whileWatching(({ playhead }) => playhead.faster(step)),
      look: (view: ViewName) => this.whileWatching(() => this.look(view)),
      nextView: watching(() => this.look(VIEWS[(VIEWS.indexOf(this.screen.view) + 1) % VIEWS.length])),
      reveal: watching((showing) => {
        this.screen.panel.revealed = !this.screen.panel.revealed;
        this.screen.tell(showing);
      }),
      seat: (seat: number) => this.whileWatching((showing) => this.sit(showing, seat)),
      otherSeat: watching((showing) => this.sit(showing, 1 - showing.seat)),
      copyLink: watching(() => this.copyLink()),
      save: watching(({ episode: { recording, title, by } }) => {
        if (recording.steps === 0) return;
        const name = `${title} ${by}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
        download(formatReplay(recording.replay()), `${name}.replay`);
      }),
      library: () => this.openLibrary(),
      play: () => this.playAs('me'),
      agent: () => this.playAs(this.library.agent),
      theme: () => this.toggleTheme(),
      help: () => this.help.toggle(),
      escape: () => {
        if (this.showing?.session && this.showing.session.state !== 'done') this.playAs(this.library.agent);
      },
    } satisfies WatchActions & Record<string, unknown>;
  }

  /** Acts on the episode that is being watched; does nothing while a person plays. */
  private whileWatching(act: (showing: Showing) => void): void {
    const { showing } = this;
    if (!showing || showing.session) return;
    act(showing);
    showing.awaited = undefined;
    this.screen.touch();
    this.writeAddress();
  }

  private playAs(player: string | undefined): void {
    const { task, trials, seed, beside } = this.showing?.address ?? {};
    const seat = this.showing?.addressNow().seat;
    if (task !== undefined) void this.open({ task, trials, seed, player, seat, beside });
    else this.message.note('A replay is only watched; choose a task in the library to play.');
  }

  /** Looks at a task for two as another player. */
  private sit(showing: Showing, seat: number): void {
    if (seat >= showing.episode.recording.players) return;
    showing.seat = seat;
    this.screen.tell(showing);
  }

  private look(view: ViewName): void {
    this.screen.look(view);
  }

  private light(theme: ThemeName): void {
    this.theme = theme;
    this.screen.light(theme);
  }

  private toggleTheme(): void {
    this.light(this.theme === 'light' ? 'dark' : 'light');
    keepTheme(this.theme);
  }

  private copyLink(): void {
    this.writeAddress();
    navigator.clipboard?.writeText(location.href).then(
      () => this.message.note('The link to this moment is copied.'),
      () => this.message.note('The link to this moment is in the address bar.'),
    );
  }

  private openLibrary(): void {
    this.refreshLibrary();
    this.library.open();
  }

  private refreshLibrary(): void {
    void readLibrary().then(
      (library) => this.library.load(library),
      (error: Error) => this.message.wrong(error.message),
    );
  }

  private writeAddress(): void {
    if (!this.showing) return;
    const address = { ...this.showing.addressNow(), view: this.screen.view, sharp: this.sharp };
    history.replaceState(null, '', `#${writeAddress(address)}`);
  }

  /** Opens a dropped replay or task file. */
  private async openDropped(file: File): Promise<void> {
    const text = await file.text();
    if (/\.jsonc?$/.test(file.name)) {
      const dropped = async (): Promise<Episode> => {
        const settings = await conditionsOf(this.library.agent);
        return openScriptedPlay('oracle', parseTask(text, file.name), settings, this.library.options);
      };
      await this.open({ replay: file.name }, dropped());
    } else await this.open({ replay: file.name }, openReplay(file.name, text));
  }

  // ---- The page itself

  private picture(now: number): void {
    requestAnimationFrame((later) => this.picture(later));
    const seconds = Math.min((now - this.lastPicture) / 1000, 0.25);
    this.lastPicture = now;
    const { showing } = this;
    if (!showing) return;
    const { moves } = showing;
    showing.advance(seconds);
    if (moves && !showing.moves) {
      this.writeAddress();
      // The very end is drawn as well.
      this.screen.touch();
    }
    this.screen.update(showing, seconds);
  }

  private listen(actions: WatchActions): void {
    const { canvas } = this.layout;
    // Also true after the last trial: a key meant for the game must not leave the result.
    const playing = (): boolean => this.showing?.session !== undefined;
    const running = (): boolean =>
      this.showing?.session?.state === 'running' && document.querySelector('dialog[open]') === null;
    listenToKeys(
      running,
      (wish) => this.controls.press(wish),
      (wish) => this.controls.lift(wish),
    );
    listenToMouse(canvas, running, this.controls);
    listenToFingers(canvas, running, this.controls);
    watchKeys(playing, actions);
    const watching = (): boolean => this.showing !== undefined && !this.showing.session;
    listenToOrbit(canvas, this.screen.stage.cameras, watching, () => this.screen.touch());
    listenToDrop((file) => void this.openDropped(file));
    followSystem((theme) => this.light(theme));
    window.addEventListener('hashchange', () => {
      const address = readAddress(location.hash);
      if (address.replay ?? address.task) void this.open(address);
    });
  }
}
