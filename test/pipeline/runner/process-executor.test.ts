import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processExecutor } from "../../../pipeline/runner/index.ts";
import { temporaryFolder, writeProgram } from "../../scripts/temporary-folder.ts";
import { executorContract, plainTask } from "./executor-contract.ts";
import { image } from "./small-pipelines.ts";

const environment = {
  folder: "/",
  images: ["example.com/*"],
  path: [],
  env: {},
  passEnv: [],
  fingerprint: [],
};

executorContract("process", () => ({
  executor: processExecutor({ environments: [environment], graceMs: 200 }),
  image,
  sharesProcesses: true,
}));

test("programs of the image's environment go before the machine's", async () => {
  const bin = join(temporaryFolder(), "bin");
  mkdirSync(bin);
  writeProgram(join(bin, "ls"), 'echo "our ls sees $MODE"');
  const executor = processExecutor({ environments: [{ ...environment, path: [bin], env: { MODE: "x" } }] });
  const lines: string[] = [];
  const never = new AbortController().signal;
  await executor.run(plainTask(image, ["ls"], bin), {
    stop: never,
    kill: never,
    onLine: (line) => void lines.push(line),
  });
  expect(lines).toEqual(["our ls sees x"]);
});
