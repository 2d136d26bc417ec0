import { h } from './dom.js';
import { glyphDefinitions, logo } from './hud/glyph.js';
import type { FreeArea } from './scene/cameras.js';

/** The parts of the page, in their order for keyboards and screen readers. */
export interface Layout {
  canvas: HTMLCanvasElement;
  title: HTMLElement;
  by: HTMLElement;
  buttons: HTMLElement;
  left: HTMLElement;
  right: HTMLElement;
  bottom: HTMLElement;
  overlay: HTMLElement;
  picture: HTMLElement;
}

export function layOut(root: HTMLElement): Layout {
  const title = h('h1', {});
  const by = h('p', { class: 'by' });
  const buttons = h('nav', { 'aria-label': 'Actions' });
  const canvas = h('canvas', { tabIndex: -1, 'aria-label': 'The world' });
  const overlay = h('div', { class: 'overlay' });
  const picture = h('div', { class: 'picture' }, canvas, overlay);
  const left = h('aside', { class: 'left' });
  const right = h('aside', { class: 'right' });
  const bottom = h('footer', {});
  const header = h('header', {}, logo(), h('div', { class: 'titles' }, title, by), buttons);
  root.replaceChildren(glyphDefinitions(), header, h('main', {}, picture, left, right), bottom);
  return { canvas, title, by, buttons, left, right, bottom, overlay, picture };
}

/** The part of the picture that no panel covers. On a phone no panel lies over it. */
export function freeArea({ picture, left, right, bottom }: Layout): FreeArea {
  const box = picture.getBoundingClientRect();
  const header = document.querySelector('header')!.getBoundingClientRect();
  const covers = (element: HTMLElement): boolean => {
    const other = element.getBoundingClientRect();
    return (
      other.width > 0 &&
      other.left < box.right &&
      other.right > box.left &&
      other.top < box.bottom &&
      other.bottom > box.top
    );
  };
  const share = (pixels: number, of: number): number => Math.max(0, Math.min(0.45, pixels / of));
  return {
    left: covers(left) ? share(left.getBoundingClientRect().right - box.left, box.width) : 0,
    right: covers(right) ? share(box.right - right.getBoundingClientRect().left, box.width) : 0,
    top: share(header.bottom - box.top, box.height),
    bottom: covers(bottom) ? share(box.bottom - bottom.getBoundingClientRect().top, box.height) : 0,
  };
}
