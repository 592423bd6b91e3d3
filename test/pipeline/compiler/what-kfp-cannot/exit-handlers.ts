// Exit handlers: inside a loop, with outputs, with a sub-pipeline as the task at the end.
import {
  exitHandler,
  list,
  parallelFor,
  pipeline,
  string,
  taskFinalStatus,
} from "../../../../pipeline/index.ts";
import type { Case } from "./case.ts";
import { readFile, say, sayGood, sayState, writeFile } from "./components.ts";

const inLoop = pipeline({ name: "exit-handler-in-loop", inputs: { texts: list(string()) } }, ({ texts }) =>
  parallelFor({ items: texts }, (item) =>
    exitHandler(
      (status) => sayState({ of: item, status }),
      () => ({ text: sayGood({ text: item }).outputs.text }),
    ),
  ),
);

const withOutputs = pipeline({ name: "exit-handler-with-outputs", inputs: {} }, () => {
  const given = exitHandler(
    (status) => sayState({ of: "body", status }),
    () => ({
      text: say({ text: "from within" }).outputs.text,
      file: writeFile({ text: "a file" }).outputs.file,
    }),
  );
  return { text: given.text, read: readFile({ file: given.file }).outputs.text };
});

const report = pipeline(
  { name: "report", inputs: { of: string(), status: taskFinalStatus() } },
  ({ of, status }) => void sayState({ of, status }),
);

const statusPassedOn = pipeline({ name: "status-passed-on", inputs: {} }, () => {
  exitHandler(
    (status) => report({ of: "the body", status }),
    () => void say({ text: "body" }),
  );
});

export const exitHandlerCases: readonly Case[] = [
  {
    title: "an exit handler stands inside a loop",
    pipeline: inLoop,
    runs: [
      {
        parameters: { texts: ["a", "b"] },
        outputs: { text: ["a", "b"] },
        tasks: {
          "for-loop-1[0]/say-state": { text: "a SUCCEEDED exit-handler-2" },
          "for-loop-1[1]/say-state": { text: "b SUCCEEDED exit-handler-2" },
        },
      },
      {
        parameters: { texts: ["a", "bad"] },
        state: "FAILED",
        outputs: {},
        tasks: {
          "for-loop-1[0]/say-state": { text: "a SUCCEEDED exit-handler-2" },
          "for-loop-1[1]/say-state": { text: "bad FAILED exit-handler-2" },
        },
      },
    ],
  },
  {
    title: "the body of an exit handler gives outputs",
    pipeline: withOutputs,
    runs: [{ outputs: { text: "from within", read: "a file" } }],
  },
  {
    title: "a sub-pipeline is told how the body ended and passes it on",
    pipeline: statusPassedOn,
    runs: [
      {
        outputs: {},
        tasks: { "report/say-state": { text: "the body SUCCEEDED exit-handler-1" } },
      },
    ],
  },
];
