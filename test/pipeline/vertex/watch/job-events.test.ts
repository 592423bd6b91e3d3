// What a job tells of its tasks becomes the events that a local run tells.
import { describe, expect, test } from "vitest";
import { readJob, type Job } from "../../../../pipeline/vertex/job/index.ts";
import { failureLines, jobEvents, placeTasks } from "../../../../pipeline/vertex/watch/index.ts";

const spec = {
  fields: {
    root: struct({
      dag: struct({
        tasks: struct({
          ingest: task("comp-ingest"),
          "for-loop-1": struct({
            componentRef: struct({ name: text("comp-loop") }),
            parameterIterator: struct({}),
          }),
          deploy: task("comp-deploy"),
        }),
      }),
    }),
    components: struct({
      "comp-loop": struct({ dag: struct({ tasks: struct({ train: task("comp-train") }) }) }),
    }),
  },
};

function struct(fields: { readonly [name: string]: unknown }): object {
  return { structValue: { fields } };
}
function text(value: string): object {
  return { stringValue: value };
}
function task(component: string): object {
  return struct({ componentRef: struct({ name: text(component) }) });
}

const at = (seconds: number) => ({ seconds: String(seconds), nanos: 0 });

interface Detail {
  readonly id: number;
  readonly parent?: number;
  readonly name: string;
  readonly state: string;
  readonly start?: number;
  readonly end?: number;
  readonly error?: { readonly code: number; readonly message: string };
  readonly job?: string;
  readonly failedJobs?: readonly string[];
}

function job(state: string, details: readonly Detail[]): Job {
  return readJob({
    name: "projects/my-project/locations/us-central1/pipelineJobs/nightly-1",
    displayName: "nightly",
    state: `PIPELINE_STATE_${state}`,
    createTime: at(100),
    startTime: at(100),
    ...(["SUCCEEDED", "FAILED", "CANCELLED"].includes(state) && { endTime: at(160) }),
    pipelineSpec: spec,
    jobDetail: {
      taskDetails: [
        { taskId: "1", parentTaskId: "0", taskName: "nightly-1", state: "RUNNING", createTime: at(100) },
        ...details.map(({ id, parent = 1, name, start, end, job: mainJob, failedJobs = [], ...rest }) => ({
          ...rest,
          taskId: String(id),
          parentTaskId: String(parent),
          taskName: name,
          createTime: at(start ?? 100),
          ...(start !== undefined && { startTime: at(start) }),
          ...(end !== undefined && { endTime: at(end) }),
          ...(mainJob !== undefined && {
            executorDetail: { containerDetail: { mainJob, failedMainJobs: failedJobs } },
          }),
        })),
      ],
    },
  });
}

/** Short: kind, path, state. */
function told(events: ReturnType<ReturnType<typeof jobEvents>>): readonly string[] {
  return events.map((event) => {
    switch (event.kind) {
      case "task-started":
        return `started ${event.path} ${event.type}${event.attempt > 1 ? ` attempt ${event.attempt}` : ""}`;
      case "task-finished":
        return `${event.state.toLowerCase()} ${event.path} after ${event.seconds}`;
      case "task-retrying":
        return `retrying ${event.path}`;
      case "run-finished":
        return `${event.state.toLowerCase()} after ${event.seconds}`;
      default:
        return event.kind;
    }
  });
}

describe("events", () => {
  test("tell each change once, and the run itself is no task", () => {
    const events = jobEvents(() => 200_000);
    const ingest = { id: 2, name: "ingest", start: 101 };
    expect(told(events(job("PENDING", [])))).toEqual(["run-started"]);
    expect(told(events(job("RUNNING", [{ ...ingest, state: "PENDING" }])))).toEqual([]);
    expect(told(events(job("RUNNING", [{ ...ingest, state: "RUNNING" }])))).toEqual(["started ingest task"]);
    expect(told(events(job("RUNNING", [{ ...ingest, state: "RUNNING" }])))).toEqual([]);
    const done = [{ ...ingest, state: "SUCCEEDED", end: 111 }];
    expect(told(events(job("RUNNING", done)))).toEqual(["succeeded ingest after 10"]);
    expect(told(events(job("SUCCEEDED", done)))).toEqual(["succeeded after 60"]);
    expect(told(events(job("SUCCEEDED", done)))).toEqual([]);
  });

  test("of a job seen late tell all of it", () => {
    const tasks = [
      { id: 2, name: "ingest", state: "SKIPPED" },
      { id: 3, name: "for-loop-1", state: "SUCCEEDED", start: 101, end: 150 },
      { id: 4, parent: 3, name: "for-loop-1-iteration-1", state: "SUCCEEDED", start: 102, end: 140 },
      { id: 5, parent: 4, name: "train", state: "SUCCEEDED", start: 103, end: 139 },
      { id: 6, name: "deploy", state: "NOT_TRIGGERED" },
    ];
    expect(told(jobEvents()(job("SUCCEEDED", tasks)))).toEqual([
      "run-started",
      "cached ingest after 0",
      "started for-loop-1 loop",
      "succeeded for-loop-1 after 49",
      "started for-loop-1[1] group",
      "succeeded for-loop-1[1] after 38",
      "started for-loop-1[1]/train task",
      "succeeded for-loop-1[1]/train after 36",
      "skipped deploy after 0",
      "succeeded after 60",
    ]);
  });

  test("tell of retries", () => {
    const events = jobEvents(() => 200_000);
    const train = { id: 2, name: "ingest", state: "RUNNING", start: 101 };
    events(job("RUNNING", [{ ...train, job: "customJobs/1" }]));
    const again = { ...train, job: "customJobs/2", failedJobs: ["customJobs/1"] };
    expect(told(events(job("RUNNING", [again])))).toEqual([
      "retrying ingest",
      "started ingest task attempt 2",
    ]);
  });
});

describe("paths", () => {
  test.each([
    ["named with a number", ["iteration-0", "iteration-1"], ["for-loop-1[0]", "for-loop-1[1]"]],
    [
      "named as the local Vertex does",
      ["for-loop-1[0]", "for-loop-1[1]"],
      ["for-loop-1[0]", "for-loop-1[1]"],
    ],
    ["without numbers", ["item", "item"], ["for-loop-1[0]", "for-loop-1[1]"]],
    ["left out", ["train", "train"], ["for-loop-1[0]/train", "for-loop-1[1]/train"]],
  ])("of iterations %s count them", (_, names, paths) => {
    const tasks = [
      { id: 3, name: "for-loop-1", state: "RUNNING" },
      ...names.map((name, index) => ({ id: 4 + index, parent: 3, name, state: "RUNNING" })),
    ];
    expect(placeTasks(job("RUNNING", tasks)).map(({ path }) => path)).toEqual(["for-loop-1", ...paths]);
  });
});

test("a failure names the task to blame, what the service says, and its log", () => {
  const tasks = [
    { id: 2, name: "ingest", state: "SUCCEEDED", start: 101, end: 102 },
    { id: 3, name: "for-loop-1", state: "FAILED", start: 102, end: 120 },
    { id: 4, parent: 3, name: "iteration-0", state: "FAILED", start: 102, end: 120 },
    {
      id: 5,
      parent: 4,
      name: "train",
      state: "FAILED",
      start: 102,
      end: 120,
      error: { code: 9, message: "exit code 1" },
      job: "projects/1/locations/us-central1/customJobs/777",
    },
  ];
  expect(failureLines(job("FAILED", tasks))).toEqual([
    "",
    "for-loop-1[0]/train failed: exit code 1",
    "  its log: https://console.cloud.google.com/logs/query;query=resource.type%3D%22ml_job%22%0Aresource.labels.job_id%3D%22777%22?project=my-project",
    "",
    "the job: https://console.cloud.google.com/vertex-ai/locations/us-central1/pipelines/runs/nightly-1?project=my-project",
    "Once the cause is corrected, submit again: tasks that are cached are not repeated.",
  ]);
  expect(failureLines(job("SUCCEEDED", []))).toEqual([]);
});
