import { fill, h } from '../dom.js';
import { readCurves } from '../server.js';

/** A button that shows the learning curves of a run in a place of its own, and hides them again. */
export function runCurves(run: string): { button: HTMLElement; place: HTMLElement } {
  const place = h('div', { class: 'curves', hidden: true });
  const toggle = async (): Promise<void> => {
    place.hidden = !place.hidden;
    button.setAttribute('aria-expanded', String(!place.hidden));
    if (place.hidden || place.childElementCount > 0) return;
    fill(place, h('p', { class: 'none' }, 'drawing ...'));
    try {
      const address = URL.createObjectURL(new Blob([await readCurves(run)], { type: 'image/svg+xml' }));
      const image = h('img', { alt: `Learning curves of ${run}`, src: address });
      image.addEventListener('load', () => URL.revokeObjectURL(address));
      fill(place, image);
    } catch (error) {
      fill(place, h('p', { class: 'none' }, (error as Error).message));
    }
  };
  const button = h(
    'button',
    {
      type: 'button',
      title: 'Scores in training, and gain from memory',
      'aria-expanded': 'false',
      onclick: () => void toggle(),
    },
    'Curves',
  );
  return { button, place };
}
