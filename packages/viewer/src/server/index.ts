export type { DrawCurves } from './curves.js';
export { keepHumanResult } from './human-results.js';
export { type OpenedAgent, serveViewer, type Viewer, type ViewerOptions } from './serve.js';
