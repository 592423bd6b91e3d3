import { describe, expect, test } from "vitest";
import type { Path } from "../../../cloudbuild/files/build-file.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";

const config = `\
steps:
- id: one
  name: 'it''s $_A'
  wait_for: ["-"]
  args:
  - -c
  - |
    echo $_B
    echo "$_C" two
  env: A=$_D
- &second
  name: "say \\"$_E\\""
  script: >-
    fold $_F
    ed
  dir:
  entrypoint: plain
    goes on
- *second
substitutions: {_A: "", _LONG: x}
`;

function shown(path: Path, of?: { readonly key?: boolean; readonly part?: string }): string {
  const { read } = readBuildFile("cloudbuild.yaml", config);
  if (read === undefined) throw new Error("the config is read");
  const { file, line, column, length } = read.placeOf(path, of);
  expect(file).toBe("cloudbuild.yaml");
  return `${line}:${column} ${(config.split("\n")[line - 1] ?? "").slice(column - 1, column - 1 + length)}`;
}

describe("a place", () => {
  test.each([
    [["steps", 0, "id"], {}, "2:7 one"],
    [["steps", 0, "id"], { key: true }, "2:3 id"],
    [["steps", 0], {}, "2:3 id: one"],
    [["steps", 0, "name"], {}, "3:9 'it''s $_A'"],
    [["steps", 0, "name"], { part: "$_A" }, "3:16 $_A"],
    [["steps", 0, "name"], { part: "it's" }, "3:10 it''s"],
    [["steps", 0, "waitFor"], { key: true }, "4:3 wait_for"],
    [["steps", 0, "waitFor", 0], {}, '4:14 "-"'],
    [["steps", 0, "args", 1], {}, "7:5 |"],
    [["steps", 0, "args", 1], { part: "$_B" }, "8:10 $_B"],
    [["steps", 0, "args", 1], { part: '"$_C" two' }, '9:10 "$_C" two'],
    [["steps", 0, "args", 1], { part: "$_B\necho" }, "8:10 $_B"],
    [["steps", 0, "env", 0], { part: "$_D" }, "10:10 $_D"],
    [["steps", 1, "name"], { part: '"$_E"' }, '12:14 \\"$_E\\"'],
    [["steps", 1, "script"], { part: "fold $_F ed" }, "14:5 fold $_F"],
    [["steps", 1, "entrypoint"], { part: "plain goes" }, "17:15 plain"],
    [["substitutions", "_LONG"], { key: true }, "20:25 _LONG"],
  ] as const)("of %j, %j", (path, of, expected) => {
    expect(shown(path, of)).toBe(expected);
  });

  test("of a field without a value is its name", () => {
    expect(shown(["steps", 1, "dir"])).toBe("16:3 dir");
  });

  test("of what is not there is that of the nearest thing around it", () => {
    expect(shown(["steps", 0, "secretEnv", 0], { key: true })).toBe("2:3 id: one");
    expect(shown(["options", "env"])).toBe("1:1 steps:");
    expect(shown(["steps", 0, "id"], { part: "two" })).toBe("2:7 one");
  });

  test("of what an alias stands for is at its anchor", () => {
    expect(shown(["steps", 2, "name"], { part: "say" })).toBe("12:10 say");
  });
});
