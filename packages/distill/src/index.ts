export { type KickstartConfig, kickstarting } from './kickstarting.js';
export { type DistillSchedule, teacherShare } from './schedule.js';
