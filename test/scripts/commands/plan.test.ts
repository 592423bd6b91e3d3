// The command as the command line calls it: against files, a run of this machine, and jobs of a Vertex AI on loopback.
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { nodeEnvironment } from "../../../pipeline/environments/index.ts";
import { requirePipelineSpec } from "../../../pipeline/ir/validate.ts";
import { processExecutor, runPipeline } from "../../../pipeline/runner/index.ts";
import { job } from "../../../scripts/commands/job.ts";
import { plan } from "../../../scripts/commands/plan.ts";
import { pipelineOf, writes } from "../../pipeline/vertex/local/pipelines.ts";
import {
  pipelineClient,
  startTestVertex,
  struct,
  type TestVertex,
  value,
} from "../../pipeline/vertex/local/test-vertex.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { catchOutput } from "./output.ts";

const greet = pipelineOf("greet", {
  greet: { code: writes },
  bow: { code: `${writes} // bows`, after: ["greet"] },
});
const cached = JSON.parse(
  JSON.stringify(greet).replaceAll('"taskInfo"', '"cachingOptions":{"enableCache":true},"taskInfo"'),
) as typeof greet;

const { printed } = catchOutput();

const folder = temporaryFolder();
const file = join(folder, "greet.json");
writeFileSync(file, JSON.stringify(cached));
const root = join(folder, "runs-of-this-machine");
mkdirSync(root);

async function planned(...argv: readonly string[]) {
  expect(await plan.run([file, "--root", root, "--json", ...argv])).toBe(0);
  const json = JSON.parse(printed.at(-1) ?? "") as {
    readonly against?: { readonly name: string; readonly source: string };
    readonly tasks: readonly {
      readonly path: string;
      readonly verdict: string;
      readonly because: string[];
    }[];
    readonly changes: readonly { readonly message: string }[];
  };
  return {
    ...json,
    verdicts: json.tasks.map(({ path, verdict, because }) => [path, verdict, ...because].join(", ")),
  };
}

describe("pollux plan", () => {
  test("prints a table, and takes parameters as text and as JSON", async () => {
    expect(await plan.run([file, "-p", "text=hi"])).toBe(0);
    expect(printed.join("\n")).toMatch(/^greet in us-central1, compared with no job\n\nTASK {3}PLAN/);
    expect(await plan.run([file, "-p", "text=hi", "--region", "europe-west4"])).toBe(0);
    expect(printed.at(-1)).toContain("greet in europe-west4");
  });

  test("compares with a file, as if that had run whole", async () => {
    const other = join(folder, "other.json");
    writeFileSync(other, JSON.stringify(cached).replace("node:24", "node:22"));
    const { verdicts, changes } = await planned("--against", other, "-p", "text=hi");
    expect(verdicts).toEqual(['greet, runs, the image changed from "node:22" to "node:24"', "bow, cached"]);
    expect(changes.map(({ message }) => message)).toEqual(['image changed from "node:22" to "node:24"']);
  });

  test("compares with a run of this machine, by its id or as the latest of the pipeline", async () => {
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "");
    vi.stubEnv("POLLUX_PROJECT", "");
    const { runId } = await runPipeline({
      spec: requirePipelineSpec(cached, "greet"),
      root,
      parameters: { text: "hi" },
      executor: processExecutor({ environments: [nodeEnvironment()] }),
    });
    for (const against of [runId, "latest"]) {
      const same = await planned("--against", against, "-p", "text=hi");
      expect(same.against).toEqual({ name: `run "${runId}"`, source: "local" });
      expect(same.verdicts).toEqual(["greet, cached", "bow, cached"]);
    }
    const changed = await planned("--against", runId, "-p", "text=ho");
    expect(changed.verdicts).toEqual([
      'greet, runs, input "text" changed from "hi" to "ho"',
      'bow, runs, input "text" changed from "hi" to "ho"',
    ]);
    vi.unstubAllEnvs();
  });

  test.each([
    [[], "pollux plan: 0 pipelines are given. Give one, as pollux plan IR.yaml."],
    [
      [file, "--region", "here"],
      "--region here: is no region. Give one such as us-central1, us-east1, us-west1.",
    ],
    [[file, "--against", "nowhere.yaml"], "nowhere.yaml: cannot be read. Give a pipeline's file."],
  ])("refuses %o", async (argv, message) => {
    await expect(plan.run(argv)).rejects.toThrow(message);
  });

  test("says where it has looked for a job that it does not find", async () => {
    vi.stubEnv("GOOGLE_CLOUD_PROJECT", "");
    vi.stubEnv("POLLUX_PROJECT", "");
    const empty = join(folder, "empty");
    await expect(plan.run([file, "--root", empty, "--against", "job-1"])).rejects.toThrow(
      `--against job-1: is no file, and no run in ${empty}. To look for a job of Vertex AI:\nproject: it is not given.`,
    );
    vi.unstubAllEnvs();
  });
});

describe("pollux plan against a job of Vertex AI", () => {
  let vertex: TestVertex;
  beforeAll(async () => {
    vertex = await startTestVertex();
    const client = pipelineClient(vertex.port, "grpc");
    const [job] = await client.createPipelineJob({
      parent: "projects/my-project/locations/us-central1",
      pipelineJobId: "greet-1",
      pipelineJob: {
        displayName: "greet-1",
        pipelineSpec: struct(cached),
        runtimeConfig: { gcsOutputDirectory: "gs://bucket/root", parameterValues: { text: value("hi") } },
      },
    });
    const { name = "" } = job;
    await vi.waitFor(
      async () => {
        const [found] = await client.getPipelineJob({ name: name ?? "" });
        expect(String(found.state)).toMatch(/SUCCEEDED/);
      },
      { timeout: 30_000, interval: 100 },
    );
    await client.close();
  });
  afterAll(() => vertex.remove());

  test.each(["grpc", "rest"])("gets it over %s, by its id or as the pipeline's latest", async (transport) => {
    const place = [
      "--project",
      "my-project",
      "--api-endpoint",
      `http://127.0.0.1:${vertex.port}`,
      "--transport",
      transport,
    ];
    for (const against of ["greet-1", "latest"]) {
      const same = await planned("--against", against, "-p", "text=hi", ...place);
      expect(same.against).toEqual({ name: 'job "greet-1"', source: "vertex" });
      expect(same.verdicts).toEqual(["greet, cached", "bow, cached"]);
      expect(same.tasks).toMatchObject([{ machine: "e2-standard-4", price: 0 }, { price: 0 }]);
    }
    const changed = await planned("--against", "greet-1", "-p", "text=ho", ...place);
    expect(changed.verdicts).toEqual([
      'greet, runs, input "text" changed from "hi" to "ho"',
      'bow, runs, input "text" changed from "hi" to "ho"',
    ]);
    expect(changed.tasks[0]).toMatchObject({ machine: "e2-standard-4" });
    expect(changed.tasks[0]).toHaveProperty("price");
  });

  test("takes one from a file as the REST API writes it", async () => {
    const answer = await fetch(
      `http://127.0.0.1:${vertex.port}/v1/projects/my-project/locations/us-central1/pipelineJobs/greet-1`,
    );
    const saved = resolve(folder, "job.json");
    writeFileSync(saved, await answer.text());
    const { verdicts, against, tasks } = await planned("--against", saved, "-p", "text=ho");
    expect(against).toEqual({ name: saved, source: "vertex" });
    expect(verdicts[0]).toBe('greet, runs, input "text" changed from "hi" to "ho"');
    expect(tasks[0]).toHaveProperty("price");
  });

  test("takes one from a file as pollux job --json prints it", async () => {
    const place = ["--project", "my-project", "--api-endpoint", `http://127.0.0.1:${vertex.port}`];
    expect(await job.run(["greet-1", "--json", ...place])).toBe(0);
    const saved = resolve(folder, "printed.json");
    writeFileSync(saved, printed.at(-1) ?? "");
    const { verdicts, against } = await planned("--against", saved, "-p", "text=hi");
    expect(against).toEqual({ name: saved, source: "vertex" });
    expect(verdicts).toEqual(["greet, cached", "bow, cached"]);
  });

  test("says that there is no such job", async () => {
    const place = ["--project", "my-project", "--api-endpoint", `http://127.0.0.1:${vertex.port}`];
    await expect(plan.run([file, "--root", root, "--against", "greet-2", ...place])).rejects.toThrow(
      /job "greet-2"/,
    );
  });
});
