import { expect, test } from "vitest";
import { changedNumber } from "../../../pipeline/ir/exact-numbers.ts";

test.each([
  ["9007199254740993", "9007199254740993"],
  ["-9007199254740993", "-9007199254740993"],
  ['["1", 12345678901234567890]', "12345678901234567890"],
  ['{"a": [1e400]}', "1e400"],
  ["-1E+400", "-1E+400"],
  ["9".repeat(400), "9".repeat(400)],
])("%s has a number that would change", (json, number) => {
  expect(changedNumber(json)).toBe(number);
});

test.each([
  "9007199254740991",
  "9007199254740992",
  "1152921504606846976",
  String(2 ** 60),
  "0.1234567890123456789",
  "[1e300, 10000000000000000000000]",
  '{"12345678901234567890": "1e400 \\" 12345678901234567890"}',
])("%s stays as it is", (json) => {
  expect(changedNumber(json)).toBeUndefined();
});
