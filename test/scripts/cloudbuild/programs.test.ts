// Programs of a deployment as processes: what reaches them when a person interrupts.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { findProgram } from "../../../scripts/cloudbuild/deployment/programs.ts";
import { onStage } from "./stub-programs.ts";

// A shell runs its trap when the program it waits for has ended, so that it waits in short pieces.
const finishes = (signal: string): string => `
trap 'echo finishing >&2; exit 3' ${signal}
echo ready >&2
while :; do /bin/sleep 0.05; done`;

test.each(["INT", "TERM"] as const)(
  "SIG%s reaches the program, and what it still says is waited for",
  { timeout: 30_000 },
  async (signal) => {
    await onStage({ terraform: finishes(signal) }, async ({ folder }) => {
      const program = join(folder, "bin/terraform");
      const child = spawn(
        process.execPath,
        ["--import", "tsx", join(import.meta.dirname, "run-program-child.ts"), program],
        { stdio: ["ignore", "ignore", "pipe"] },
      );
      const lines: string[] = [];
      createInterface({ input: child.stderr }).on("line", (line) => {
        lines.push(line.replace(folder, ""));
        if (line === "ready") child.kill(`SIG${signal}`);
      });
      const [code] = (await once(child, "close")) as [number | null];
      expect(lines).toEqual(["ready", "finishing", "ProgramFailed: /bin/terraform apply ended with 3."]);
      expect(code).toBe(0);
    });
  },
);

test("a program is found on PATH by the first of its names that is there", async () => {
  await onStage({ tofu: "", terraform: "" }, async ({ folder }) => {
    expect(findProgram(["tofu", "terraform"])).toBe(join(folder, "bin/tofu"));
    expect(findProgram(["opentofu", "terraform"])).toBe(join(folder, "bin/terraform"));
    expect(findProgram(["bin", "gcloud"])).toBeUndefined();
  });
});
