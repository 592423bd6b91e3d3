// The command as the command line calls it, which prints and writes files.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { graph } from "../../../scripts/commands/graph.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { catchOutput } from "./output.ts";

const repository = resolve(import.meta.dirname, "../../..");
const ours = join(repository, "test/golden/sequence.yaml");

const { said, printed } = catchOutput();

describe("pollux graph", () => {
  test("prints Mermaid, of IR and of TypeScript the same", async () => {
    expect(await graph.run([ours])).toBe(0);
    const ofYaml = printed.join("");
    expect(ofYaml).toMatch(/^flowchart TB\n {2}t1\["/);
    printed.length = 0;
    expect(await graph.run([ours.replace(".yaml", ".ts")])).toBe(0);
    expect(printed.join("")).toBe(ofYaml);
    expect(said).toEqual([]);
  });

  test("draws in the format that the file's ending names, unless told another", async () => {
    const folder = temporaryFolder();
    const starts: readonly (readonly [string, string, ...string[]])[] = [
      ["a.mmd", "flowchart TB\n"],
      ["a.md", "```mermaid\nflowchart TB\n"],
      ["a.svg", "<svg "],
      ["a.html", "<!doctype html>"],
      ["a.txt", "<svg ", "--format", "svg"],
    ];
    for (const [name, start, ...options] of starts) {
      const out = join(folder, name);
      expect(await graph.run([ours, "--out", out, ...options])).toBe(0);
      expect(readFileSync(out, "utf8").slice(0, start.length)).toBe(start);
    }
    expect(said).toEqual(starts.map(([name]) => `${join(folder, name)}: written`));
    expect(printed).toEqual([]);
  });

  test.each([
    [[], "ONE_PIPELINE", "pollux graph: 0 files are given. Give one, as pollux graph IR.yaml."],
    [
      [ours, "--format", "png"],
      "UNKNOWN_FORMAT",
      'pollux graph: there is no format "png". Use one of: mermaid, svg, html.',
    ],
    [
      [ours, "--out", "a.png"],
      "UNKNOWN_FORMAT",
      'pollux graph: the ending of "a.png" names no format. Give one of .mmd, .md, .svg and .html, or --format.',
    ],
  ])("says what is wrong with %j", async (argv, code, message) => {
    await expect(graph.run(argv)).rejects.toMatchObject({ code, message });
  });
});
