export { kickstarting } from './kickstarting.js';
export { teacherFraction } from './schedule.js';
export { type DistillationSettings, distillationSettings } from './settings.js';
