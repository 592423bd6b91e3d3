// The same contract on the trainer's real server. It needs the Python environment, which `npm run test:python` and
// `npm run twin` make.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe } from "vitest";
import { localEndpoints } from "../../../../components/platform/endpoints/local.ts";
import { describeEndpoints } from "./contract.ts";
import { makeTinyGemma } from "./tiny-gemma.ts";

const root = resolve(import.meta.dirname, "../../../..");
const python = join(root, ".venv", "bin", "python");
const folder = mkdtempSync(join(tmpdir(), "pollux-serving-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.runIf(existsSync(python))("with the Python environment", () => {
  describeEndpoints("local", async () => {
    const model = join(folder, "model");
    const brokenModel = join(folder, "broken");
    makeTinyGemma(python, model);
    mkdirSync(brokenModel);
    writeFileSync(join(brokenModel, "config.json"), "{}");
    const inUse = (): number => {
      const commands = execFileSync("ps", ["-axo", "args"], { encoding: "utf8" }).split("\n");
      return commands.filter((line) => line.includes("trainer.serve") && line.includes(folder)).length;
    };
    return { endpoints: localEndpoints(), model, brokenModel, inUse };
  });
});
