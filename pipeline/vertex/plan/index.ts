// What running a pipeline would do, and cost, before it runs.
export {
  makePlan,
  type ParameterChange,
  type Plan,
  type PlannedPrice,
  type PlannedTask,
  type PlanOptions,
} from "./plan.ts";
export type { Verdict } from "./decide.ts";
export {
  earlierFromJob,
  earlierFromRun,
  type EarlierJob,
  type EarlierState,
  type EarlierTask,
} from "./earlier-job.ts";
export { earlierFromFile } from "./earlier-file.ts";
