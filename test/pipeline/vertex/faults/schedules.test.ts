// Schedules over a line that fails: of one name there is one, and what changes changes in place.
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "../../../../pipeline/vertex/client/index.ts";
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  pauseSchedule,
  resumeSchedule,
  updateSchedule,
} from "../../../../pipeline/vertex/schedules/index.ts";
import { type Fault, fakeVertex } from "./fake-vertex.ts";
import { nightly, policy } from "./given.ts";

const fake = await fakeVertex();

describe.each(["grpc", "rest"] as const)("schedules over %s", (transport) => {
  const config = fake.config(transport);
  const connection = connect(config, { policy });
  afterAll(() => connection.close());
  const impatient = { ...connection, settings: { policy: { ...policy, callTimeout: 300 } } };
  const create = (name: string, { cron = "0 3 * * *", rank = 8, isSlow = false } = {}) =>
    createSchedule(isSlow ? impatient : connection, {
      displayName: name,
      settings: { cron, timeZone: "Europe/Berlin" },
      create: nightly(config, name, rank),
    });
  const named = (name: string) =>
    [...fake.schedules.values()].filter(({ displayName }) => displayName === name);

  test.each([
    ["503", ["UNAVAILABLE"]],
    ["429", ["RESOURCE_EXHAUSTED"]],
    ["a broken connection", ["drop"]],
    ["a lost reply", ["lost"]],
    ["a try that is carried out only after it was given up", ["overtaken"]],
  ] as const)("%s: one schedule is made", async (title, faults) => {
    const name = `${transport} ${title}`;
    const isSlow = title.startsWith("a try");
    fake.faults.set(`CreateSchedule ${name}`, [...faults] as Fault[]);
    const { schedule } = await create(name, { isSlow });
    expect(schedule).toMatchObject({
      displayName: name,
      cron: "TZ=Europe/Berlin 0 3 * * *",
      state: "ACTIVE",
      maxConcurrentRunCount: 1,
    });
    expect(named(name)).toEqual([
      expect.objectContaining({
        maxConcurrentRunCount: "1",
        createPipelineJobRequest: expect.objectContaining({
          pipelineJob: expect.not.objectContaining({ displayName: expect.anything() }),
        }),
      }),
    ]);
  });

  test("the same again finds it, another one of its name is refused, and an update changes it in place", async () => {
    const name = `${transport}-weekly`;
    const first = await create(name);
    const again = await create(name);
    expect([first.created, again.created]).toEqual([true, false]);
    await expect(create(name, { cron: "0 4 * * *", rank: 16 })).rejects.toMatchObject({
      code: "SCHEDULE_EXISTS",
      message: `schedule "${name}": there is one of this name, ${first.schedule.id}, with another cron, pipeline or parameters. Change it with pollux schedule update, or give another name.`,
    });
    const update = { settings: { cron: "0 4 * * *" }, create: nightly(config, name, 16) };
    const updated = await updateSchedule(connection, name, update);
    expect(updated.changed).toEqual(["cron", "create_pipeline_job_request"]);
    expect(updated.schedule).toMatchObject({
      id: first.schedule.id,
      cron: "TZ=Europe/Berlin 0 4 * * *",
      maxConcurrentRunCount: 1,
    });
    expect((await updateSchedule(connection, name, update)).changed).toEqual([]);
    expect(named(name)).toHaveLength(1);
  });

  test("is paused, resumed and deleted by its name, whatever is lost on the way", async () => {
    const name = `${transport}-daily`;
    const { schedule } = await create(name);
    fake.faults.set(`PauseSchedule ${schedule.id}`, ["lost"]);
    expect((await pauseSchedule(connection, name)).state).toBe("PAUSED");
    expect((await resumeSchedule(connection, name)).state).toBe("ACTIVE");
    fake.faults.set(`DeleteSchedule ${schedule.id}`, ["lost"]);
    await deleteSchedule(connection, name);
    expect(named(name)).toEqual([]);
    await expect(deleteSchedule(connection, name)).rejects.toMatchObject({ code: "VERTEX_NOT_FOUND" });
    expect((await listSchedules(connection)).map(({ displayName }) => displayName)).not.toContain(name);
  });

  test("all that is wrong is said before anything is sent", async () => {
    const wrong = createSchedule(connection, {
      displayName: `${transport}-wrong`,
      settings: { cron: "0 3 * *", timeZone: "Mars/Olympus", maxConcurrentRunCount: 0, endTime: 1000 },
      create: nightly(config, "wrong"),
    });
    await expect(wrong).rejects.toMatchObject({
      code: "JOB_INVALID",
      message: [
        'time zone: "Mars/Olympus" is none. Give one of the tz database, as Europe/Berlin.',
        'cron: "0 3 * *" has 4 fields. Give minute, hour, day of the month, month and day of the week, as "0 3 * * *".',
        "end: 1970-01-01T00:00:01.000Z is over. Give a time to come.",
        "concurrency: 0 is no number of runs. Give 1 or more.",
      ].join("\n"),
    });
    expect(fake.calls.filter((call) => call.endsWith(`${transport}-wrong`))).toEqual([]);
  });
});
