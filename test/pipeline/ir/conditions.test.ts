import { expect, test } from "vitest";
import { evaluateCondition, parseCondition } from "../../../pipeline/ir/conditions.ts";
import type { Json } from "../../../pipeline/ir/pipeline-spec.ts";

const parameters: { readonly [name: string]: Json } = {
  text: "heads",
  quote: "it's",
  injected: "x' or 'a'=='a",
  count: 7,
  share: 0.5,
  yes: true,
  list: [1, 2],
};
const value = (name: string): string => `inputs.parameter_values['${name}']`;
const decide = (condition: string): boolean => evaluateCondition(parseCondition(condition), parameters);

test.each([
  [`${value("text")} == 'heads'`, true],
  [`${value("text")} != "heads"`, false],
  [`!(${value("text")} == 'tails')`, true],
  [`${value("yes")} == true`, true],
  [`int(${value("count")}) > 6`, true],
  [`int(${value("count")}) <= int(${value("count")})`, true],
  [`${value("share")} < 0.75`, true],
  [`double('1.5e1') == 15`, true],
  [`string(${value("count")}) == '7'`, true],
  [`int(${value("share")}) == 0`, true],
  [`bool('True') && !false`, true],
  [`${value("count")} == -(-7)`, true],
  [`${value("list")} == null`, false],
  [`!(${value("text")} == 'a') && !(${value("text")} == 'b') || false`, true],
  [`false && false || true`, true],
  [`true || false && false`, true],
])("%s is %s", (condition, expected) => {
  expect(decide(condition)).toBe(expected);
});

test("values of different types are unequal", () => {
  expect(decide(`${value("count")} == '7'`)).toBe(false);
  expect(decide(`${value("yes")} == 'true'`)).toBe(false);
});

test("text in a parameter is never read as a part of the condition", () => {
  expect(decide(`${value("injected")} == 'zzz'`)).toBe(false);
  expect(decide(`${value("quote")} == "it's"`)).toBe(true);
  expect(decide(`${value("quote")} == 'it\\'s'`)).toBe(true);
});

test("escapes of a text literal are those of CEL", () => {
  const condition = parseCondition(String.raw`inputs.parameter_values['x'] == 'a\n\t\\\u00e4\x41'`);
  expect(evaluateCondition(condition, { x: "a\n\t\\äA" })).toBe(true);
});

test("a side that decides makes up for an error in the other", () => {
  expect(decide(`${value("missing")} == 1 || true`)).toBe(true);
  expect(decide(`${value("missing")} == 1 && false`)).toBe(false);
});

test.each([
  ["== 'it'", "expected a value at column 1, found =="],
  [`${value("text")} == 'it's'`, "the text that starts at column 41 (') does not end"],
  ["1 + 2 == 3", '"+" at column 3 is not understood'],
  [
    "inputs.parameter_values['x'].startsWith('a')",
    "expected an operator or the end at column 29, found .startsWith()",
  ],
  ["1 == size('a')", "string() or bool() at column 6, found size()"],
  [
    "size('a') == 1",
    "expected inputs.parameter_values['NAME'], a literal, int(), double(), string() or bool() at column 1, found size",
  ],
  ["inputs.artifacts['a'] == 1", "expected parameter_values at column 8, found artifacts"],
  ["(true", 'expected ")" at column 6, found the end'],
  ["1 < 2 < 3", 'expected "&&", "||" or the end (comparisons cannot be chained) at column 7, found <'],
  ["true false", "expected an operator or the end at column 6, found false"],
  ["'a\\q' == 'a'", "the text at column 1 has the unknown escape \\q"],
  [
    "__import__('os').system('x')",
    "expected inputs.parameter_values['NAME'], a literal, int(), double(), string() or bool() at column 1, found __import__",
  ],
])("%s is refused: %s", (condition, message) => {
  expect(() => parseCondition(condition)).toThrow(message);
});

test.each([
  [`${value("missing")} == 1`, 'the input "missing" has no value. Give it one, or a default'],
  [`${value("text")} < 1`, '"heads" < 1 compares values that have no order'],
  [`int(${value("text")}) == 1`, 'int("heads") has no value'],
  [`-${value("text")} == 1`, '"-" stands before "heads", which is no number'],
  [value("text"), 'the condition gives "heads", not true or false'],
])("%s cannot be decided: %s", (condition, message) => {
  expect(() => decide(condition)).toThrow(message);
});

test("nesting without end and characters that do not exist are no conditions", () => {
  expect(() => parseCondition("(".repeat(20_000))).toThrowError("it is nested more than 200 deep");
  expect(() => parseCondition("'\\UFFFFFFFF' == 'a'")).toThrowError(
    "the text at column 1 has the unknown escape \\UFFFFFFFF",
  );
});

test.each(["||", "&&"])("a condition of 20,000 terms joined by %s is decided", (operator) => {
  const decisive = operator === "||";
  const text = (first: boolean) => [first, ...Array(20_000).fill(!decisive)].join(` ${operator} `);
  expect(decide(text(decisive))).toBe(decisive);
  expect(decide(text(!decisive))).toBe(!decisive);
});
