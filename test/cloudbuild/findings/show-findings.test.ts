import { describe, expect, test } from "vitest";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";
import { findingsJson } from "../../../cloudbuild/findings/findings-json.ts";
import { showFindings } from "../../../cloudbuild/findings/show-findings.ts";

function finding(line: number, column: number, length: number, more: Partial<Finding> = {}): Finding {
  return {
    code: "SOME_CODE",
    severity: "error",
    place: { file: "a.yaml", line, column, length },
    message: "something is wrong.",
    remedy: "Do this.",
    ...more,
  };
}

function shown(text: string, ...findings: readonly Finding[]): readonly string[] {
  return showFindings(findings, { textOf: () => text, width: 40 }).split("\n");
}

describe("findings as text", () => {
  test("have the line of the file with carets under the place, what else they are about, and the remedy", () => {
    const related = [{ place: { file: "b.yaml", line: 3, column: 1, length: 4 }, note: "the other value" }];
    const first = finding(2, 9, 3, { related });
    const second = finding(1, 1, 5, { severity: "warning", mode: "submit" });
    expect(showFindings([first, second], { textOf: () => "steps:\r\n- name: foo\r\n" })).toBe(`\
a.yaml:2:9: error SOME_CODE: something is wrong.
  - name: foo
          ^^^
  b.yaml:3:1: the other value
  Do this.

a.yaml:1:1: warning SOME_CODE (with gcloud builds submit): something is wrong.
  steps:
  ^^^^^
  Do this.
`);
  });

  test("are nothing where there are none", () => {
    expect(showFindings([], { textOf: () => "" })).toBe("");
  });

  test("leave the line out where the file's text is not known", () => {
    expect(showFindings([finding(1, 1, 1)], { textOf: () => undefined })).toBe(
      "a.yaml:1:1: error SOME_CODE: something is wrong.\n  Do this.\n",
    );
  });

  test.each([
    ["tabs", "\tab\tcd", [5, 2], ["      ab  cd", "          ^^"]],
    ["wide characters", "日本: 😀 x", [5, 2], ["  日本: 😀 x", "        ^^"]],
    ["accents after their letter", "e\u0301: x", [5, 1], ["  e\u0301: x", "     ^"]],
    ["control characters", "a\u001b[1m: x", [8, 1], ["  a\\x1b[1m: x", "            ^"]],
    ["nothing to mark", "a: ", [4, 0], ["  a:", "     ^"]],
  ] as const)("point at the place behind %s", (_, text, [column, length], expected) => {
    expect(shown(text, finding(1, column, length)).slice(1, 3)).toEqual(expected);
  });

  test("cut a long line around the place", () => {
    const text = `${"a".repeat(100)}HERE${"b".repeat(100)}`;
    expect(shown(text, finding(1, 101, 4)).slice(1, 3)).toEqual([
      "  ...aaaaaaaaaaaaaHEREbbbbbbbbbbbbbbbbb...",
      "                  ^^^^",
    ]);
    expect(shown(text, finding(1, 101, 104)).slice(1, 3)).toEqual([
      "  ...aaaaaaaaaaaaaHEREbbbbbbbbbbbbbbbbb...",
      "                  ^^^^^^^^^^^^^^^^^^^^^",
    ]);
  });

  test("have colours only where they are asked for", () => {
    const text = showFindings([finding(1, 1, 1)], { textOf: () => "a", colour: true });
    expect(text).toBe(
      "\u001b[1ma.yaml:1:1\u001b[0m: \u001b[1;31merror SOME_CODE\u001b[0m: something is wrong.\n  a\n  \u001b[1;31m^\u001b[0m\n  Do this.\n",
    );
  });

  test("show nothing of a secret's value", () => {
    expect(
      shown("secretEnv: {KEY: hunter2}", finding(1, 13, 3, { code: "WRONG_BASE64" })).slice(1, 3),
    ).toEqual(["  secretEnv: {KEY...", "              ^^^"]);
  });

  test("show no control sequence of a message", () => {
    expect(shown("a", finding(1, 1, 1, { message: "\u001b[2J is wrong." }))[0]).toBe(
      "a.yaml:1:1: error SOME_CODE: \\x1b[2J is wrong.",
    );
  });
});

test("findings as JSON are one document with how many there are of each kind", () => {
  const findings = [finding(1, 1, 1), finding(2, 1, 1, { severity: "warning", message: "\u202e" })];
  const text = findingsJson([{ file: "a.yaml", format: "accepted", findings }]);
  expect(text).toContain("\\u202e");
  expect(JSON.parse(text)).toEqual({
    files: [{ file: "a.yaml", format: "accepted", findings }],
    errors: 1,
    warnings: 1,
  });
});
