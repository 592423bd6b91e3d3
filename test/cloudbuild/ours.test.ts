// Our own builds: their configs have nothing wrong with them, and what is committed is what they make.
import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { Schedule } from "../../cloudbuild/plan/schedule.ts";

const root = resolve(import.meta.dirname, "../..");

function pollux(...args: readonly string[]) {
  const command = [resolve(root, "scripts/pollux.mjs"), "cloudbuild", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8" });
  return { code: status, stdout, stderr };
}

test("no config has anything wrong, by a trigger or by gcloud builds submit", () => {
  expect(pollux("check", "--strict")).toEqual({
    code: 0,
    stdout: "",
    stderr: "4 files: 0 errors, 0 warnings\n",
  });
});

test.each([
  ["the merged build and that of pull requests", ["merge", "--check"]],
  ["the triggers", ["triggers", "--check"]],
  ["the graph", ["graph", "--out", "cloudbuild/graph.svg", "--check"]],
  ["the infrastructure", ["infrastructure", "--check"]],
])("what is committed is what npm run cloudbuild makes: %s", (_, args) => {
  const { code, stderr } = pollux(...args);
  expect({ code, stale: stderr.match(/^.*stale.*$/m)?.[0] }).toEqual({ code: 0, stale: undefined });
});

test.each(["development", "production", "pull-request"])(
  "the merged build can be planned for %s, and is faster than one step after another",
  (environment) => {
    const { code, stdout } = pollux("plan", "--env", environment, "--json");
    const { schedule } = JSON.parse(stdout) as { readonly schedule: Schedule }; // as --json prints it
    expect(code).toBe(0);
    expect(schedule.total).toBeLessThan(schedule.serial);
  },
);
