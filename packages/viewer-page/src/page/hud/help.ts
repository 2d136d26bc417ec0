import { h } from '../dom.js';

const WATCHING: [string, string][] = [
  ['Space', 'play, pause'],
  ['← →', 'one step back, on (with Shift: one second)'],
  ['[ ]', 'trial before, next trial'],
  ['− +', 'slower, faster'],
  ['1 2 3', 'view: eyes, follow, top (V: the next one)'],
  ['R', 'reveal hidden rules'],
  ['O', 'of two players, the other one: what it is told and sees'],
  ['L', 'library: tasks, probes, replays, agents'],
  ['P', 'play this task yourself'],
  ['A', 'watch the agent play this task'],
  ['C, D', 'copy a link to this moment, save the episode'],
  ['T', 'light or dark'],
  ['?', 'this page'],
];

const PLAYING: [string, string][] = [
  ['W S  ↑ ↓', 'walk forward, back'],
  ['A D  ← →', 'turn; Q E a little'],
  ['Space', 'take what glows, or let go (X: let go)'],
  ['Mouse', 'click the picture: then it turns, its buttons take and let go'],
  ['Z C, R F, T G', 'step aside, look up and down, hand farther and nearer, where the agent can'],
  ['Esc', 'give up the episode'],
];

const table = (title: string, rows: [string, string][]): HTMLElement =>
  h(
    'section',
    {},
    h('h3', {}, title),
    h('dl', {}, ...rows.flatMap(([keys, what]) => [h('dt', {}, h('kbd', {}, keys)), h('dd', {}, what)])),
  );

/** Explains the page and lists every key. */
export class Help {
  readonly element: HTMLDialogElement;

  constructor() {
    const close = h(
      'button',
      { class: 'close', type: 'button', 'aria-label': 'Close', onclick: () => this.element.close() },
      '×',
    );
    this.element = h(
      'dialog',
      { class: 'help', 'aria-label': 'Help' },
      close,
      h('h2', {}, 'What you see'),
      h(
        'p',
        {},
        'A robot in a world whose rules it does not know. It is rewarded while the goal holds, has some trials, and remembers from one ' +
          'to the next what it has found out. The chart shows whether that helps: score by trial. Objects have a shape, and a colour ' +
          'with a pattern of its own: black has lines, purple dots, yellow stripes. A plate with bolts means that it cannot be moved.',
      ),
      h('div', { class: 'columns' }, table('Watching', WATCHING), table('Playing', PLAYING)),
      h(
        'p',
        {},
        'Drag the picture to turn it, scroll to come nearer. Replay and task files can be dropped onto the page.',
      ),
    );
  }

  toggle(): void {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }
}
