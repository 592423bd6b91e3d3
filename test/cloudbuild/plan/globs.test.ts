import fc from "fast-check";
import { expect, test } from "vitest";
import { globMistake, globOf, matchesGlob, globReaches } from "../../../cloudbuild/plan/globs.ts";

test.each([
  ["a.txt", "a.txt", true],
  ["a.txt", "b/a.txt", false],
  ["*.md", "README.md", true],
  ["*.md", "docs/README.md", false],
  ["**/*.md", "README.md", true],
  ["**/*.md", "docs/more/README.md", true],
  ["docs/**", "docs/more/README.md", true],
  ["docs/**", "docs", false],
  ["docs/**", "docs-old/a", false],
  ["**", "any/where", true],
  ["a/**/b", "a/b", true],
  ["a/**/b", "a/x/y/b", true],
  ["a/**/b", "a/xb", false],
  ["**/b", "ab", false],
  ["a**b", "a/x/b", true],
  ["a?c", "abc", true],
  ["a?c", "a/c", false],
  ["a[b-d]e", "ace", true],
  ["a[^b-d]e", "ace", false],
  ["a[^b-d]e", "aäe", true],
  ["[\\]a]", "]", true],
  ["\\*", "*", true],
  ["\\*", "a", false],
  ["😀?", "😀😀", true],
  [".hidden/*", ".hidden/x", true],
  ["*", ".hidden", true],
  ["", "", true],
])("the glob %j and the path %j: %j", (glob, path, expected) => {
  expect(matchesGlob(glob, path)).toBe(expected);
});

test("what Go calls a bad pattern is told, and matches nothing", () => {
  const bad = ["a[", "[]", "[]a]", "[-a]", "[a-]", "a\\", "[a", "[\\"];
  expect(bad.map((glob) => [glob, globMistake(glob), matchesGlob(glob, glob)])).toEqual([
    ["a[", "its [ has no ]", false],
    ["[]", 'the "]" in its [ stands alone', false],
    ["[]a]", 'the "]" in its [ stands alone', false],
    ["[-a]", 'the "-" in its [ stands alone', false],
    ["[a-]", 'the "]" in its [ stands alone', false],
    ["a\\", "it ends in a backslash", false],
    ["[a", "its [ has no ]", false],
    ["[\\", "its [ has no ]", false],
  ]);
});

const paths = fc
  .array(fc.string({ unit: fc.constantFrom("a", "b", ".", "-"), minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((names) => names.join("/"));

const globs = fc.array(fc.constantFrom("a", "b", "/", "*", "**", "**/", "?", "[ab]", "[^a]", "."), {
  maxLength: 8,
});

/** The same by trying everything: right, and slow. */
function slowly(parts: readonly string[], path: string, opens = true): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return path === "";
  const [first, ...others] = path;
  const tail = others.join("");
  const isAny = part === "**" || (part === "**/" && !opens);
  if (part === "**/" && opens) {
    const after = [...path].flatMap((character, at) => (character === "/" ? [path.slice(at + 1)] : []));
    return [path, ...after].some((left) => slowly(rest, left, true));
  }
  if (part === "*" || isAny) {
    const next = part === "**/" ? ["/", ...rest] : rest;
    if (slowly(next, path, false)) return true;
    return first !== undefined && (isAny || first !== "/") && slowly(parts, tail, opens && part !== "**/");
  }
  if (first === undefined) return false;
  const fits =
    part === "?"
      ? first !== "/"
      : part === "[ab]"
        ? /[ab]/.test(first)
        : part === "[^a]"
          ? first !== "a"
          : part === first;
  return fits && slowly(rest, tail, part === "/");
}

test("a glob matches what trying every way finds", () => {
  fc.assert(
    fc.property(globs, paths, (pieces, path) => {
      const glob = pieces.join("");
      const parts = (glob.match(/\*{2,}\/?|\[.*?\]|./g) ?? []).map((part) => part.replace(/^\*{2,}/, "**"));
      expect(matchesGlob(glob, path)).toBe(slowly(parts, path));
    }),
    { numRuns: 3000 },
  );
});

test("the glob of a path matches that path alone", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (path, other) => {
      expect(matchesGlob(globOf(path), path)).toBe(true);
      expect(matchesGlob(globOf(path), other)).toBe(path === other);
    }),
  );
});

test("no glob takes long", () => {
  const path = "a".repeat(3000);
  const started = performance.now();
  expect(matchesGlob(`${"**a*".repeat(100)}b`, path)).toBe(false);
  expect(performance.now() - started).toBeLessThan(5000);
});

test.each([
  ["vendor/inc/*.h", "vendor", true],
  ["vendor/**", "vendor", true],
  ["**/*.h", "vendor", true],
  ["*/inc", "vendor", true],
  ["*.h", "vendor", false],
  ["vendors/x", "vendor", false],
  ["vendor", "vendor", false],
  ["a[", "a", false],
])("%j may match something in %j: %j", (glob, folder, expected) => {
  expect(globReaches(glob, folder)).toBe(expected);
});
