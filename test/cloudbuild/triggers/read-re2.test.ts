import fc from "fast-check";
import { expect, test } from "vitest";
import { readRe2 } from "../../../cloudbuild/triggers/read-re2.ts";
import "../../property-seed.ts";

const matching: readonly (readonly [
  pattern: string,
  matches: readonly string[],
  others: readonly string[],
])[] = [
  ["^main$", ["main"], ["not-main", "main2"]],
  ["main", ["main", "not-main-2"], ["mai"]],
  ["^v[0-9]+[.][0-9]+[.][0-9]+$", ["v1.20.3"], ["v1.2", "v1.2.3-rc"]],
  ["(?i)^Release/", ["release/1", "RELEASE/2"], ["prerelease/1"]],
  [String.raw`\Afeature[/-]\d{2,}\z`, ["feature/12", "feature-123"], ["feature/1", "my/feature/12"]],
  [String.raw`^\Qa.b*c\E$`, ["a.b*c"], ["axbbc"]],
  ["^(?P<kind>fix|feat)/", ["fix/1", "feat/x"], ["chore/1"]],
  ["^(?<kind>fix)$", ["fix"], ["fixed"]],
  ["^[[:alpha:]]+[^[:digit:]_]$", ["main"], ["main1", "main_"]],
  [String.raw`^[\w\-./]+$`, ["a-b/c.d_e"], ["a b"]],
  [String.raw`^\x41\x{42}\103$`, ["ABC"], ["abc"]],
  [String.raw`^\p{Lu}\pL+$`, ["Main"], ["main"]],
  ["^[]a]+$", ["]a"], ["b"]],
  ["^a{1,2}?b{x}$", ["ab{x}"], ["aaab"]],
  [".*", ["anything", ""], []],
  ["^(?i:main)$", ["main", "MAIN"], ["mains"]],
  ["^release/(?i)x[a-c]$", ["release/xa", "release/XB"], ["Release/xa", "release/xd"]],
  ["^(?:(?i)a|b)c$", ["ac", "Bc"], ["aC"]],
  ["(?i)^a(?-i:b)[^c-e]$", ["abf", "AbF"], ["aBf", "abC", "abd"]],
  [String.raw`(?i)^\Qa.\E\x62é\p{Lu}$`, ["A.BÉx", "a.béX"], ["a-béx"]],
  ["(?ms-U:^b.c$)", ["a\nb\nc\nd"], ["a\nb\nca"]],
  ["^a.c$", ["abc", "a\rc"], ["a\nc"]],
  ["^(?U)a*?b$", ["aab"], ["aa"]],
  ["^[[:^space:]]+$", ["main", "é"], ["a b", "a\tb"]],
  ["^*a$*", ["a", "ba"], ["b"]],
];

test.each(matching)("%s matches as RE2 has it", (pattern, matches, others) => {
  const { regex, problem } = readRe2(pattern);
  expect(problem).toBeUndefined();
  expect(matches.filter((text) => regex?.test(text) !== true)).toEqual([]);
  expect(others.filter((text) => regex?.test(text) === true)).toEqual([]);
});

const refused: readonly (readonly [pattern: string, problem: string])[] = [
  ["^(?!main)", 'the lookahead "(?!"'],
  ["a(?=b)", 'the lookahead "(?="'],
  ["(?<=a)b", 'the lookbehind "(?<="'],
  ["(?<!a)b", 'the lookbehind "(?<!"'],
  [String.raw`(a)\1`, String.raw`the backreference "\1"`],
  [String.raw`(?P<x>a)\k<x>`, String.raw`the backreference "\k"`],
  ["(?P<x>a)(?P=x)", 'the backreference "(?P="'],
  ["(?>a)", 'the atomic group "(?>"'],
  ["a++", 'the possessive or doubled repetition "++"'],
  ["a**", 'the possessive or doubled repetition "**"'],
  ["a{1001}", 'the repetition "{1001}" of more than 1000'],
  [String.raw`a\Z`, String.raw`the escape "\Z"`],
  ["a\\", "a backslash at its end"],
  ["[a", 'a "[" without its "]"'],
  ["(a", "a mistake in it (unterminated group)"],
  ["a)", "a mistake in it (unmatched ')')"],
  ["*a", "a mistake in it (nothing to repeat)"],
  ["[b-a]", "a mistake in it (range out of order in character class)"],
  ["[[:letters:]]", 'the class "[:letters:]"'],
  ["a(?x)b", '"(?x)", which is none of RE2\'s groups'],
  ["a(?i-)b", '"(?i-)", which is none of RE2\'s groups'],
  ["(?i)[b-a]", "a mistake in it (range out of order in character class)"],
  [String.raw`a\x{110000}`, String.raw`the character "\x{110000}"`],
];

test.each(refused)("%s is refused", (pattern, problem) => {
  expect(readRe2(pattern)).toEqual({ problem });
});

test("a thousand repetitions are taken", () => {
  expect(readRe2("a{1000}").problem).toBeUndefined();
});

test("a name with everything special escaped matches that name alone", () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      const pattern = `^${name.replaceAll(/[^A-Za-z0-9]/gu, (character) => `\\${character}`)}$`;
      expect(readRe2(pattern).regex?.test(name)).toBe(true);
      expect(readRe2(pattern).regex?.test(`${name}x`)).toBe(false);
    }),
  );
});

test("whatever is written is either read or refused", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(..."ab()[]{}?*+|^$\\.-:<>=!P1,Qdz") }), (pattern) => {
      const { regex, problem } = readRe2(pattern);
      expect((regex === undefined) !== (problem === undefined)).toBe(true);
    }),
  );
});
