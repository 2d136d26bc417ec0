export { keepHumanResult } from './human-results.js';
export { type OpenedAgent, PortInUse, serveViewer, type Viewer, type ViewerOptions } from './serve.js';
