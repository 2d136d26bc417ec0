import type { Controls } from './controls.js';

/** Radians of turn per pixel that the mouse or a finger moves. */
const PER_PIXEL = 0.0042;

/**
 * Mouse on the picture during play. A click locks the pointer, after which moving it turns the avatar. The left button
 * grabs and releases, the right button releases.
 */
export function listenToMouse(canvas: HTMLCanvasElement, active: () => boolean, controls: Controls): void {
  canvas.addEventListener('mousedown', (event) => {
    if (!active() || event.button > 2) return;
    event.preventDefault();
    if (document.pointerLockElement === canvas) controls.press(event.button === 2 ? 'release' : 'grab');
    // Some browsers refuse without a new click, or inside an iframe; then only the keys work.
    else Promise.resolve(canvas.requestPointerLock()).catch(() => {});
  });
  window.addEventListener('mouseup', () => {
    controls.lift('grab');
    controls.lift('release');
  });
  canvas.addEventListener('contextmenu', (event) => active() && event.preventDefault());
  window.addEventListener('mousemove', ({ movementX, movementY }) => {
    if (active() && document.pointerLockElement === canvas) controls.aim(movementX * PER_PIXEL, -movementY * PER_PIXEL);
  });
}

export function freeMouse(): void {
  if (document.pointerLockElement) document.exitPointerLock();
}

/** A finger that moves over the picture turns the avatar. */
export function listenToFingers(canvas: HTMLCanvasElement, active: () => boolean, controls: Controls): void {
  const last = new Map<number, { x: number; y: number }>();
  canvas.addEventListener('pointerdown', (event) => {
    if (active() && event.pointerType === 'touch') last.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  canvas.addEventListener('pointermove', (event) => {
    const before = last.get(event.pointerId);
    if (!before || !active()) return;
    controls.aim((event.clientX - before.x) * PER_PIXEL * 1.6, (before.y - event.clientY) * PER_PIXEL);
    last.set(event.pointerId, { x: event.clientX, y: event.clientY });
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, (event) => last.delete(event.pointerId));
  }
}
