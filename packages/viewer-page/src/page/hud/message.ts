import { fill, h } from '../dom.js';

/** Shows one sentence about an error or a finished action. It can be closed. */
export class Message {
  readonly element = h('div', { class: 'message', role: 'alert', hidden: true });
  private timer = 0;

  /** Shows an error. It stays until it is closed or replaced. */
  wrong(sentence: string): void {
    this.show(sentence, 'wrong');
  }

  /** Shows a note that disappears by itself. */
  note(sentence: string): void {
    this.show(sentence, 'note');
    this.timer = window.setTimeout(() => this.clear(), 4500);
  }

  clear(): void {
    window.clearTimeout(this.timer);
    this.element.hidden = true;
  }

  private show(sentence: string, kind: string): void {
    window.clearTimeout(this.timer);
    this.element.dataset.kind = kind;
    this.element.hidden = false;
    const close = h('button', { type: 'button', 'aria-label': 'Close', onclick: () => this.clear() }, '×');
    fill(this.element, h('p', {}, sentence), close);
  }
}
