export { AXES, type Axis, curvesChart } from './chart.js';
export { drawPng, drawSvg } from './draw.js';
export { curvePoints, type LoggedRun } from './points.js';
