// YAML as PyYAML reads it: what kfp takes for a number is a number, what it takes for text is text.
import { expect, test } from "vitest";
import { readYaml, writeYaml } from "../../../pipeline/ir/yaml.ts";

test("mappings are sorted and lists are not indented", () => {
  expect(writeYaml({ b: [1, { d: true, c: null }], a: "text" })).toBe(`a: text
b:
- 1
- c: null
  d: true
`);
});

test("text that reads as something else is quoted, a version is not", () => {
  expect(writeYaml(["1e3", "0o17", "yes", "12:30", "", "2.1.0", "a: b", "{{$}}"])).toBe(`- '1e3'
- '0o17'
- 'yes'
- '12:30'
- ''
- 2.1.0
- 'a: b'
- '{{$}}'
`);
});

test("large and small numbers are written so that PyYAML takes them for numbers", () => {
  expect(writeYaml([1e21, 1.5e-7, 3, 0.5])).toBe("- 1.0e+21\n- 1.5e-7\n- 3\n- 0.5\n");
});

test("numbers, truths and dates are read as PyYAML does, dates being text", () => {
  const text = "[1e3, 1.0e+3, 017, 0x1F, 1_000, 1:30, yes, y, ~, 2020-01-01, 08, .5, -.inf]";
  expect(readYaml(text, "it")).toEqual([
    ["1e3", 1000, 15, 31, 1000, 90, true, "y", null, "2020-01-01", "08", 0.5, -Infinity],
  ]);
});

test("lines of quoted text may start anywhere", () => {
  const text = `a:
    b: 'one
  two''s'
    c: "three
four"
`;
  expect(readYaml(text, "it")).toEqual([{ a: { b: "one two's", c: "three four" } }]);
});

test("lines of quoted text in a list may start where the list does, however many there are", () => {
  const item = `- "\\nif ! [ -x \\"$(pip)\\" ]; then\\
  \\ 'a' \\\\
  --- # b: c"
  - 'it''s

  - x: "'
`;
  const count = 10_000;
  const [list, other] = [
    ["\nif ! [ -x \"$(pip)\" ]; then 'a' \\ --- # b: c", "it's\n- x: \""],
    ["'", '"'],
  ];
  const text = `a:\n${`  ${item}`.repeat(count)}b:\n- |\n  '\n- >-\n  "\n`;
  expect(readYaml(text, "it")).toEqual([
    { a: Array.from({ length: count }, () => list).flat(), b: [`${other[0]}\n`, other[1]] },
  ]);
});

test("what is in brackets may start anywhere", () => {
  const text = `a:
  b: [
one,
'two
three'
]
  c: {
"d": 1
}
`;
  expect(readYaml(text, "it")).toEqual([{ a: { b: ["one", "two three"], c: { d: 1 } } }]);
});

test("a dash in brackets is text", () => {
  expect(readYaml("a: [-, -,-, &b -, {c: -}]", "it")).toEqual([{ a: ["-", "-", "-", "-", { c: "-" }] }]);
});

test("quotes in comments, blocks and plain text begin nothing", () => {
  const text = `a: it's # "
b: |-
  'c: "
  d
e: [f'g, h"i]
j: &k "l
m"
`;
  expect(readYaml(text, "it")).toEqual([{ a: "it's", b: "'c: \"\nd", e: ["f'g", 'h"i'], j: "l m" }]);
});

test("where a line begins does not move the place of what is wrong", () => {
  expect(() => readYaml("a:\n  - 'b\n  c'\n  - \"d\n  e\" f\n", "bad.yaml")).toThrowError(
    "bad.yaml: Unexpected scalar at node end at line 5, column 6.\nCorrect the YAML.",
  );
});

test("a file may hold several documents, or none", () => {
  expect(readYaml("a: 1\n---\nb: 2\n", "it")).toEqual([{ a: 1 }, { b: 2 }]);
  expect(readYaml("", "it")).toEqual([]);
});

test("JSON is YAML", () => {
  expect(readYaml('{"a": [1, "b", null, true]}', "it")).toEqual([{ a: [1, "b", null, true] }]);
});

test("a file of JSON is to be corrected as JSON", () => {
  expect(() => readYaml('{"a": 1\n', "bad.json")).toThrowError(/^bad\.json: .*\nCorrect the JSON\.$/s);
});

test("what is no YAML is named with its lines", () => {
  expect(() => readYaml("a: 'open\nb: 1\n", "bad.yaml")).toThrowError(
    "bad.yaml: Missing closing 'quote at line 3, column 1.\nCorrect the YAML.",
  );
  expect(() => readYaml("a: 1\na: 2\n", "bad.yaml")).toThrowError(
    "bad.yaml: Map keys must be unique at line 2, column 1.\nCorrect the YAML.",
  );
});

test("an anchor may be used thousands of times", () => {
  const text = `a: &a { b: [1] }\nc:\n${"- *a\n".repeat(5000)}`;
  const a = { b: [1] };
  expect(readYaml(text, "it")).toEqual([{ a, c: Array.from({ length: 5000 }, () => a) }]);
});

test("merged mappings give way to what is beside them, the later to the earlier", () => {
  const text = `a: &a { x: 1, y: 2 }
b: &b { x: 3, <<: *a }
c: { x: 0, <<: [*b, *a], "<<": 4 }
`;
  expect(readYaml(text, "it")).toEqual([
    { a: { x: 1, y: 2 }, b: { x: 3, y: 2 }, c: { x: 0, y: 2, "<<": 4 } },
  ]);
});

test("an anchor that is given again stands for the latest before each use", () => {
  expect(readYaml("- &a 1\n- *a\n- &a 2\n- *a\n", "it")).toEqual([[1, 1, 2, 2]]);
});

test("aliases that lead nowhere or in a circle are refused", () => {
  expect(() => readYaml("a: *b\n", "bad.yaml")).toThrowError(
    "bad.yaml: its aliases cannot be followed (*b at line 1, column 4 is of nothing before it).\nCorrect the YAML.",
  );
  expect(() => readYaml("a: &a [*a]\n", "bad.yaml")).toThrowError(
    "bad.yaml: its aliases cannot be followed (*a at line 1, column 8 is within what it stands for).\nCorrect the YAML.",
  );
});

/** `a0: FIRST`, and then 40 mappings' or lists' worth of what is made of the one before. */
function chain(first: string, next: (before: string) => string): string {
  const lines = Array.from(
    { length: 40 },
    (_, index) => `a${index + 1}: &a${index + 1} ${next(`*a${index}`)}`,
  );
  return [`a0: &a0 ${first}`, ...lines, ""].join("\n");
}

test.each([
  ["lists of lists", chain("[lol]", (a) => `[${a}, ${a}, ${a}]`), "line 14, column 18"],
  ["merged mappings", chain("{ x: 1 }", (a) => `{ <<: [${a}, ${a}] }`), "line 21, column 24"],
  ["long text", `- &a ${"x".repeat(1000)}\n${"- *a\n".repeat(20_000)}`, "line 10192, column 3"],
])("aliases that multiply without end are refused: %s", (_, text, place) => {
  expect(() => readYaml(text, "bad.yaml")).toThrowError(
    `bad.yaml: its aliases cannot be followed (they make 10000000 values and characters more of it, by ${place}).\nCorrect the YAML.`,
  );
});

test("nesting without end is refused in one line", () => {
  const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;
  expect(JSON.stringify(readYaml(nested(500), "it"))).toBe(`[${nested(500)}]`);
  for (const text of [nested(501), nested(20_000), chain(nested(490), (a) => `[${a}]`)]) {
    expect(() => readYaml(text, "bad.yaml")).toThrowError(
      /^bad\.yaml: Nested too deeply at line \d+, column \d+\.\nCorrect the YAML\.$/,
    );
  }
});

test("keys are text: a list is none", () => {
  expect(readYaml("1: a\n1.5: b\n~: c\ntrue: d\n__proto__: e\n", "it")).toEqual([
    Object.fromEntries([
      ["1", "a"],
      ["1.5", "b"],
      ["", "c"],
      ["true", "d"],
      ["__proto__", "e"],
    ]),
  ]);
  expect(() => readYaml("? [a]\n: b\n", "bad.yaml")).toThrowError(
    "bad.yaml: A key is a list or a mapping at line 1, column 3.\nCorrect the YAML.",
  );
  expect(() => readYaml("a: { <<: 3 }\n", "bad.yaml")).toThrowError(
    "bad.yaml: Only mappings can be merged at line 1, column 6.\nCorrect the YAML.",
  );
});
