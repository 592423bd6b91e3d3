// The ScheduleService: schedules made, told of, changed, paused, resumed and deleted.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { type Handlers, unary } from "../handlers.ts";
import { changeFields, maskFields, maskPaths, withoutFields } from "../lists/field-mask.ts";
import { pageOf } from "../lists/page.ts";
import { deletionOf, type Operations } from "../operations.ts";
import { collect, StatusError } from "../status.ts";
import { newNumber, parseName, parseParent } from "../store/names.ts";
import type { Store } from "../store/store.ts";
import type { Clock } from "./clock.ts";
import { requireCron } from "./cron.ts";
import {
  requestOf,
  type Schedule,
  scheduleListFields,
  schedulesOf,
  timeField,
  withNextRun,
} from "./schedule-record.ts";

export interface ScheduleServices {
  readonly store: Store;
  readonly operations: Operations;
  readonly clock: Clock;
  /** Throws `INVALID_ARGUMENT` for a job that could not run. */
  readonly checkJob: (job: JsonObject) => void;
  /** A schedule has changed. */
  readonly wake: () => void;
}

export function scheduleHandlers(services: ScheduleServices): Handlers {
  const { store, clock, operations, wake } = services;
  const schedules = schedulesOf(store);
  const time = (): string => new Date(clock.now()).toISOString();
  const shown = (name: string): JsonObject => ({
    ...schedules.get(name),
    createPipelineJobRequest: requestOf(schedules.body(name)),
  });
  const named = (given: Json | undefined): Schedule => {
    parseName(given, "schedules");
    return schedules.get(String(given));
  };
  const change = (schedule: Schedule, fields: JsonObject, body?: object): void => {
    schedules.put(schedule.name, { ...schedule, ...fields, updateTime: time() }, body);
    wake();
  };

  return unary("ScheduleService", {
    CreateSchedule: (request) => {
      const parent = parseParent(request["parent"]).name;
      const given = isObject(request["schedule"]) ? request["schedule"] : {};
      requireSchedule(services, given, { parent });
      const { createPipelineJobRequest = {}, ...rest } = withoutFields(given, outputOnly);
      const name = `${parent}/schedules/${newNumber()}`;
      const created = time();
      const schedule: Schedule = {
        ...rest,
        name,
        cron: String(given["cron"]),
        state: "ACTIVE",
        createTime: created,
        updateTime: created,
        startTime: given["startTime"] ?? created,
      };
      schedules.insert(name, withNextRun(schedule, clock.now()), { createPipelineJobRequest });
      wake();
      return shown(name);
    },
    GetSchedule: ({ name }) => shown(named(name).name),
    ListSchedules: (request) => {
      const parent = parseParent(request["parent"]).name;
      const page = pageOf(schedules.list(parent), request, scheduleListFields);
      return { schedules: page.entries.map(({ name }) => shown(name)), nextPageToken: page.nextPageToken };
    },
    UpdateSchedule: (request) => {
      const given = isObject(request["schedule"]) ? request["schedule"] : {};
      const schedule = named(given["name"]);
      if (schedule.state === "COMPLETED") throw wrongState(schedule, "It cannot be changed any more");
      const before = shown(schedule.name);
      const updated = update(before, withoutFields(given, outputOnly), maskPaths(request["updateMask"]));
      const parent = parseName(schedule.name, "schedules").parent.name;
      requireSchedule(services, updated, { parent, before });
      const { createPipelineJobRequest = {}, ...rest } = updated;
      const changed = rest as Schedule; // it has all that the one before had
      const next = schedule.state === "ACTIVE" ? withNextRun(changed, clock.now()) : changed;
      change(next, {}, { createPipelineJobRequest });
      return shown(schedule.name);
    },
    PauseSchedule: ({ name }) => {
      const schedule = named(name);
      if (schedule.state === "COMPLETED") throw wrongState(schedule, "It cannot be paused");
      if (schedule.state === "ACTIVE") change(schedule, { state: "PAUSED", lastPauseTime: time() });
      return {};
    },
    ResumeSchedule: ({ name, catchUp = false }) => {
      const schedule = named(name);
      if (schedule.state !== "PAUSED") throw wrongState(schedule, "Only a paused one can be resumed");
      const resumed: Schedule = { ...schedule, state: "ACTIVE", catchUp, lastResumeTime: time() };
      const missed = timeField(schedule, "nextRunTime");
      change(catchUp === true && missed !== undefined ? resumed : withNextRun(resumed, clock.now()), {});
      return {};
    },
    DeleteSchedule: ({ name }, context) => {
      const schedule = named(name);
      schedules.remove(schedule.name);
      wake();
      return operations.completed(deletionOf(schedule.name), context);
    },
  });
}

const outputOnly =
  "name state createTime updateTime nextRunTime lastPauseTime lastResumeTime catchUp startedRunCount lastScheduledRunResponse".split(
    " ",
  );

/** Without a mask, whatever is given changes. Throws `INVALID_ARGUMENT`. */
function update(before: JsonObject, given: JsonObject, paths: readonly string[]): JsonObject {
  const fields = paths.length === 0 ? Object.keys(given) : maskFields(paths);
  const fixed = fields.filter((field) => outputOnly.includes(field));
  if (fixed.length > 0) {
    throw new StatusError(
      "INVALID_ARGUMENT",
      `update_mask: ${fixed.join(", ")} cannot be changed. Leave it out.`,
    );
  }
  return changeFields(before, given, fields);
}

interface Around {
  readonly parent: string;
  /** What an update changes. */
  readonly before?: JsonObject;
}

/** Throws `INVALID_ARGUMENT` with all that is wrong. */
function requireSchedule(
  { checkJob, clock }: ScheduleServices,
  schedule: JsonObject,
  { parent, before }: Around,
): void {
  const { cron, displayName = "", createPipelineJobRequest: request } = schedule;
  if (schedule["createNotebookExecutionJobRequest"] !== undefined) {
    throw new StatusError(
      "UNIMPLEMENTED",
      "The local Vertex runs no notebooks: give create_pipeline_job_request.",
    );
  }
  const problems: string[] = [...countProblems(schedule)];
  const length = [...String(displayName)].length;
  if (length === 0 || length > 128) problems.push(`display_name has ${length} characters. Give 1 to 128.`);
  const [starts, ends] = [schedule["startTime"], schedule["endTime"]];
  if (typeof starts === "string" && typeof ends === "string" && Date.parse(starts) >= Date.parse(ends)) {
    problems.push(`end_time ${ends} is not after start_time ${starts}.`);
  } else if (typeof ends === "string" && ends !== before?.["endTime"] && Date.parse(ends) <= clock.now()) {
    problems.push(`end_time ${ends} is over. Give a time to come.`);
  }
  collect(problems, () => requireCron(String(cron ?? "")));
  if (!isObject(request)) {
    problems.push("create_pipeline_job_request is missing.");
  } else {
    if (request["parent"] !== parent)
      problems.push(`create_pipeline_job_request.parent has to be ${parent}.`);
    if (request["pipelineJobId"] !== undefined) {
      problems.push("create_pipeline_job_request.pipeline_job_id: runs get ids of their own. Leave it out.");
    }
    const job = request["pipelineJob"];
    collect(problems, () => checkJob(isObject(job) ? job : {}));
  }
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", problems.join("\n"));
}

function countProblems(schedule: JsonObject): readonly string[] {
  const problems: string[] = [];
  if (!(Number(schedule["maxConcurrentRunCount"]) >= 1)) {
    problems.push("max_concurrent_run_count is missing. Give 1 or more.");
  }
  const limits = {
    max_run_count: "maxRunCount",
    max_concurrent_active_run_count: "maxConcurrentActiveRunCount",
  };
  for (const [name, field] of Object.entries(limits)) {
    const count = Number(schedule[field] ?? 0);
    if (!(count >= 0)) problems.push(`${name} is ${count}. Give 1 or more, or leave it out.`);
  }
  return problems;
}

function wrongState({ name, state }: Schedule, what: string): StatusError {
  return new StatusError("FAILED_PRECONDITION", `${name} is ${state}. ${what}.`);
}
