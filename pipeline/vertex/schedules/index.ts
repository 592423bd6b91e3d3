// Schedules, which start jobs at their times.
export { createSchedule, type CreateSchedule } from "./create-schedule.ts";
export {
  deleteSchedule,
  getSchedule,
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  updateSchedule,
  type ScheduleUpdate,
} from "./manage-schedules.ts";
export type { Schedule, ScheduleSettings } from "./schedule.ts";
