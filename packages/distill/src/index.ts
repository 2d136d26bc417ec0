export { type KickstartConfig, kickstarting } from './kickstarting.js';
export { type DistillSchedule, teacherFraction } from './schedule.js';
