// The trainer's tasks without any training: each writes outputs of the right shape at once. What it should do
// instead stands in the file `behaviour` beside its `python`: "no gain", "hang", "fail".
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import type { ExecutorInput, RuntimeArtifact } from "../../pipeline/ir/executor-input.ts";

const [module = "", ...argv] = process.argv.slice(2);
const { values } = parseArgs({ args: argv, options: { executor_input: { type: "string" } } });
const { outputs } = JSON.parse(values.executor_input ?? "{}") as ExecutorInput; // the runner's own
const folder = process.env["STAND_IN_FOLDER"] ?? ".";
const behaviour = existsSync(join(folder, "behaviour"))
  ? readFileSync(join(folder, "behaviour"), "utf8")
  : "";

if (behaviour === "fail" && module === "trainer.train") {
  console.error("train: the loss is not a number. Lower learningRate.");
  process.exit(1);
}
if (behaviour === "hang" && module === "trainer.train") {
  writeFileSync(join(folder, "hanging"), String(process.pid));
  setInterval(() => {}, 1000);
} else {
  for (const artifact of artifacts()) writeArtifact(artifact);
  const gain = behaviour === "no gain" ? -0.01 : 0.069;
  writeParameters({ baseBits: 1.775, twinBits: 1.775 - gain, gain, gainError: 0.02, maxDifference: 1e-6 });
}

function artifacts(): readonly RuntimeArtifact[] {
  return Object.values(outputs?.artifacts ?? {}).flatMap((list) => list.artifacts);
}

function writeArtifact({ uri, type }: RuntimeArtifact): void {
  mkdirSync(dirname(uri), { recursive: true });
  if (type.schemaTitle === "system.Model") {
    mkdirSync(uri);
    writeFileSync(join(uri, "config.json"), "{}");
  } else {
    writeFileSync(uri, type.schemaTitle === "system.HTML" ? `<!doctype html><title>${module}</title>` : "{}");
  }
}

function writeParameters(known: { readonly [name: string]: number }): void {
  for (const [name, { outputFile }] of Object.entries(outputs?.parameters ?? {})) {
    mkdirSync(dirname(outputFile), { recursive: true });
    writeFileSync(outputFile, JSON.stringify(known[name]));
  }
}
