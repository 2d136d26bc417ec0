export { drawTrials, type TrialsPicture } from './draw-trials.js';
