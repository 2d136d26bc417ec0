export { type OpenedAgent, serveViewer, type Viewer, type ViewerOptions } from './serve.js';
