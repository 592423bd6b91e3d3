// A job that somebody looks on at, with Ctrl-C at every moment; the service is a fake that runs nothing.
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, test, vi } from "vitest";
import { connect } from "../../../pipeline/vertex/client/index.ts";
import { createJob } from "../../../pipeline/vertex/submit-job.ts";
import type { Desk } from "../../../scripts/vertex/desk.ts";
import { followJob } from "../../../scripts/vertex/follow-job.ts";
import { fakeVertex } from "../../pipeline/vertex/faults/fake-vertex.ts";
import { nightly, policy } from "../../pipeline/vertex/faults/given.ts";

const fake = await fakeVertex();
const config = fake.config("grpc");
const connection = connect(config, { policy });
afterAll(() => connection.close());

interface TestDesk extends Desk {
  readonly type: (text: string) => void;
  readonly interrupt: () => void;
  readonly shown: () => string;
}

function desk(isTTY: boolean): TestDesk {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY, columns: 80, rows: 24 });
  const signals = new EventEmitter();
  let shown = "";
  output.on("data", (data: Buffer) => (shown += data.toString("utf8")));
  return {
    input,
    output,
    onInterrupt: (listener) => {
      signals.on("interrupt", listener);
      return () => void signals.off("interrupt", listener);
    },
    type: (text) => void input.write(text),
    interrupt: () => void signals.emit("interrupt"),
    shown: () => shown,
  };
}

async function follow(id: string, isTTY: boolean) {
  const { job } = await createJob(connection, nightly(config, id));
  const at = desk(isTTY);
  const code = followJob(connection, job, { desk: at, pause: 20 });
  await vi.waitFor(() => expect(at.shown()).toContain("nightly: running in"), { timeout: 20_000 });
  const state = (): unknown => fake.jobs.get(job.name)?.["state"];
  const set = (next: string): void => {
    fake.jobs.set(job.name, { ...fake.jobs.get(job.name), state: `PIPELINE_STATE_${next}` });
  };
  const asked = (): Promise<void> =>
    vi.waitFor(() => expect(at.shown()).toContain(`Cancel ${id} as well? [y/N] `), { timeout: 20_000 });
  return { at, code, state, set, asked };
}

describe("a job", () => {
  test.each([
    ["SUCCEEDED", 0],
    ["FAILED", 2],
    ["CANCELLED", 130],
  ])("that ends %s gives %i", async (state, expected) => {
    const { code, set } = await follow(`ends-${state.toLowerCase()}`, false);
    set(state);
    expect(await code).toBe(expected);
  });

  test("is looked at again when the line breaks", async () => {
    const { code, set, at } = await follow("breaks", false);
    fake.faults.set("GetPipelineJob breaks", ["drop", "UNAVAILABLE", "RESOURCE_EXHAUSTED"]);
    await vi.waitFor(() => expect(fake.faults.get("GetPipelineJob breaks")).toEqual([]), { timeout: 20_000 });
    set("SUCCEEDED");
    expect(await code).toBe(0);
    expect(at.shown()).toMatch(/nightly: succeeded in/);
  });
});

describe("Ctrl-C", () => {
  test("leaves the job running where nobody can be asked", async () => {
    const { at, code, state } = await follow("unattended", false);
    at.interrupt();
    expect(await code).toBe(130);
    expect(state()).toBe("PIPELINE_STATE_PENDING");
    const place = `--project my-project --location us-central1 --api-endpoint ${config.apiEndpoint}`;
    expect(at.shown()).toContain(
      `unattended goes on.\n  pollux job unattended ${place}    shows it\n` +
        `  pollux cancel unattended ${place}    cancels it\n`,
    );
  });

  test.each([
    ["no", "n\n"],
    ["nothing", "\n"],
  ])("asks in a terminal; %s leaves it running", async (name, answer) => {
    const { at, code, state, asked } = await follow(`answer-${name}`, true);
    at.interrupt();
    await asked();
    at.type(answer);
    expect(await code).toBe(130);
    expect(state()).toBe("PIPELINE_STATE_PENDING");
  });

  test("a second time leaves it running", async () => {
    const { at, code, state, asked } = await follow("second", true);
    at.interrupt();
    await asked();
    at.interrupt();
    expect(await code).toBe(130);
    expect(state()).toBe("PIPELINE_STATE_PENDING");
    expect(at.shown()).toContain("second goes on.");
  });

  test("and yes cancels it, and shows it until it has ended", async () => {
    const { at, code, state, asked } = await follow("yes", true);
    at.interrupt();
    await asked();
    const before = at.shown().length;
    at.type("y\n");
    expect(await code).toBe(130);
    expect(state()).toBe("PIPELINE_STATE_CANCELLED");
    expect(at.shown().slice(before)).toMatch(/cancelling; Ctrl-C leaves it to itself(.|\n|\r)*cancelled in/);
    expect(at.shown().split("nightly: running in")).toHaveLength(2); // once
  });
});
