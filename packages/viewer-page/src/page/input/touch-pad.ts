import { h } from '../dom.js';
import { type IconName, icon } from '../hud/icons.js';
import type { Controls, DesiredControls } from './controls.js';

/** Buttons for thumbs: a cross for walking and turning, and one for the hand. Shown on touch screens only. */
export function touchPad(controls: Controls): HTMLElement {
  const button = (wish: DesiredControls, sign: IconName, place: string): HTMLElement => {
    const lift = (): void => controls.lift(wish);
    return h(
      'button',
      {
        class: place,
        type: 'button',
        'aria-label': wish,
        onpointerdown: (event: PointerEvent) => {
          event.preventDefault();
          controls.press(wish);
        },
        onpointerup: lift,
        onpointercancel: lift,
        onpointerleave: lift,
        oncontextmenu: (event: Event) => event.preventDefault(),
      },
      icon(sign),
    );
  };
  const cross = h(
    'div',
    { class: 'cross' },
    button('forward', 'up', 'n'),
    button('left', 'left', 'w'),
    button('right', 'right', 'e'),
    button('back', 'down', 's'),
  );
  return h('div', { class: 'touch-pad' }, cross, button('grab', 'hand', 'grab'));
}
