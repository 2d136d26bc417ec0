import { fill, h } from '../dom.js';
import type { Playhead } from '../episode/playhead.js';
import { VIEWS, type ViewName } from '../scene/cameras.js';
import { type IconName, icon } from './icons.js';

const VIEW_NAMES: Record<ViewName, string> = { first: 'Eyes', follow: 'Follow', top: 'Top' };

/** Callbacks of the buttons below the picture. */
export interface TransportActions {
  toggle(): void;
  trial(step: number): void;
  faster(step: number): void;
  look(view: ViewName): void;
  copyLink(): void;
  save(): void;
}

function button(sign: IconName, label: string, act: () => void): HTMLButtonElement {
  return h('button', { type: 'button', 'aria-label': label, title: label, onclick: act }, icon(sign));
}

/** The buttons for playback, speed and views. */
export class Transport {
  readonly element: HTMLElement;
  private readonly play: HTMLButtonElement;
  private readonly speed = h('output', { class: 'speed' });
  private readonly time = h('output', { class: 'time' });
  private readonly views: Record<ViewName, HTMLButtonElement>;
  private sign: IconName = 'pause';

  constructor(actions: TransportActions) {
    this.play = button('pause', 'Play or pause (Space)', actions.toggle);
    this.play.classList.add('play', 'primary');
    const views = VIEWS.map((view, k) => {
      const label = `View: ${VIEW_NAMES[view]} (${k + 1})`;
      const act = () => actions.look(view);
      const properties = { type: 'button', title: label, 'aria-label': label, onclick: act };
      return [view, h('button', properties, VIEW_NAMES[view])] as const;
    });
    this.views = Object.fromEntries(views) as Record<ViewName, HTMLButtonElement>;
    this.element = h(
      'div',
      { class: 'transport' },
      h(
        'div',
        { class: 'group' },
        button('before', 'Trial before ([)', () => actions.trial(-1)),
        this.play,
        button('next', 'Next trial (])', () => actions.trial(1)),
      ),
      this.time,
      h(
        'div',
        { class: 'group' },
        button('slower', 'Slower (-)', () => actions.faster(-1)),
        this.speed,
        button('faster', 'Faster (+)', () => actions.faster(1)),
      ),
      h('div', { class: 'group views', role: 'group', 'aria-label': 'View' }, ...Object.values(this.views)),
      h(
        'div',
        { class: 'group extras' },
        button('link', 'Copy a link to this moment (C)', actions.copyLink),
        button('save', 'Save as a replay file (D)', actions.save),
      ),
    );
  }

  /** @param seconds from the start of the episode to now, and the length of the episode */
  update({ playing, atEnd, speed }: Playhead, view: ViewName, seconds: [number, number]): void {
    const sign = playing ? 'pause' : atEnd ? 'again' : 'play';
    if (this.sign !== sign) fill(this.play, icon(sign));
    this.sign = sign;
    setText(this.speed, `${speed}×`);
    setText(this.time, seconds.map((each) => each.toFixed(1)).join(' / '));
    for (const [name, button] of Object.entries(this.views)) {
      button.setAttribute('aria-pressed', String(name === view));
    }
  }
}

function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
