// Any text survives the way into a command line and out of it, in TypeScript and in the executor.
import fc from "fast-check";
import { expect, test } from "vitest";
import { protectText, restoreText } from "../../../../pipeline/inline/python/index.ts";
import { parameter, python, runInline } from "./run-inline.ts";

const piece = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.constantFrom("$", "(", "{", "{{", "\\", "=", " ", "a", "}", ")", "$$(A)", "{{$.x}}"),
  },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme" }) },
);
const text = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(""));

test("text is protected by one backslash where a backend would expand something", () => {
  expect(protectText("a $b $(c) $$ {{$.d}} {{ e }} {{=f}} {{1}} $\\(g")).toBe(
    "a $b $\\(c) $\\$ {{\\$.d}} {{\\ e }} {{\\=f}} {{1}} $\\\\(g",
  );
});

test("protected text holds nothing that a backend would expand, and comes back as it was", () => {
  fc.assert(
    fc.property(text, (original) => {
      const safe = protectText(original);
      expect(safe).not.toMatch(/\$[$(]|\{\{[$= a-z]/);
      expect(restoreText(safe)).toBe(original);
    }),
    { numRuns: 500 },
  );
});

test("Python sees the source as it was written", () => {
  const lines = fc
    .sample(text, 200)
    .map((line) => line.replace(/\0/g, "").toWellFormed())
    .concat("$$(HOME) {{$}} {{$.inputs.parameters['a']}} $\\($\\\\$$$");
  // A comment may hold anything but the end of its line; the function gives back the text it is part of.
  const source = `def work():\n    import linecache\n    return "".join(linecache.getlines("work.py"))\n\n${lines
    .map((line) => `# ${line.replace(/[\n\r\f]/g, "")}\n`)
    .join("")}`;
  expect(runInline(python(source, { outputs: { source: parameter("STRING") } }))).toMatchObject({
    stderr: "",
    files: { source },
  });
});
