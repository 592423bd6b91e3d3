// What is laid out here is, byte for byte, what the library would write.
import fc from "fast-check";
import { expect, test } from "vitest";
import { Document } from "yaml";
import { writeBlocks } from "../../../pipeline/ir/yaml-blocks.ts";

const inLibrary = (value: unknown): string =>
  new Document(value, { version: "1.1", sortMapEntries: true, aliasDuplicateObjects: false }).toString({
    lineWidth: 0,
    indentSeq: false,
    directives: false,
    singleQuote: true,
  });

test("mappings are sorted, lists stand below their key, and collections without content behind it", () => {
  const value = { b: [[1, 2], { d: [], c: {} }], a: { text: "two\n\n  lines\n" }, "1": null };
  expect(writeBlocks(value, inLibrary)).toBe(`\
'1': null
a:
  text: |
    two

      lines
b:
- - 1
  - 2
- c: {}
  d: []
`);
});

test("whatever stands in a pipeline, the bytes are the library's own", () => {
  const text = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 8 }),
    fc.stringMatching(/^[-:#?a \n\t'"{}[\],&*!|>%@`~=<.0-9]{0,9}$/),
    fc.constantFrom("yes", "null", "nan", "inf", "1e3", "e5", "2020-01-01", "y", "<<", "a-", "1_0", "12:30"),
    fc.constantFrom(
      "a\n--- b",
      "{{$.inputs}}",
      "__proto__",
      "k".repeat(1100),
      `${"long ".repeat(30)}\n\nend`,
    ),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      text,
      fc.double(),
      fc.constantFrom(0, -0, 7, true, false, null, {}, []),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        text.filter((key) => !/^(---|\.\.\.)/m.test(key)),
        tie("value"),
        { maxKeys: 4 },
      ),
    ),
  }));
  fc.assert(
    fc.property(value, (any) => {
      expect(writeBlocks(any, inLibrary)).toBe(inLibrary(any));
    }),
  );
});
