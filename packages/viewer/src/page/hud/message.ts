import { fill, h } from '../dom.js';

/** One sentence that something is wrong, or done; it can be closed. */
export class Message {
  readonly element = h('div', { class: 'message', role: 'alert', hidden: true });
  private timer = 0;

  /** Stays until it is closed or something else is shown. */
  wrong(sentence: string): void {
    this.show(sentence, 'wrong');
  }

  /** Goes by itself. */
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
