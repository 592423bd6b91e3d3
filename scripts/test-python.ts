// Runs the trainer's own tests in its Python environment, which is made first if need be.
import { join, resolve } from "node:path";
import { UserError } from "../pipeline/ir/user-error.ts";
import { runChild } from "./child-process.ts";
import { withInterruption } from "./interruption.ts";
import { ensurePythonEnvironment } from "./python-environment.ts";
import { liveLine } from "./terminal/live-line.ts";

const trainer = resolve(import.meta.dirname, "..", "containers", "trainer");

try {
  process.exitCode = await withInterruption(async ({ signal }) => {
    const python = await ensurePythonEnvironment({ line: liveLine(), test: true, signal });
    return runChild(python, ["-m", "pytest", "--quiet", join(trainer, "tests")], {
      cwd: trainer,
      env: { ...process.env, PYTHONPATH: trainer },
      signal,
    });
  });
} catch (error) {
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
}
