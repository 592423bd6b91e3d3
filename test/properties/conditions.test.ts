// Random conditions: printed, they parse to what they were; no data and no text makes the parser do anything else.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ComparisonOperator,
  type Condition,
  ConditionError,
  evaluateCondition,
  parseCondition,
} from "../../pipeline/ir/conditions.ts";

const operator = fc.constantFrom<ComparisonOperator>("==", "!=", "<", "<=", ">", ">=");
const literal = fc
  .oneof(
    fc.string({ unit: "grapheme" }),
    fc.nat(),
    fc.double({ min: 0, max: 1e21, noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  // JSON, and so the printed condition, has no negative zero.
  .map((value) => ({ kind: "literal" as const, value: Object.is(value, -0) ? 0 : value }));
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    literal,
    fc.string({ unit: "grapheme" }).map((name) => ({ kind: "parameter" as const, name })),
    fc.record({
      kind: fc.constant("conversion" as const),
      to: fc.constantFrom("int" as const, "double" as const, "string" as const, "bool" as const),
      operand: tie("condition"),
    }),
    fc.record({ kind: fc.constantFrom("not" as const, "negative" as const), operand: tie("condition") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      operands: fc.array(tie("condition"), { minLength: 2, maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant("comparison" as const),
      operator,
      left: tie("condition"),
      right: tie("condition"),
    }),
  ),
}));

const quote = (text: string): string => `'${text.replace(/[\\']/g, "\\$&").replaceAll("\n", "\\n")}'`;

function print(node: Condition): string {
  switch (node.kind) {
    case "literal":
      return typeof node.value === "string" ? quote(node.value) : String(node.value);
    case "parameter":
      return `inputs.parameter_values[${quote(node.name)}]`;
    case "conversion":
      return `${node.to}(${print(node.operand)})`;
    case "not":
      return `!(${print(node.operand)})`;
    case "negative":
      return `-(${print(node.operand)})`;
    case "and":
      return node.operands.map((operand) => `(${print(operand)})`).join(" && ");
    case "or":
      return node.operands.map((operand) => `(${print(operand)})`).join(" || ");
    case "comparison":
      return `(${print(node.left)}) ${node.operator} (${print(node.right)})`;
  }
}

test("a printed condition parses to what it was", () => {
  fc.assert(
    fc.property(condition, (each) => {
      expect(parseCondition(print(each))).toEqual(each);
    }),
  );
});

test("equality with a literal holds for that text alone, whatever is in the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (value, wanted) => {
      const parsed = parseCondition(`inputs.parameter_values['x'] == ${quote(wanted)}`);
      expect(evaluateCondition(parsed, { x: value })).toBe(value === wanted);
      expect(evaluateCondition(parsed, { x: wanted })).toBe(true);
    }),
  );
});

const fragments = fc.constantFrom(
  "inputs",
  ".",
  "parameter_values",
  "['x']",
  "'",
  '"',
  "(",
  ")",
  "!",
  "&&",
  "||",
  "==",
  "<",
  "1",
  "true",
  "int",
  " ",
  "\\",
  "-",
  "a",
);

test("any text either is a condition or is refused with a message", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fragments).map((parts) => parts.join("")),
      ),
      (text) => {
        try {
          evaluateCondition(parseCondition(text), { x: "1" });
        } catch (error) {
          expect(error).toBeInstanceOf(ConditionError);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
