import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { referencesIn, scanText } from "../../../cloudbuild/substitutions/references.ts";
import "../../property-seed.ts";

describe("referencesIn", () => {
  test.each<readonly [string, readonly string[]]>([
    ["$_X", ["_X"]],
    ["${_X}", ["_X"]],
    ["$_X2_3", ["_X2_3"]],
    ["a-$_X-b", ["_X"]],
    ["$_X$_Y${_Z}", ["_X", "_Y", "_Z"]],
    ["$PROJECT_ID/$SHORT_SHA", ["PROJECT_ID", "SHORT_SHA"]],
    ["$Foo", ["F"]],
    ["$_Xy", ["_X"]],
    ["$_x", ["_"]],
    ["$$_X", []],
    ["$$$_X", ["_X"]],
    ["$$$$_X", []],
    ["$${_X}", []],
    ["$", []],
    ["$$", []],
    ["cost: 5$", []],
    ["$1 $@ $? $- $(pwd) $((1+2)) $'a'", []],
    ["${", []],
    ["${}", []],
    ["${_X", []],
    ["${_x}", []],
    ["${foo}", []],
    ["${_X }", []],
    ["${ _X}", []],
    ['${_X == "a"}', []],
    ["${_X$_Y}", ["_Y"]],
  ])("reads %j as %j", (text, names) => {
    expect(referencesIn(text).map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ["${_X:-none}", ":-none"],
    ["${_X:-${_Y}}", ":-${_Y}"],
    ["${_X:-\\}}", ":-\\}"],
    ["${_X^^}", "^^"],
    ["${_X,,}", ",,"],
    ["${_X:1:2}", ":1:2"],
    ["${_X##*/}", "##*/"],
    ["${_X%%.*}", "%%.*"],
    ["${_X//a/b}", "//a/b"],
  ])("gives %j with its expansion", (text, expansion) => {
    const reference = { name: "_X", start: 0, end: text.length, text, braced: true, expansion };
    expect(referencesIn(text)).toEqual([reference]);
  });

  test("says where a reference stands", () => {
    expect(referencesIn("a:$_X:${_YY}")).toEqual([
      { name: "_X", start: 2, end: 5, text: "$_X", braced: false },
      { name: "_YY", start: 6, end: 12, text: "${_YY}", braced: true },
    ]);
  });

  test("finds none within another", () => {
    fc.assert(
      fc.property(texts, (text) => {
        let end = 0;
        for (const reference of referencesIn(text)) {
          expect(reference.start).toBeGreaterThanOrEqual(end);
          expect(text.slice(reference.start, reference.end)).toBe(reference.text);
          end = reference.end;
        }
      }),
    );
  });
});

const texts = fc
  .array(fc.constantFrom("$", "$$", "{", "}", "_X", "_", "A", "a", "7", ":-", "/", "\\", " ", "${", "${_Y}"))
  .map((pieces) => pieces.join(""));

describe("scanText", () => {
  test("agrees with the template's own expression", () => {
    const template = /\$\$|\$\{([A-Z_][A-Z0-9_]*)\}|\$([A-Z_][A-Z0-9_]*)/g;
    fc.assert(
      fc.property(texts, (text) => {
        const expected = [...text.matchAll(template)].map(({ 0: written, index }) => [index, written]);
        const { references, escapes } = scanText(text);
        const read = [
          ...references.map(({ start, text: written }) => [start, written] as const),
          ...escapes.map((start) => [start, "$$"] as const),
        ].sort(([one], [other]) => one - other);
        expect(read).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  test("tells expansions and what is malformed from references", () => {
    expect(scanText("${_X:-$_Y} ${_Z} ${_z}\n${_W")).toEqual({
      references: [
        { name: "_Y", start: 6, end: 9, text: "$_Y", braced: false },
        { name: "_Z", start: 11, end: 16, text: "${_Z}", braced: true },
      ],
      expansions: [{ name: "_X", start: 0, end: 10, text: "${_X:-$_Y}", braced: true, expansion: ":-$_Y" }],
      escapes: [],
      malformed: [
        { start: 17, text: "${_z}" },
        { start: 23, text: "${_W" },
      ],
    });
  });

  test("takes time in proportion to the text", () => {
    const started = performance.now();
    scanText("${_A:-".repeat(200_000));
    scanText("$".repeat(200_001));
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
