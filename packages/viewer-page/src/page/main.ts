import { App } from './app.js';

const root = document.getElementById('app')!;

try {
  const app = new App(root);
  // For the browser's console and for tests.
  Object.assign(window, { app });
  void app.start();
} catch (error) {
  const problem = (error as Error).message;
  root.textContent = /webgl/i.test(problem)
    ? 'This page draws with WebGL 2, which this browser does not offer: switch on hardware acceleration, or use another browser.'
    : problem;
}
