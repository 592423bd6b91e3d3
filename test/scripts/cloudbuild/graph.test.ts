import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { graph } from "../../../scripts/cloudbuild/graph.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { buildsFolder } from "./builds-folder.ts";
import { trainer } from "./two-components.ts";

const { said, printed } = catchOutput();

function configFile(): string {
  const file = join(temporaryFolder(), "cloudbuild.yaml");
  writeFileSync(file, trainer);
  return file;
}

describe("pollux cloudbuild graph", () => {
  test("prints the merged build as Mermaid", async () => {
    expect(await graph.run(["--builds", buildsFolder()])).toBe(0);
    expect(printed.join("")).toBe(
      [
        "flowchart TB",
        '  t1["trainer:build<br>docker<br>takes 5 min 0 s<br>on the critical path"]',
        '  t2["trainer:push<br>docker<br>takes 1 min 0 s, assumed<br>on the critical path"]',
        '  t3["trainer:lint<br>python<br>takes 1 min 0 s, assumed"]',
        '  t4["job:step-1<br>trainer:1<br>takes 1 min 0 s, assumed<br>on the critical path"]',
        '  t5["job:tell<br>curl<br>takes 1 min 0 s, assumed<br>on the critical path"]',
        "  t1 -.-> t2",
        '  t2 -->|"trainer:1"| t4',
        "  t3 -.-> t4",
        "  t4 -.-> t5",
        "",
      ].join("\n"),
    );
    expect(said).toEqual([]);
  });

  test("draws one config in the format that the file's ending names, unless told another", async () => {
    const folder = temporaryFolder();
    const file = configFile();
    const starts: readonly (readonly [string, string, ...string[]])[] = [
      ["a.mmd", "flowchart TB\n"],
      ["a.md", "```mermaid\nflowchart TB\n"],
      ["a.svg", "<svg "],
      ["a.txt", "<svg ", "--format", "svg"],
    ];
    for (const [name, start, ...options] of starts) {
      const out = join(folder, name);
      expect(await graph.run([file, "--out", out, ...options])).toBe(0);
      expect(readFileSync(out, "utf8").slice(0, start.length)).toBe(start);
    }
    expect(said).toEqual(starts.map(([name]) => `${join(folder, name)}: written`));
    expect(readFileSync(join(folder, "a.svg"), "utf8")).toContain(".component-1-critical .box{stroke:");
  });

  test("with --check writes nothing, and says whether the file is what would be written", async () => {
    const file = configFile();
    const out = join(temporaryFolder(), "a.mmd");
    expect(await graph.run([file, "--out", out, "--check"])).toBe(1);
    await graph.run([file, "--out", out]);
    expect(await graph.run([file, "--out", out, "--check"])).toBe(0);
    writeFileSync(out, "flowchart LR\n");
    expect(await graph.run([file, "--out", out, "--check"])).toBe(1);
    expect(said).toEqual([
      `${out}: does not exist. Draw it.`,
      `${out}: written`,
      `${out}: is stale: line 1 is "flowchart LR", should be "flowchart TB". Draw it again.`,
    ]);
    expect(readFileSync(out, "utf8")).toBe("flowchart LR\n");
  });

  test.each<[readonly string[], string, string]>([
    [
      ["a.yaml", "b.yaml"],
      "WRONG_ARGUMENTS",
      "pollux cloudbuild graph: 2 files are given. Give one, or none for the merged build.",
    ],
    [["--check"], "WRONG_ARGUMENTS", "--check: there is no file to look at. Give one with --out."],
    [
      ["--format", "png"],
      "UNKNOWN_FORMAT",
      "--format png: there is no such format. Use one of: mermaid, svg.",
    ],
    [
      ["--out", "a.png"],
      "UNKNOWN_FORMAT",
      "--out a.png: its ending names no format. Give one of .mmd, .md and .svg, or --format.",
    ],
  ])("says what is wrong with %j", async (argv, code, message) => {
    await expect(graph.run(argv)).rejects.toMatchObject({ code, message });
  });
});
