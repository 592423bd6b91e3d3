import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { shellLine } from "../../../scripts/cloudbuild/shell-line.ts";
import "../../property-seed.ts";

test.each([
  [
    ["docker", "run", "--env", "A_B", "us-docker.pkg.dev/p/r/node:1@sha256:0"],
    "docker run --env A_B us-docker.pkg.dev/p/r/node:1@sha256:0",
  ],
  [["a b", "", "it's", "$X", "*"], `'a b' '' 'it'\\''s' '$X' '*'`],
  [["a\nb\t", "\u001b[31m\u202e", "\\'\u0007"], String.raw`$'a\nb\t' $'\u001b[31m\u202e' $'\\\'\u0007'`],
])("writes the words %j as %s", (words, line) => {
  expect(shellLine(words)).toBe(line);
});

test.skipIf(!existsSync("/bin/bash"))("bash reads the line as the words that were written", () => {
  const anyWord = fc.string({ unit: fc.constantFrom(..."aZ0 '\"\\$`*\n\t!{}~#&|;<>()é\u001b\u0085\u202e") });
  const words = fc.sample(anyWord, { numRuns: 300, seed: 7 });
  const script = `printf '%s\\0' ${shellLine(words)}`;
  const env = { LC_ALL: "C.UTF-8" };
  const read = execFileSync("/bin/bash", ["--norc", "-c", script], {
    encoding: "utf8",
    env,
    stdio: ["ignore", "pipe", "inherit"],
  })
    .split("\0")
    .slice(0, -1);
  expect(read).toEqual(words);
});
