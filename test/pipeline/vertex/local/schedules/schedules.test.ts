// Schedules by the official client, with a clock that the test sets.
import { ScheduleServiceClient } from "@google-cloud/aiplatform/build/src/v1/schedule_service_client.js";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { Clock } from "../../../../../pipeline/vertex/local/schedules/clock.ts";
import { pipelineOf, waits, writes } from "../pipelines.ts";
import { clientOptions, pipelineClient, startTestVertex, struct, type TestVertex } from "../test-vertex.ts";

const parent = "projects/p/locations/l";

interface TestClock extends Clock {
  readonly set: (time: string) => void;
}

function testClock(start: string): TestClock {
  let now = Date.parse(start);
  const waiting = new Set<{ readonly time: number; readonly callback: () => void }>();
  return {
    now: () => now,
    wakeAt: (time, callback) => {
      const entry = { time, callback };
      waiting.add(entry);
      return () => waiting.delete(entry);
    },
    set: (time) => {
      now = Date.parse(time);
      for (const entry of [...waiting].filter((each) => each.time <= now)) {
        waiting.delete(entry);
        entry.callback();
      }
    },
  };
}

let clock: TestClock;
let vertex: TestVertex;
let client: ScheduleServiceClient;
beforeEach(async () => {
  clock = testClock("2026-03-02T08:30:00Z"); // a Monday
  vertex = await startTestVertex({ clock });
  // google-gax has a google-auth-library of its own, whose types differ in nothing that matters.
  client = new ScheduleServiceClient(
    clientOptions(vertex.port, "grpc") as ConstructorParameters<typeof ScheduleServiceClient>[0],
  );
});
afterEach(async () => {
  await client.close();
  await vertex.remove();
});

async function create(fields: object, code = writes) {
  const [schedule] = await client.createSchedule({
    parent,
    schedule: {
      displayName: "every hour",
      cron: "0 * * * *",
      maxConcurrentRunCount: 10,
      createPipelineJobRequest: {
        parent,
        pipelineJob: {
          pipelineSpec: struct(pipelineOf("hourly", { work: { code } })),
          runtimeConfig: { gcsOutputDirectory: "gs://bucket/root" },
        },
      },
      ...fields,
    },
  });
  return { name: schedule.name ?? "", schedule };
}

const get = async (name: string) => (await client.getSchedule({ name }))[0];
const next = async (name: string): Promise<string | undefined> => {
  const { nextRunTime } = await get(name);
  return nextRunTime ? new Date(Number(nextRunTime.seconds) * 1000).toISOString() : undefined;
};

async function jobsOf(name: string) {
  const jobs = pipelineClient(vertex.port, "grpc");
  const [found] = await jobs.listPipelineJobs({ parent, filter: `schedule_name="${name}"` });
  await jobs.close();
  return found;
}

test("a schedule makes a job when it is time, and says when it will again", async () => {
  const { name } = await create({});
  expect(await next(name)).toBe("2026-03-02T09:00:00.000Z");
  expect(await jobsOf(name)).toEqual([]);
  clock.set("2026-03-02T09:00:00Z");
  const [job] = await jobsOf(name);
  expect(job).toMatchObject({ scheduleName: name, displayName: expect.stringMatching(/^hourly-/) });
  const schedule = await get(name);
  expect(schedule).toMatchObject({ state: "ACTIVE", startedRunCount: "1" });
  expect(schedule.lastScheduledRunResponse?.runResponse).toBe(job?.name);
  expect(await next(name)).toBe("2026-03-02T10:00:00.000Z");
});

test("a cron with a time zone is in its time", async () => {
  const { name } = await create({ cron: "TZ=Europe/Berlin 0 9 * * 1-5" });
  expect(await next(name)).toBe("2026-03-03T08:00:00.000Z");
  const summer = await create({
    cron: "CRON_TZ=Europe/Berlin 0 9 * * *",
    startTime: { seconds: Date.parse("2026-06-30T12:00:00Z") / 1000 },
  });
  expect(await next(summer.name)).toBe("2026-07-01T07:00:00.000Z");
});

test("it is complete after as many runs as it may have, or once its end has come", async () => {
  const twice = await create({ maxRunCount: 2 });
  const short = await create({ endTime: { seconds: Date.parse("2026-03-02T09:30:00Z") / 1000 } });
  for (const hour of ["09", "10", "11"]) clock.set(`2026-03-02T${hour}:00:00Z`);
  expect(await get(twice.name)).toMatchObject({
    state: "COMPLETED",
    startedRunCount: "2",
    nextRunTime: null,
  });
  expect(await jobsOf(twice.name)).toHaveLength(2);
  expect(await get(short.name)).toMatchObject({ state: "COMPLETED", startedRunCount: "1" });
  await expect(client.pauseSchedule({ name: short.name })).rejects.toMatchObject({ code: 9 });
});

test("while as many jobs run as may, runs are skipped, or wait where that is asked for", async () => {
  const skips = await create({ maxConcurrentActiveRunCount: 1 }, waits);
  const queues = await create({ maxConcurrentActiveRunCount: 1, allowQueueing: true }, waits);
  clock.set("2026-03-02T09:00:00Z");
  clock.set("2026-03-02T10:00:00Z");
  expect((await get(skips.name)).lastScheduledRunResponse?.runResponse).toMatch(/^Skipped/);
  expect(await next(skips.name)).toBe("2026-03-02T11:00:00.000Z");
  expect(await next(queues.name)).toBe("2026-03-02T10:00:00.000Z");
  const [first] = await jobsOf(queues.name);
  const jobs = pipelineClient(vertex.port, "grpc");
  await jobs.cancelPipelineJob({ name: first?.name ?? "" });
  await vi.waitFor(async () => expect(await jobsOf(queues.name)).toHaveLength(2), 20_000);
  expect(await jobsOf(skips.name)).toHaveLength(1);
  await jobs.close();
});

test("a paused one makes up for what it missed only where that is asked for", async () => {
  const { name: lazy } = await create({});
  const { name: eager } = await create({});
  for (const name of [lazy, eager]) await client.pauseSchedule({ name });
  clock.set("2026-03-02T10:30:00Z");
  await client.resumeSchedule({ name: lazy });
  await client.resumeSchedule({ name: eager, catchUp: true });
  expect(await jobsOf(lazy)).toEqual([]);
  expect(await next(lazy)).toBe("2026-03-02T11:00:00.000Z");
  expect(await jobsOf(eager)).toHaveLength(2);
  expect(await get(eager)).toMatchObject({ state: "ACTIVE", catchUp: true, startedRunCount: "2" });
  await expect(client.resumeSchedule({ name: lazy })).rejects.toMatchObject({ code: 9 });
});

test("an update changes what its mask names", async () => {
  const { name } = await create({});
  const [updated] = await client.updateSchedule({
    schedule: { name, cron: "0 12 * * *", displayName: "not meant" },
    updateMask: { paths: ["cron"] },
  });
  expect(updated).toMatchObject({ cron: "0 12 * * *", displayName: "every hour", state: "ACTIVE" });
  expect(await next(name)).toBe("2026-03-02T12:00:00.000Z");
  const wrong = client.updateSchedule({ schedule: { name, cron: "x" }, updateMask: { paths: ["cron"] } });
  await expect(wrong).rejects.toMatchObject({ code: 3, message: expect.stringContaining('cron "x"') });
});

test("lists are filtered, and what is deleted is gone and fires no more", async () => {
  const { name } = await create({ displayName: "a" });
  await create({ displayName: "b" });
  const [found] = await client.listSchedules({ parent, filter: 'display_name="a" AND state="ACTIVE"' });
  expect(found.map((schedule) => schedule.name)).toEqual([name]);
  const [operation] = await client.deleteSchedule({ name });
  await operation.promise();
  await expect(client.getSchedule({ name })).rejects.toMatchObject({ code: 5 });
  clock.set("2026-03-02T09:00:00Z");
  expect(await jobsOf(name)).toEqual([]);
});

test("everything wrong with a schedule is said at once", async () => {
  const wrong = create({
    displayName: "",
    cron: "61 * * * *",
    maxConcurrentRunCount: 0,
    createPipelineJobRequest: { parent: "projects/q/locations/l" },
  });
  await expect(wrong).rejects.toMatchObject({ code: 3 });
  for (const problem of [
    "display_name",
    "max_concurrent_run_count",
    'cron "61 * * * *"',
    "has to be projects/p",
  ]) {
    await expect(wrong).rejects.toThrow(problem);
  }
});

test.each([
  [{ cron: "0 0 31 2 *" }, 'cron "0 0 31 2 *" never comes.'],
  [{ cron: "@yearly" }, 'cron "@yearly" has 1 fields.'],
  [
    { endTime: { seconds: 1_000_000_000 } },
    "end_time 2001-09-09T01:46:40.000Z is over. Give a time to come.",
  ],
  [{ maxRunCount: -5 }, "max_run_count is -5. Give 1 or more, or leave it out."],
  [{ maxConcurrentActiveRunCount: -1 }, "max_concurrent_active_run_count is -1."],
])("a schedule that would never run is refused: %j", async (fields, problem) => {
  const made = create(fields);
  await expect(made).rejects.toMatchObject({ code: 3, details: expect.stringContaining(problem) });
});

test("one whose end is over while it is paused can still be changed", async () => {
  const { name } = await create({ endTime: { seconds: Date.parse("2026-03-02T09:30:00Z") / 1000 } });
  await client.pauseSchedule({ name });
  clock.set("2026-03-02T10:00:00Z");
  const [changed] = await client.updateSchedule({
    schedule: { name, displayName: "renamed" },
    updateMask: { paths: ["display_name"] },
  });
  expect(changed).toMatchObject({ displayName: "renamed", state: "PAUSED" });
});

test("one that is due while the store is locked makes its job once it is not, and once", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => said.mockRestore());
  const { name } = await create({});
  const other = new DatabaseSync(join(vertex.root, "vertex.sqlite"));
  other.exec("BEGIN IMMEDIATE");
  clock.set("2026-03-02T09:00:00Z");
  expect(said.mock.calls).toEqual([["Schedules: database is locked. They are looked at again in 10 s."]]);
  expect(await jobsOf(name)).toEqual([]);
  other.exec("ROLLBACK");
  other.close();
  clock.set("2026-03-02T09:00:10Z");
  expect(await jobsOf(name)).toHaveLength(1);
  expect(await get(name)).toMatchObject({ startedRunCount: "1" });
}, 20_000);

test("what was missed while nothing was served is not made up for", async () => {
  const { name } = await create({});
  await vertex.stop();
  clock.set("2026-03-02T10:30:00Z");
  vertex = await vertex.restart();
  await client.close();
  client = new ScheduleServiceClient(
    clientOptions(vertex.port, "grpc") as ConstructorParameters<typeof ScheduleServiceClient>[0],
  ); // as above
  expect((await jobsOf(name)).length).toBe(1);
  expect(await next(name)).toBe("2026-03-02T11:00:00.000Z");
});
