// An executor that does nothing: what a run costs then is what the runner itself does.
import { writeFileSync } from "node:fs";
import type { TaskExecutor } from "../../../pipeline/runner/index.ts";

/** Each output parameter of a task is the text `done`. */
export function nothingExecutor(): TaskExecutor {
  return {
    name: "nothing",
    checkImage: () => {},
    codeFingerprint: async () => "",
    run: async ({ executorInput }) => {
      const { parameters = {} } = executorInput.outputs ?? {};
      for (const { outputFile } of Object.values(parameters)) writeFileSync(outputFile, "done");
      return { kind: "exited", code: 0 };
    },
  };
}
