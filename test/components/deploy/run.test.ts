import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import deploy from "../../../components/deploy/run.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";

const folder = mkdtempSync(join(tmpdir(), "pollux-deploy-"));
afterAll(() => rmSync(folder, { recursive: true }));

// That a model is deployed is shown with the whole command line: test/scripts/commands/twin.test.ts.
test("a model that cannot be served gives no endpoint", async () => {
  const uri = join(folder, "endpoint");
  const artifact = (name: string, path: string, schemaTitle: string) => ({
    artifacts: [{ name, type: { schemaTitle }, uri: path, metadata: {} }],
  });
  const task = runComponent(deploy, {
    inputs: {
      parameterValues: { endpoint: "digital-twin" },
      artifacts: { model: artifact("model", join(folder, "no-model"), "system.Model") },
    },
    outputs: { artifacts: { endpoint: artifact("endpoint", uri, "system.Artifact") } },
  });
  await expect(task).rejects.toMatchObject({ code: "MODEL_MISSING" });
  expect(existsSync(uri)).toBe(false);
});
