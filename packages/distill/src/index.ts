export { type KickstartConfig, kickstarting } from './kickstarting.js';
export { type DistillSchedule, teacherWeight } from './schedule.js';
