import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expandValue, parseExpansion, wordsIn } from "../../../cloudbuild/substitutions/expansions.ts";
import "../../property-seed.ts";

function expanded(value: string | undefined, text: string): string | undefined {
  const expansion = parseExpansion(text);
  return expansion === undefined ? undefined : expandValue(value, expansion);
}

test.each<readonly [string, ReturnType<typeof wordsIn>]>([
  [":-a", [{ start: 2, text: "a" }]],
  ["=a", [{ start: 1, text: "a" }]],
  ["##a", [{ start: 2, text: "a" }]],
  [
    "/a/b",
    [
      { start: 1, text: "a" },
      { start: 3, text: "b" },
    ],
  ],
  [
    "//a",
    [
      { start: 2, text: "a" },
      { start: 3, text: "" },
    ],
  ],
  [
    "//a//b",
    [
      { start: 2, text: "a" },
      { start: 5, text: "b" },
    ],
  ],
  ["^^", []],
  [":1:2", []],
  ["?a", [{ start: 0, text: "?a" }]],
])("the words in %s are where references are read", (expansion, words) => {
  expect(wordsIn(expansion)).toEqual(words);
});

describe("expandValue", () => {
  test.each<readonly [string | undefined, string, string | undefined]>([
    ["", ":-none", "none"],
    [undefined, ":-none", "none"],
    ["a", ":-none", "a"],
    ["", ":=none", "none"],
    ["", "=none", ""],
    [undefined, "=none", "none"],
    ["main", "^", "Main"],
    ["main", "^^", "MAIN"],
    ["MAIN", ",", "mAIN"],
    ["MAIN", ",,", "main"],
    ["v1.2.3", ":1", "1.2.3"],
    ["v1.2.3", ":1:3", "1.2"],
    ["v1.2.3", ": -3", "2.3"],
    ["v1.2.3", ":1:-2", "1.2"],
    ["v1.2.3", ":9", ""],
    ["v1.2.3", ": -9", ""],
    ["v1.2.3", ":4:-4", undefined],
    ["feature/x/y", "#*/", "x/y"],
    ["feature/x/y", "##*/", "y"],
    ["a.tar.gz", "%.*", "a.tar"],
    ["a.tar.gz", "%%.*", "a"],
    ["v1", "#w", "v1"],
    ["feature/x/y", "/\\//-", "feature-x/y"],
    ["feature/x/y", "//\\//-", "feature-x-y"],
    ["car409-patch-1", "//-//+", "car409+patch+1"],
    ["a.b.c", "//./-", "a-b-c"],
    ["abc", "/#a/x", "xbc"],
    ["abc", "/%c/x", "abx"],
    ["abc", "//b", "ac"],
    ["abc", "//", "abc"],
    ["a1b22", "//[0-9]/x", "axbxx"],
    ["a-b_c", "//[^a-z]/", "abc"],
    ["aB", "//[[:upper:]]/x", "ax"],
    ["a]b", "//[]]/x", "axb"],
    ["a*b", "//\\*/x", "axb"],
    ["[a", "#[", "a"],
    ["größe", "^^", "GRÖSSE"],
    ["😀a", ":1", "a"],
    ["a", ":+b", undefined],
    ["a", ":?b", undefined],
    ["a", "-b", undefined],
    ["a", "@U", undefined],
    ["a", ":x", undefined],
  ])("%j under %j is %j", (value, text, result) => {
    expect(expanded(value, text)).toBe(result);
  });

  test("takes time in proportion to pattern and value, whatever they are", () => {
    const started = performance.now();
    expect(expanded("a".repeat(4000), `##${"*a".repeat(200)}b`)).toBe("a".repeat(4000));
    expect(expanded("a".repeat(4000), `//${"?*".repeat(200)}b/x`)).toBe("a".repeat(4000));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

// The script never changes: what fast-check makes up reaches bash as data on its standard input.
const script = String.raw`
shopt -u patsub_replacement 2>/dev/null
while IFS= read -r -d '' op && IFS= read -r -d '' v && IFS= read -r -d '' p && IFS= read -r -d '' r; do
  case $op in
    ':-') printf '%s\0' "${"$"}{v:-"$r"}" ;;
    '^') printf '%s\0' "${"$"}{v^}" ;;
    '^^') printf '%s\0' "${"$"}{v^^}" ;;
    ',') printf '%s\0' "${"$"}{v,}" ;;
    ',,') printf '%s\0' "${"$"}{v,,}" ;;
    '#') printf '%s\0' "${"$"}{v#$p}" ;;
    '##') printf '%s\0' "${"$"}{v##$p}" ;;
    '%') printf '%s\0' "${"$"}{v%$p}" ;;
    '%%') printf '%s\0' "${"$"}{v%%$p}" ;;
    '/') printf '%s\0' "${"$"}{v/$p/"$r"}" ;;
    '//') printf '%s\0' "${"$"}{v//$p/"$r"}" ;;
    '/#') printf '%s\0' "${"$"}{v/#$p/"$r"}" ;;
    '/%') printf '%s\0' "${"$"}{v/%$p/"$r"}" ;;
  esac
done
`;

const bash = spawnSync("bash", ["--version"], { encoding: "utf8" });
const hasBash = bash.status === 0 && !/version [123]\./.test(bash.stdout);

describe.skipIf(!hasBash)("expandValue beside bash 4 or newer", () => {
  const values = fc.array(fc.constantFrom(..."aabAB.-_1"), { maxLength: 8 }).map((all) => all.join(""));
  // No slashes and no backslash at the end: in the text of an expansion they end the pattern.
  const patterns = fc
    .array(
      fc.constantFrom(
        "a",
        "b",
        "A",
        "B",
        ".",
        "-",
        "1",
        "*",
        "?",
        "[ab]",
        "[!a]",
        "[^b]",
        "[a-b]",
        "[[:digit:]]",
        "\\*",
        "\\a",
        "[.-]",
      ),
      { maxLength: 5 },
    )
    .map((all) => all.join(""));
  const cases = fc.record({
    operator: fc.constantFrom(":-", "^", "^^", ",", ",,", "#", "##", "%", "%%", "/", "//", "/#", "/%"),
    value: values,
    pattern: patterns,
    replacement: fc.constantFrom("", "x", "ab", "-", "&"),
  });

  test("gives what it gives", () => {
    // Without a pattern `${v//x}` would be the other operator.
    const distinct = cases.filter(({ operator, pattern }) => operator !== "/" || pattern !== "");
    const all = fc.sample(distinct, { numRuns: 4000, seed: Number(process.env["FC_SEED"] ?? 20_261_121) });
    const input = all
      .flatMap(({ operator, value, pattern, replacement }) => [operator, value, pattern, replacement])
      .map((text) => `${text}\0`)
      .join("");
    const run = spawnSync("bash", ["--norc", "--noprofile", "-c", script], {
      input,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], LC_ALL: "C" },
      timeout: 60_000,
    });
    expect(run.stderr).toBe("");
    const theirs = run.stdout.split("\0").slice(0, -1);
    expect(theirs.length).toBe(all.length);
    const different = all
      .map((one, index) => ({ ...one, ours: expanded(one.value, textOf(one)), bash: theirs[index] }))
      .filter(({ ours, bash: theirs }) => ours !== theirs);
    expect(different).toEqual([]);
  }, 90_000);

  function textOf({
    operator,
    pattern,
    replacement,
  }: {
    readonly operator: string;
    readonly pattern: string;
    readonly replacement: string;
  }): string {
    if (operator === ":-") return `:-${replacement}`;
    if (operator.startsWith("/")) return `${operator}${pattern}/${replacement}`;
    return /[#%]/.test(operator) ? `${operator}${pattern}` : operator;
  }
});
