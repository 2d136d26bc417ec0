export { bothLosses } from './both-losses.js';
export { imitation } from './imitation.js';
export { type ImitationSettings, imitationSettings } from './imitation-settings.js';
export { intentLoss } from './intent-loss.js';
export { kickstarting } from './kickstarting.js';
export { fallingTo, imitationWeights, isImitated, teacherFraction } from './schedule.js';
export { type DistillationSettings, distillationSettings } from './settings.js';
