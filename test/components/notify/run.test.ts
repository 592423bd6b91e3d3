import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import notify from "../../../components/notify/run.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";

const folder = mkdtempSync(join(tmpdir(), "pollux-notify-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("how the run ended is said in the log and kept as an artifact", async () => {
  const uri = join(folder, "notification");
  const said: string[] = [];
  const status = {
    state: "FAILED",
    pipelineJobResourceName: "digital-twin-7",
    pipelineTaskName: "exit-handler-1",
    error: { code: 9, message: "train: the chat has 3 examples." },
  };
  await runComponent(
    notify,
    {
      inputs: { parameterValues: { status, endpoint: "digital-twin" } },
      outputs: {
        artifacts: {
          notification: {
            artifacts: [
              { name: "notification", type: { schemaTitle: "system.Artifact" }, uri, metadata: {} },
            ],
          },
        },
        outputFile: join(folder, "executor-output.json"),
      },
    },
    { say: (line) => said.push(line) },
  );
  expect(said.join("\n")).toBe(
    'The twin was not built: a task failed. The endpoint "digital-twin" is as it was.\n' +
      "Cause: train: the chat has 3 examples.\nLook at: digital-twin-7",
  );
  expect(JSON.parse(readFileSync(uri, "utf8"))).toEqual({
    state: "FAILED",
    subject: 'The twin was not built: a task failed. The endpoint "digital-twin" is as it was.',
    cause: "train: the chat has 3 examples.",
    whereToLook: "digital-twin-7",
  });
});
