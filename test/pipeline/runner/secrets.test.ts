import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TaskFinished } from "../../../pipeline/runner/events.ts";
import { maskParameters, secretsIn, textMasker } from "../../../pipeline/runner/executors/secrets.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, sandbox, small, task } from "./small-pipelines.ts";

const { run } = sandbox(temporaryFolder());

test("parameters that are called like secrets are masked in lines, logs, errors and the failure's inputs", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          t: task("t", {
            apiKey: constant("sesame-opens"),
            db: constant("postgres://me:open-sesame@db/x"),
            user: constant("me"),
          }),
        },
      },
    },
    sh: {
      t: {
        script: 'echo "$1 for $3 at $2"; echo "no: $1" >&2; exit 3',
        args: ["apiKey", "db", "user"].map((name) => `{{$.inputs.parameters['${name}']}}`),
        inputs: {
          parameters: {
            apiKey: { parameterType: "STRING" },
            db: { parameterType: "STRING" },
            user: { parameterType: "STRING" },
          },
        },
      },
    },
  });
  const { events, tasks } = await run(spec);
  const failed = events.find(
    (event): event is TaskFinished => event.kind === "task-finished" && event.state === "FAILED",
  );
  expect(
    readFileSync(failed?.log ?? "", "utf8")
      .trimEnd()
      .split("\n")
      .sort(),
  ).toEqual(["*** for me at postgres://me:***@db/x", "no: ***"]);
  expect(failed?.inputs?.parameters).toEqual({
    apiKey: "***",
    db: "postgres://me:***@db/x",
    user: "me",
  });
  expect(tasks[0]?.error).toBe("exit code 3: no: ***");
});

test("secrets in lists and structs are found by the name that holds them", () => {
  const parameters = {
    login: { user: "anna", password: "sesame-opens" },
    tokens: ["first-one", "second-one"],
    n: 7,
  };
  expect(secretsIn(parameters)).toEqual(["sesame-opens", "first-one", "second-one"]);
  expect(maskParameters(parameters)).toEqual({
    login: { user: "anna", password: "***" },
    tokens: "***",
    n: 7,
  });
});

test("the longer of two secrets is masked first, and a long text is looked through once", () => {
  expect(textMasker(["sesame", "sesame-opens"])("say sesame-opens")).toBe("say ***");
  expect(secretsIn({ text: "a".repeat(2_000_000) })).toEqual([]);
});
