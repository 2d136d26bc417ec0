import type { DesiredControls } from './controls.js';

/** Keys of the game by their position on the keyboard, independent of the layout. */
export const PLAY_KEYS: Record<string, DesiredControls> = {
  KeyW: 'forward',
  ArrowUp: 'forward',
  KeyS: 'back',
  ArrowDown: 'back',
  KeyA: 'left',
  ArrowLeft: 'left',
  KeyD: 'right',
  ArrowRight: 'right',
  KeyQ: 'slightly left',
  KeyE: 'slightly right',
  KeyZ: 'step left',
  KeyC: 'step right',
  KeyR: 'up',
  KeyF: 'down',
  KeyT: 'farther',
  KeyG: 'nearer',
  Space: 'grab',
  KeyX: 'release',
};

/** Passes the game's keys to the controls while `active` returns true. Returns a function that stops it. */
export function listenToKeys(
  active: () => boolean,
  press: (wish: DesiredControls) => void,
  lift: (wish: DesiredControls) => void,
): () => void {
  const onDown = (event: KeyboardEvent): void => {
    const wish = PLAY_KEYS[event.code];
    if (wish === undefined || !active() || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    if (!event.repeat) press(wish);
  };
  const onUp = (event: KeyboardEvent): void => {
    const wish = PLAY_KEYS[event.code];
    if (wish !== undefined) lift(wish);
  };
  window.addEventListener('keydown', onDown);
  window.addEventListener('keyup', onUp);
  return () => {
    window.removeEventListener('keydown', onDown);
    window.removeEventListener('keyup', onUp);
  };
}
