import type { Cameras } from './scene/cameras.js';

/** Camera angle per dragged pixel, radians. */
const PER_PIXEL = 0.006;

/** Dragging turns the camera, scrolling moves it closer. @param changed called when the view changes */
export function listenToOrbit(
  canvas: HTMLCanvasElement,
  cameras: Cameras,
  active: () => boolean,
  changed: () => void,
): void {
  canvas.addEventListener('pointermove', (event) => {
    if (event.buttons !== 1 || !active()) return;
    cameras.drag(event.movementX * PER_PIXEL, event.movementY * PER_PIXEL);
    changed();
  });
  canvas.addEventListener('pointerdown', (event) => {
    if (active() && event.pointerType !== 'touch') canvas.setPointerCapture(event.pointerId);
  });
  const onWheel = (event: WheelEvent): void => {
    if (!active()) return;
    event.preventDefault();
    cameras.zoom(Math.exp(event.deltaY * 0.001));
    changed();
  };
  canvas.addEventListener('wheel', onWheel, { passive: false });
}

/** Handles files that are dropped onto the page. */
export function listenToDrop(take: (file: File) => void): void {
  window.addEventListener('dragover', (event) => event.preventDefault());
  window.addEventListener('drop', (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file) take(file);
  });
}

/** Offers a text to the person as a file download. */
export function download(text: string, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
