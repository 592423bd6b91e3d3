// A process that runs a program as a deployment does, for a test to interrupt.
import { runProgram } from "../../../scripts/cloudbuild/deployment/programs.ts";

const [program = ""] = process.argv.slice(2);
await runProgram({ program, args: ["apply"] }).then(
  () => console.error("ended well"),
  (error: unknown) => console.error(String(error)),
);
