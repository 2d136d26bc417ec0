import type { AgentEntry, Library, ReplayEntry, RunEntry, TaskEntry, TaskListEntry } from '@open-ada/viewer/protocol';
import { fill, h } from '../dom.js';
import { keepName, keptName } from '../preferences.js';
import { runCurves } from './run-curves.js';

/** Callbacks for choices in the library. */
export interface LibraryActions {
  watchReplay(path: string): void;
  /** @param player `me`, `oracle`, `explorer`, or undefined for the chosen agent */
  playTask(path: string, player: string | undefined): void;
  /** Plays the task that is displayed now with the agent of a run. */
  watchAgent(path: string): void;
}

const GROUPS: Record<string, string> = { given: 'From the command line', probes: 'Probes', examples: 'Examples' };
const TRIALS = [1, 2, 3, 5, 8, 13];

/** Lists everything that can be watched or played, with a search field. */
export class LibraryPanel {
  readonly element: HTMLDialogElement;
  private readonly search: HTMLInputElement;
  private readonly list = h('div', { class: 'entries' });
  private readonly agents = h('select', { 'aria-label': 'Agent' });
  private readonly trials = h(
    'select',
    { 'aria-label': 'Trials' },
    ...TRIALS.map((k) => h('option', { value: String(k) }, String(k))),
  );
  private readonly seed = h('input', { type: 'number', min: '0', value: '1', 'aria-label': 'Seed' });
  private readonly seat = h(
    'select',
    { 'aria-label': 'Seat' },
    ...[1, 2].map((seat) => h('option', { value: String(seat) }, `player ${seat}`)),
  );
  private readonly beside = h('select', { 'aria-label': 'Who plays the other seat' });
  private readonly name = h('input', {
    value: keptName(),
    maxLength: 40,
    placeholder: 'optional',
    'aria-label': 'Your name',
    class: 'name',
    onchange: () => keepName(this.player ?? ''),
  });
  private library: Library | undefined;

  constructor(private readonly actions: LibraryActions) {
    this.trials.value = '5';
    this.search = h('input', {
      type: 'search',
      placeholder: 'Search tasks, probes, runs, replays',
      'aria-label': 'Search',
      oninput: () => this.draw(),
    });
    const close = h(
      'button',
      { class: 'close', type: 'button', 'aria-label': 'Close', onclick: () => this.element.close() },
      '×',
    );
    this.element = h(
      'dialog',
      { class: 'library', 'aria-label': 'Library', onkeydown: (event: KeyboardEvent) => this.onKey(event) },
      close,
      h('h2', {}, 'Library'),
      this.search,
      h(
        'div',
        { class: 'choices' },
        h('label', {}, 'Agent ', this.agents),
        h('label', {}, 'Trials ', this.trials),
        h('label', {}, 'Seed ', this.seed),
        h('label', { title: 'Which of the two players you are, or look at, in tasks for two' }, 'For two: ', this.seat),
        h('label', { title: 'Who plays the other seat in tasks for two' }, 'beside ', this.beside),
        h('label', { title: 'Kept with what you reach when you play' }, 'Your name ', this.name),
      ),
      this.list,
    );
  }

  /** Path of the chosen agent; undefined if there is none. */
  get agent(): string | undefined {
    return this.agents.value || undefined;
  }

  /** Name of the person at the page; undefined if none is given. */
  get player(): string | undefined {
    return this.name.value.trim() || undefined;
  }

  /** Results of people who played a task for the first time. */
  get humans(): Library['humans'] {
    return this.library?.humans ?? [];
  }

  /** Shows only entries that contain these words. */
  look(words: string): void {
    this.search.value = words;
    this.draw();
  }

  /** `seat` and `beside` are of tasks for two. */
  get options(): { trials: number; seed: number; seat: number; beside: string | undefined } {
    return {
      trials: Number(this.trials.value),
      seed: Math.max(0, Math.floor(Number(this.seed.value) || 0)),
      seat: Number(this.seat.value),
      beside: this.beside.value || undefined,
    };
  }

  choose(chosen: { agent?: string; trials?: number; seed?: number; seat?: number; beside?: string }): void {
    const { agent, trials, seed, seat, beside } = chosen;
    this.seat.value = String(seat ?? this.seat.value);
    this.beside.value = beside ?? this.beside.value;
    if (agent !== undefined) this.agents.value = agent;
    if (trials !== undefined) {
      if (!TRIALS.includes(trials)) this.trials.append(h('option', { value: String(trials) }, String(trials)));
      this.trials.value = String(trials);
    }
    if (seed !== undefined) this.seed.value = String(seed);
  }

  load(library: Library): void {
    if (JSON.stringify(library) === JSON.stringify(this.library)) return;
    this.library = library;
    const [before, beside] = [this.agents.value, this.beside.value];
    const besides = [
      ['', 'the same, or an agent'] as const,
      ['explorer', 'the explorer'] as const,
      ['oracle', 'the oracle'] as const,
    ];
    fill(
      this.beside,
      ...[...besides, ...library.agents.map((agent) => [agent.path, agentName(agent)] as const)].map(([value, label]) =>
        h('option', { value }, label),
      ),
    );
    this.beside.value = beside;
    fill(
      this.agents,
      ...library.agents.map(({ path, name, from }) => h('option', { value: path }, agentName({ path, name, from }))),
    );
    if (library.agents.some(({ path }) => path === before)) this.agents.value = before;
    this.draw();
  }

  open(): void {
    if (this.element.open) return;
    this.element.showModal();
    this.search.focus();
    this.search.select();
  }

  private draw(): void {
    const { library } = this;
    if (!library) return;
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const matches = (...texts: (string | undefined)[]): boolean => {
      const all = texts.join(' ').toLowerCase();
      return words.every((word) => all.includes(word));
    };
    const sections = Object.entries(GROUPS).flatMap(([group, title]) => {
      const tasks = library.tasks.filter(
        (task) => task.group === group && matches(title, task.name, task.goal, task.tests, task.path),
      );
      return tasks.length > 0
        ? [
            section(
              title,
              tasks.map((task) => this.taskRow(task)),
            ),
          ]
        : [];
    });
    const lists = library.taskLists.filter(({ name }) => matches('held-out', name));
    if (lists.length > 0)
      sections.push(
        section(
          'Held-out tasks',
          lists.map((list) => this.listRow(list)),
        ),
      );
    const runs = library.runs.filter(({ path }) => matches('run', path));
    if (runs.length > 0) {
      sections.push(
        section(
          'Runs',
          runs.map((run) => this.runRow(run)),
        ),
      );
    }
    const replays = library.replays.filter(({ path, from }) => matches('replay', path, from));
    for (const from of new Set(replays.map((replay) => replay.from))) {
      const rows = replays.filter((replay) => replay.from === from).map((replay) => this.replayRow(replay));
      sections.push(section(`Replays: ${from}`, rows));
    }
    if (replays.length === 0 && words.length === 0) {
      sections.push(
        section('Replays', [
          h('p', { class: 'none' }, 'None yet: runs and evaluations leave them in their folder "replays".'),
        ]),
      );
    }
    const focused = this.focused();
    fill(
      this.list,
      ...sections,
      sections.length === 0 &&
        h('p', { class: 'none' }, `Nothing here has “${words.join(' ')}” in its name, goal or folder.`),
    );
    if (focused) this.entry(focused.key)?.querySelectorAll<HTMLElement>('button, input')[focused.control]?.focus();
  }

  /** The control with the focus: it is made anew when a run has moved on while a person chooses by keys. */
  private focused(): { key: string; control: number } | undefined {
    const entry = document.activeElement?.closest<HTMLElement>('.entry');
    if (!entry || !this.list.contains(entry)) return undefined;
    const controls = [...entry.querySelectorAll('button, input')];
    return { key: entry.dataset.key ?? '', control: controls.indexOf(document.activeElement!) };
  }

  private entry(key: string): HTMLElement | undefined {
    return [...this.list.querySelectorAll<HTMLElement>('.entry')].find((entry) => entry.dataset.key === key);
  }

  private taskRow({ path, name, goal, tests, trialSeconds, players, fault }: TaskEntry): HTMLElement {
    if (fault !== undefined) return h('div', { class: 'entry faulty' }, h('b', {}, name), h('small', {}, fault));
    const number = /(\d+)-[^/]*$/.exec(path)?.[1];
    const title = number === undefined ? name : `${Number(number)} · ${name}`;
    const about = h(
      'div',
      { class: 'about' },
      h('b', {}, title),
      h('small', {}, `${goal} · ${trialSeconds} s${players ? ' · two players' : ''}`),
    );
    if (tests) about.title = tests;
    return this.row(path, about, path);
  }

  private listRow({ path, name, count }: TaskListEntry): HTMLElement {
    const number = h('input', {
      type: 'number',
      min: '0',
      max: String(count - 1),
      value: '0',
      'aria-label': 'Number of the task',
    });
    const about = h(
      'div',
      { class: 'about' },
      h('b', {}, name),
      h('small', {}, 'task ', number, ` (0 to ${count - 1})`),
    );
    return this.row(
      path,
      about,
      () => `${path}:${Math.min(count - 1, Math.max(0, Math.floor(Number(number.value)) || 0))}`,
    );
  }

  private row(key: string, about: HTMLElement, path: string | (() => string)): HTMLElement {
    const act = (player: string | undefined) => () => {
      this.element.close();
      this.actions.playTask(typeof path === 'string' ? path : path(), player);
    };
    return h(
      'div',
      { class: 'entry', 'data-key': key },
      about,
      h('button', { type: 'button', class: 'primary', title: 'Watch the agent', onclick: act(undefined) }, 'Agent'),
      h('button', { type: 'button', title: 'Play it yourself', onclick: act('me') }, 'Play'),
      h(
        'button',
        { type: 'button', title: 'Watch the scripted oracle, which knows the hidden rules', onclick: act('oracle') },
        'Oracle',
      ),
      h(
        'button',
        {
          type: 'button',
          title: 'Watch the scripted explorer, which finds the hidden rules out',
          onclick: act('explorer'),
        },
        'Explorer',
      ),
    );
  }

  private runRow({ path, progress, agent, modified }: RunEntry): HTMLElement {
    const newest = this.library?.replays.find((replay) => replay.path.startsWith(`${path}/`));
    const when = new Date(modified).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
    const how = progress
      ? `${amount(progress.steps)} steps in ${Math.round(progress.minutes)} min · reward by trial ${progress.returnByTrial.map((reward) => reward.toFixed(1)).join(', ')}`
      : 'nothing logged yet';
    const about = h('div', { class: 'about' }, h('b', {}, path), h('small', {}, `${how} · ${when}`));
    const act = (does: () => void) => () => {
      this.element.close();
      does();
    };
    const row = h('div', { class: 'entry', 'data-key': path }, about);
    if (agent !== undefined) {
      const watch = act(() => this.actions.watchAgent(agent));
      row.append(h('button', { type: 'button', class: 'primary', onclick: watch, title: 'Its agent, live' }, 'Agent'));
    }
    if (newest !== undefined) {
      const watch = act(() => this.actions.watchReplay(newest.path));
      const look = agent === undefined ? 'primary' : '';
      row.append(h('button', { type: 'button', class: look, onclick: watch, title: newest.name }, 'Newest replay'));
    }
    if (progress !== undefined) {
      const { button, place } = runCurves(path);
      row.append(button, place);
    }
    return row;
  }

  private replayRow({ path, name }: ReplayEntry): HTMLElement {
    const watch = (): void => {
      this.element.close();
      this.actions.watchReplay(path);
    };
    const button = h('button', { type: 'button', class: 'primary', onclick: watch }, 'Watch');
    return h('div', { class: 'entry', 'data-key': path }, h('div', { class: 'about' }, h('b', {}, name)), button);
  }

  /** The up and down keys move from entry to entry. */
  private onKey(event: KeyboardEvent): void {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const active = document.activeElement;
    if (active instanceof HTMLSelectElement || (active instanceof HTMLInputElement && active.type === 'number')) return;
    const firsts = [...this.list.querySelectorAll<HTMLElement>('.entry button.primary')];
    const at = firsts.findIndex((button) => button.closest('.entry')?.contains(active));
    const to = at < 0 ? 0 : at + (event.key === 'ArrowDown' ? 1 : -1);
    event.preventDefault();
    if (to < 0) this.search.focus();
    else firsts[Math.min(to, firsts.length - 1)]?.focus();
  }
}

const section = (title: string, rows: HTMLElement[]): HTMLElement => h('section', {}, h('h3', {}, title), ...rows);

const amount = (count: number): string =>
  count >= 1e6 ? `${(count / 1e6).toFixed(1)} M` : count >= 1e4 ? `${Math.round(count / 1e3)} k` : String(count);

const agentName = ({ name, from }: AgentEntry): string =>
  from === 'released' ? `released ${name}` : from === 'run' ? `run ${name}` : name;
