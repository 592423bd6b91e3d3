// The table in README.md is complete and true: each mistake of kfp's tests has one row, and what a row names is there.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const list = join(root, "../shared/kfp/rejected-inputs.md");
const skipped = existsSync(list) ? "" : " (skipped: the list of them is not beside this repository)";

interface Row {
  readonly key: string;
  readonly here: string;
  /** Of the compiler's problem. */
  readonly code: string | undefined;
  readonly test: string;
  readonly why: string;
}

const table = readFileSync(join(import.meta.dirname, "README.md"), "utf8");
const rows = rowsOf(table);

function rowsOf(text: string): readonly Row[] {
  let group = "";
  return text.split("\n").flatMap((line) => {
    group = /^## ([A-Z]) /.exec(line)?.[1] ?? group;
    const [, , place = "", here = "", title = "", why = ""] = line.split("|").map((cell) => cell.trim());
    if (!/\.py:\d+$/.test(place)) return [];
    const code = /^problem `([A-Z_]+)`$/.exec(here)?.[1];
    return [
      { key: `${group} ${place}`, here: code === undefined ? here : "problem", code, test: title, why },
    ];
  });
}

function textsOf(folder: string, ending: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => readFileSync(join(root, folder, file), "utf8"));
}

const titles = new Set(
  textsOf("test", ".test.ts").flatMap((text) =>
    [...text.matchAll(/\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'),\s*(?:async )?\(/g)].map(
      (match) => match[1] ?? match[2] ?? "",
    ),
  ),
);
const typeErrors = new Set(
  textsOf("test/types", ".ts").flatMap((text) =>
    [...text.matchAll(/\/\/ @ts-expect-error (.*)/g)].map((match) => match[1] ?? ""),
  ),
);
const codes = new Set(
  [...textsOf("pipeline", ".ts"), ...textsOf("scripts", ".ts")].flatMap((text) =>
    [...text.matchAll(/(?:\| |UserError\(\s*)"([A-Z_]+)"/g)].map((match) => match[1] ?? ""),
  ),
);

test(`each mistake that kfp refuses has one row${skipped}`, () => {
  expect(rows).toHaveLength(145);
  if (skipped !== "") return;
  let group = "";
  const keys = readFileSync(list, "utf8")
    .split("\n")
    .flatMap((line) => {
      group = /^## ([A-Z]) /.exec(line)?.[1] ?? group;
      const place = line.startsWith("- ") ? / — (\S+\.py:\d+) /.exec(line)?.[1] : undefined;
      return place === undefined ? [] : [`${group} ${place}`];
    });
  expect(rows.map(({ key }) => key)).toEqual(keys);
});

test("the table counts its rows", () => {
  const counted = [...table.matchAll(/^\| ([a-z ]+?) +\| +(\d+) \|$/gm)].map((match) => [
    match[1],
    Number(match[2]),
  ]);
  const kinds = ["type error", "problem", "cannot be written", "allowed"];
  expect(counted).toEqual(kinds.map((kind) => [kind, rows.filter(({ here }) => here === kind).length]));
});

describe.each(rows)("$key", ({ here, code, test: title, why }) => {
  test(`is ${here}, as the table says`, () => {
    switch (here) {
      case "type error":
        return expect(typeErrors).toContain(title);
      case "problem":
        expect(codes).toContain(code);
        return expect(titles).toContain(title);
      case "cannot be written":
        return expect({ title, says: why !== "" }).toEqual({ title: "", says: true });
      case "allowed":
        expect(why).not.toBe("");
        return expect(titles).toContain(title);
      default:
        throw new Error(`"${here}" is nothing that can become of a mistake`);
    }
  });
});
