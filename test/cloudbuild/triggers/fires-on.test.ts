import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesGlob } from "../../../cloudbuild/plan/globs.ts";
import { firesOn, firesOnFiles } from "../../../cloudbuild/triggers/fires-on.ts";
import type { BuildTrigger, EventFilter } from "../../../cloudbuild/triggers/trigger.ts";
import "../../property-seed.ts";

const on = (filter: EventFilter, more: Partial<BuildTrigger> = {}): BuildTrigger => ({
  name: "one",
  github: { owner: "o", name: "n", ...filter },
  ...more,
});
const push = (branch: string) => ({ kind: "push", branch }) as const;
const tag = (name: string) => ({ kind: "tag", tag: name }) as const;
const pullRequest = (branch: string) => ({ kind: "pull request", branch }) as const;

test("a trigger fires on its own kind of event alone", () => {
  const events = [push("main"), tag("main"), pullRequest("main")];
  const fired = (trigger: BuildTrigger) => events.map((event) => firesOn(trigger, event, ["a"]));
  expect(fired(on({ push: { branch: "^main$" } }))).toEqual([true, false, false]);
  expect(fired(on({ push: { tag: "^main$" } }))).toEqual([false, true, false]);
  expect(fired(on({ pullRequest: { branch: "^main$" } }))).toEqual([false, false, true]);
  expect(fired({ name: "by hand" })).toEqual([false, false, false]);
});

test("a second-generation repository's trigger fires as a first-generation one's", () => {
  const trigger = { name: "one", repositoryEventConfig: { repository: "r", push: { branch: "^main$" } } };
  expect(firesOn(trigger, push("main"), [])).toBe(true);
});

test("an inverted pattern fires on all others", () => {
  const trigger = on({ push: { branch: "^main$", invertRegex: true } });
  expect([push("main"), push("x")].map((event) => firesOn(trigger, event, []))).toEqual([false, true]);
});

test("a disabled trigger does not fire, nor does one whose pattern cannot be read", () => {
  expect(firesOn(on({ push: { branch: ".*" } }, { disabled: true }), push("main"), [])).toBe(false);
  expect(firesOn(on({ push: { branch: "(?!a)" } }), push("main"), [])).toBe(false);
});

test.each([
  ["no globs, no files", {}, [], true],
  ["no globs", {}, ["a"], true],
  ["one is included", { includedFiles: ["src/**"] }, ["README.md", "src/a/b.ts"], true],
  ["none is included", { includedFiles: ["src/**"] }, ["README.md"], false],
  ["nothing has changed", { includedFiles: ["src/**"] }, [], false],
  ["all are ignored", { ignoredFiles: ["**/*.md"] }, ["README.md", "docs/a.md"], false],
  ["one is not ignored", { ignoredFiles: ["**/*.md"] }, ["README.md", "a.ts"], true],
  [
    "the included one is ignored",
    { includedFiles: ["src/**"], ignoredFiles: ["**/*.md"] },
    ["src/a.md", "b.ts"],
    false,
  ],
  [
    "one is included and not ignored",
    { includedFiles: ["src/**"], ignoredFiles: ["**/*.md"] },
    ["src/a.md", "src/b.ts"],
    true,
  ],
] as const)("files: %s", (_, filter, files, fires) => {
  expect(firesOnFiles(filter, files)).toBe(fires);
});

const globs = fc.constantFrom("src/**", "**/*.md", "*.json", "src/?.ts", "a/[bc]/*", "**");
const files = fc.constantFrom("src/a.ts", "src/x/README.md", "package.json", "a/b/c", "a/d/c", "README.md");

test("a build starts exactly when a file is not ignored and, if any are, included", () => {
  fc.assert(
    fc.property(
      fc.array(globs, { maxLength: 3, minLength: 1 }),
      fc.array(globs, { maxLength: 2 }),
      fc.array(files, { maxLength: 4 }),
      (includedFiles, ignoredFiles, changed) => {
        const counts = (file: string): boolean =>
          !ignoredFiles.some((glob) => matchesGlob(glob, file)) &&
          includedFiles.some((glob) => matchesGlob(glob, file));
        expect(firesOnFiles({ includedFiles, ignoredFiles }, changed)).toBe(changed.some(counts));
      },
    ),
  );
});
