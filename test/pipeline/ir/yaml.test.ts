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

test("a file may hold several documents, or none", () => {
  expect(readYaml("a: 1\n---\nb: 2\n", "it")).toEqual([{ a: 1 }, { b: 2 }]);
  expect(readYaml("", "it")).toEqual([]);
});

test("JSON is YAML", () => {
  expect(readYaml('{"a": [1, "b", null, true]}', "it")).toEqual([{ a: [1, "b", null, true] }]);
});

test("what is no YAML is named with its lines", () => {
  expect(() => readYaml("a: 'open\nb: 1\n", "bad.yaml")).toThrowError(
    "bad.yaml: Missing closing 'quote at line 3, column 1.\nCorrect the YAML.",
  );
  expect(() => readYaml("a: 1\na: 2\n", "bad.yaml")).toThrowError(
    "bad.yaml: Map keys must be unique at line 2, column 1.\nCorrect the YAML.",
  );
});

test("aliases that lead nowhere or in a circle are refused", () => {
  expect(() => readYaml("a: *b\n", "bad.yaml")).toThrowError(
    /^bad\.yaml: its aliases cannot be followed \(.*\)\./,
  );
  expect(() => readYaml("a: &a [*a]\n", "bad.yaml")).toThrowError(
    /^bad\.yaml: its aliases cannot be followed/,
  );
});
