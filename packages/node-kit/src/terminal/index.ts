export { clock } from './clock.js';
export { LiveBlock } from './live-block.js';
export { ProgressLine } from './progress-line.js';
export { sparkline } from './sparkline.js';
export { table } from './table.js';
export { Waiting } from './waiting.js';
export { fitted, foldWords, terminalWidth } from './width.js';
