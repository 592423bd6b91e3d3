import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { KeptEvent } from "../../../pipeline/runner/events.ts";
import { placesUnder } from "../../../pipeline/runner/record/moved-places.ts";
import type { RunRecord, TaskRecord } from "../../../pipeline/runner/record/run-record.ts";
import { taskRecords } from "../../../pipeline/runner/record/task-records.ts";
import { isClassification } from "../../../pipeline/runner/report/html/classification-metrics.ts";
import { fileKind } from "../../../pipeline/runner/report/html/file-kind.ts";
import { html } from "../../../pipeline/runner/report/html/markup.ts";
import { maskRun } from "../../../pipeline/runner/report/html/mask-run.ts";
import { findInside } from "../../../pipeline/runner/report/html/read-inside.ts";
import { reportPage } from "../../../pipeline/runner/report/html/report-page.ts";
import { describeBytes } from "../../../pipeline/runner/report/html/sizes.ts";
import { previewTable } from "../../../pipeline/runner/report/html/table-head.ts";
import { taskTree } from "../../../pipeline/runner/report/html/task-tree.ts";
import { timeScale } from "../../../pipeline/runner/report/html/timeline.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { small, task as call } from "./small-pipelines.ts";

const none = { parameters: {}, artifacts: {} };

function taskRecord(path: string, rest: Partial<TaskRecord> = {}): TaskRecord {
  return {
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    type: "task",
    state: "SUCCEEDED",
    startedAt: 1_000,
    endedAt: 2_000,
    seconds: 1,
    cached: false,
    attempts: [{ number: 1, startedAt: 1_000, endedAt: 2_000 }],
    outputs: none,
    ...rest,
  };
}

function runRecord(tasks: readonly TaskRecord[], rest: Partial<RunRecord> = {}): RunRecord {
  const root = rest.root ?? "/nowhere";
  return {
    runId: "r",
    pipeline: "small",
    root,
    folder: join(root, "runs/r"),
    state: "SUCCEEDED",
    startedAt: 0,
    seconds: 10,
    parameters: {},
    artifacts: {},
    tasks,
    ...rest,
  };
}

describe("a template of HTML", () => {
  test("escapes texts and leaves markup", () => {
    const inner = html`<b>${"<i> & \"'"}</b>`;
    expect(html`<p title="${'"'}">${inner}${["a<", 1, undefined]}</p>`.markup).toBe(
      '<p title="&quot;"><b>&lt;i&gt; &amp; &quot;&#39;</b>a&lt;1</p>',
    );
  });

  test("leaves out colours, control characters and what turns the direction of writing", () => {
    expect(html`${"\u001b[31mred\u001b[0m\ta\nb\u0000\u202e\ud800 c\u2028d"}`.markup).toBe(
      "red\ta\nb\ufffd c\nd",
    );
  });
});

describe("secrets of a run", () => {
  const mask = maskRun(
    runRecord([taskRecord("a", { inputs: { parameters: { hf_token: "hf-abcdef" }, artifacts: {} } })], {
      parameters: { password: "x", url: "https://me:hunter2222@host/x", settings: { api_key: "k-123456" } },
    }),
  );

  test("are masked by their names, at any depth", () => {
    expect(mask.value("password", "x")).toBe("***");
    expect(mask.value("settings", { api_key: "short", n: 1, list: ["hf-abcdef"] })).toEqual({
      api_key: "***",
      n: 1,
      list: ["***"],
    });
    expect(mask.value("max_tokens", 512)).toBe(512);
  });

  test("are masked wherever their values stand", () => {
    expect(mask.text("with hf-abcdef, k-123456 and hunter2222 at host")).toBe(
      "with ***, *** and *** at host",
    );
  });
});

test("secrets in the variables of a run's containers are masked, from parameters of another name too", () => {
  const spec = small({
    root: { dag: { tasks: { a: call("a") } } },
    sh: {
      a: {
        script: "",
        env: { HF_TOKEN: "hf-abcdef", API_KEY: "{{$.inputs.parameters['given']}}", MODE: "training" },
      },
    },
  });
  const inputs = { parameters: { given: "k-123456", mode: "training" }, artifacts: {} };
  const mask = maskRun(runRecord([taskRecord("a", { inputs })], { spec }));
  expect(mask.text("training with hf-abcdef and k-123456")).toBe("training with *** and ***");
});

describe("what lies at a path", () => {
  const root = temporaryFolder();
  const outside = temporaryFolder();
  writeFileSync(join(root, "file"), "abc");
  writeFileSync(join(outside, "secret"), "abc");
  mkdirSync(join(root, "folder"));
  symlinkSync(join(outside, "secret"), join(root, "link"));
  symlinkSync("/dev/zero", join(root, "zero"));

  test("is looked at inside of the root alone", () => {
    const kinds = ["file", "folder", "gone", "link", "zero", ".."].map(
      (name) => findInside(root, join(root, name)).kind,
    );
    expect(kinds).toEqual(["file", "folder", "missing", "outside", "outside", "outside"]);
    expect([findInside(root, ""), findInside(root, "gs://bucket/x")]).toEqual([
      { kind: "missing" },
      { kind: "missing" },
    ]);
  });
});

test.each([
  ["x", "system.Artifact", "\u0089PNG\r\n\u001a\n", { kind: "image", media: "image/png" }],
  ["x", "system.Artifact", '<?xml version="1.0"?><svg xmlns="">', { kind: "image", media: "image/svg+xml" }],
  ["x", "system.HTML", "<p>", { kind: "html" }],
  ["x.md", "system.Artifact", "# a", { kind: "markdown" }],
  ["x", "system.Dataset", "a,b\n1,2\n3,4\n", { kind: "csv" }],
  ["x", "system.Dataset", '{"a": 1}\n{"a": 2}\n', { kind: "jsonl" }],
  ["x", "system.Model", '{"a": 1}', { kind: "json" }],
  ["x", "system.Model", "words, and\nmore words\n", { kind: "text" }],
  ["x", "system.Model", "a\u0000b", { kind: "binary" }],
  ["x.csv", "system.Model", "\u00ff\u00fe", { kind: "binary" }],
])("a file %s of %s that begins %j is %j", (path, title, head, kind) => {
  expect(fileKind(path, title, Buffer.from(head, "latin1"))).toEqual(kind);
});

test("a table's head holds quoted fields, and cuts what is long", () => {
  const table = previewTable('a,b\n"x,""y""\nz",1\n\n,2\n', "csv")?.markup.replaceAll(/\s*\n\s*/g, "");
  expect(table).toContain('<tr><td class="text">x,&quot;y&quot;z</td><td class="number">1</td></tr>');
  expect(table).toContain('<tr><td class="text"></td><td class="number">2</td></tr>');
  const long = previewTable(`n\n${Array.from({ length: 50 }, (_, n) => n).join("\n")}\n`, "csv")?.markup;
  expect(long?.match(/<td/g)).toHaveLength(20);
  expect(long).toContain("Shows its first 20 rows.");
});

test.each([
  [0.3, ["0", "100 ms", "200 ms"]],
  [12, ["0", "5 s", "10 s"]],
  [500, ["0", "2 min", "4 min", "6 min"]],
  [90_000, ["0", "6 h", "12 h", "18 h"].slice(0, 1)],
])("a timeline of %d s has round ticks", (seconds, labels) => {
  expect(timeScale(0, seconds).ticks.map(({ label }) => label)).toEqual(expect.arrayContaining(labels));
});

test("sizes are said in the unit that fits", () => {
  expect([0, 999, 1_500, 99_960, 2_500_000, 3e9].map(describeBytes)).toEqual([
    "0 B",
    "999 B",
    "1.5 kB",
    "100 kB",
    "2.5 MB",
    "3.0 GB",
  ]);
});

test("metrics that are not as the format says are no classification metrics", () => {
  expect(isClassification({ confusionMatrix: { rows: "x" }, confidenceMetrics: [{ recall: 2 }] })).toBe(
    false,
  );
});

describe("a loop of many iterations", () => {
  const iterations = Array.from({ length: 10_000 }, (_, index) =>
    taskRecord(`loop[${index}]`, {
      ...(index === 5_000 && { state: "FAILED", failure: { path: "loop[5000]", message: "no luck" } }),
      ...(index === 6_000 && { seconds: 9 }),
      outputs: { parameters: { text: "x".repeat(300) }, artifacts: {} },
    }),
  );
  const loop = taskRecord("loop", { type: "loop", iterations: 10_000, state: "FAILED" });

  test("shows the first, the slowest and what failed, and counts the rest", () => {
    const { roots, shown } = taskTree({ tasks: [loop, ...iterations] });
    const paths = shown.map(({ task }) => task.path);
    expect(paths.slice(0, 6)).toEqual(["loop", "loop[0]", "loop[1]", "loop[2]", "loop[3]", "loop[4]"]);
    expect(paths).toEqual(expect.arrayContaining(["loop[5000]", "loop[6000]"]));
    expect(roots[0]?.folded.length).toBe(10_001 - shown.length);
  });

  test("makes a page of less than a megabyte", () => {
    const page = reportPage(runRecord([loop, ...iterations]));
    expect(page.length).toBeLessThan(1_000_000);
    expect(page).toContain("1 failed, 9,999 succeeded");
  });
});

test("a run of 10,000 tasks with long logs and values makes a page of less than 20 MB", () => {
  const root = temporaryFolder();
  mkdirSync(join(root, "runs/r"), { recursive: true });
  const log = join(root, "runs/r/log.txt");
  writeFileSync(log, "a line of a log\n".repeat(20_000));
  const tasks = Array.from({ length: 10_000 }, (_, index) =>
    taskRecord(`t${index}`, {
      log,
      outputs: { parameters: { text: "y".repeat(5_000), other: "z".repeat(5_000) }, artifacts: {} },
    }),
  );
  const page = reportPage(runRecord(tasks, { root }));
  expect(page.length).toBeLessThan(20_000_000);
  expect(page).toContain("9,000 more tasks not listed one by one.");
  expect(page).toContain("the last 64.0 kB of 320 kB");
});

test("a run without its pipeline's file, and one that has only begun, have a page", () => {
  expect(reportPage(runRecord([]))).toContain("was not written down");
  const spec = small({ root: { dag: { tasks: { a: call("a") } } }, sh: { a: { script: "" } } });
  expect(reportPage(runRecord([], { spec, state: "RUNNING" }))).toContain("not reached");
});

test("a task that begins anew in a resumed run loses the attempt that was cut off", () => {
  const about = { path: "a", name: "a", type: "task" } as const;
  const events: readonly KeptEvent[] = [
    { ...about, kind: "task-started", time: 1, attempt: 1 },
    { kind: "run-resumed", time: 5, again: false },
    { ...about, kind: "task-started", time: 6, attempt: 1 },
    { ...about, kind: "task-finished", time: 8, state: "SUCCEEDED", seconds: 0.002, outputs: none },
  ];
  const [record] = taskRecords(events, { until: 8, unfinished: "INTERRUPTED" });
  expect(record?.attempts).toEqual([{ number: 1, startedAt: 6, endedAt: 8 }]);
});

test("places move with their root and no others do", () => {
  const { place } = placesUnder("/somewhere/runs", "/elsewhere/runs");
  expect(
    ["/somewhere/runs/x", "/somewhere/runs", "/somewhere/runs-of-others/x", "gs://somewhere/runs"].map(place),
  ).toEqual(["/elsewhere/runs/x", "/elsewhere/runs", "/somewhere/runs-of-others/x", "gs://somewhere/runs"]);
});
