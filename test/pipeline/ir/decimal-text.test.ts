import fc from "fast-check";
import { expect, test } from "vitest";
import { decimalText } from "../../../pipeline/ir/decimal-text.ts";

test.each([
  [7, "7"],
  [0.5, "0.5"],
  [1e-7, "0.0000001"],
  [-2.5e-9, "-0.0000000025"],
  [1e21, "1000000000000000000000"],
  [-1.25e22, "-12500000000000000000000"],
])("%s is written %s", (value, text) => {
  expect(decimalText(value)).toBe(text);
});

test("no number has an exponent, and each is read back as it was", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(decimalText(value)).toMatch(/^-?\d+(\.\d+)?$/);
      expect(Number(decimalText(value))).toBe(value === 0 ? 0 : value);
    }),
  );
});
