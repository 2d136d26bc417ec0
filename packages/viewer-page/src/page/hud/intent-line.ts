import { h } from '../dom.js';

/** What the explorer is about, where it is watched. It is not read aloud, because it changes too often. */
export class IntentLine {
  readonly element = h('p', { class: 'intent card', hidden: true });

  /** @param intent a phrase; undefined where the player does not say */
  show(intent: string | undefined): void {
    this.element.hidden = intent === undefined;
    if (intent !== undefined && this.element.textContent !== intent) this.element.textContent = intent;
  }
}
