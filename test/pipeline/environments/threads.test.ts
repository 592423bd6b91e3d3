import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadEnvironments } from "../../../pipeline/environments/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";

function environmentWith(threads: unknown): string {
  const containers = temporaryFolder();
  mkdirSync(join(containers, "node"));
  writeFileSync(join(containers, "node/environment.json"), JSON.stringify({ images: ["node"], threads }));
  return containers;
}

test("modules that stand for programs in warm threads are found beside environment.json", () => {
  const containers = environmentWith({ "run-it": "../run.ts" });
  expect(loadEnvironments(containers)[0]?.threads).toEqual({ "run-it": join(containers, "run.ts") });
});

test("threads that are no object of texts are a mistake in the file", () => {
  const containers = environmentWith({ run: 1 });
  expect(() => loadEnvironments(containers)).toThrow(
    `${join(containers, "node/environment.json")}: "threads" is {"run":1}. Make it an object of strings.`,
  );
});
