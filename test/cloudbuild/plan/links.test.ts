import fc from "fast-check";
import { expect, test } from "vitest";
import { followLinks } from "../../../cloudbuild/plan/links.ts";

const links = new Map([
  ["a/up", "../lib"],
  ["lib/next", "./deep/../end"],
  ["out", "../x"],
  ["root", "/workspace/lib"],
  ["round", "trip"],
  ["trip", "round"],
]);
const linkAt = (path: string): string | undefined => links.get(path);

test.each([
  ["", "", []],
  ["plain/x", "plain/x", []],
  ["a/up", "lib", ["a/up"]],
  ["a/up/next/x", "lib/end/x", ["a/up", "lib/next"]],
  ["out/y", undefined, ["out"]],
  ["root", undefined, ["root"]],
  ["../x", undefined, []],
])("%j leads to %j", (path, expected, met) => {
  expect(followLinks(path, linkAt)).toEqual({ path: expected, links: met });
});

test("links that go round in a circle end", () => {
  expect(followLinks("round", linkAt).path).toBeUndefined();
});

test("no links lead out of the repository", () => {
  const names = fc.constantFrom("a", "b", "..", ".", "", "c");
  const paths = fc.array(names, { maxLength: 6 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(paths, fc.dictionary(fc.constantFrom("a", "b", "a/b", "c/a"), paths), (path, said) => {
      const followed = followLinks(path, (link) => (Object.hasOwn(said, link) ? said[link] : undefined));
      expect(followed.path?.split("/").includes("..") ?? false).toBe(false);
      expect(followed.path?.startsWith("/") ?? false).toBe(false);
    }),
  );
});
