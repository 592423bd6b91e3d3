import fc from "fast-check";
import { expect, test } from "vitest";
import { listEdits } from "../../../scripts/diff/list-edits.ts";
import "../../property-seed.ts";

test("the edits are the fewest places", () => {
  expect(listEdits(["a", "b", "c", "d"], ["a", "x", "c", "d", "e"])).toEqual([
    { before: 1, after: 1, removed: ["b"], added: ["x"] },
    { before: 4, after: 4, removed: [], added: ["e"] },
  ]);
  expect(listEdits(["a"], ["a"])).toEqual([]);
});

test("done in the old list, the edits give the new one", () => {
  const lists = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 12 });
  fc.assert(
    fc.property(lists, lists, (a, b) => {
      const result: string[] = [];
      let at = 0;
      for (const { before, after, removed, added } of listEdits(a, b)) {
        result.push(...a.slice(at, before));
        expect(result.length).toBe(after);
        expect(a.slice(before, before + removed.length)).toEqual(removed);
        result.push(...added);
        at = before + removed.length;
      }
      expect([...result, ...a.slice(at)]).toEqual(b);
    }),
  );
});
