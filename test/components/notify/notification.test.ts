import { expect, test } from "vitest";
import { describeFinalStatus } from "../../../components/notify/notification.ts";

test("a run that succeeded is told with its endpoint", () => {
  expect(
    describeFinalStatus(
      { state: "SUCCEEDED", pipelineJobResourceName: "digital-twin-7", pipelineTaskName: "exit-handler-1" },
      "digital-twin",
    ),
  ).toEqual({
    state: "SUCCEEDED",
    subject: 'The twin is ready: it answers at the endpoint "digital-twin".',
    whereToLook: "digital-twin-7",
  });
});

test("a run that failed is told with its cause, and on Vertex with its page", () => {
  expect(
    describeFinalStatus(
      {
        state: "FAILED",
        pipelineJobResourceName: "projects/42/locations/us-central1/pipelineJobs/digital-twin-7",
        pipelineTaskName: "exit-handler-1",
        error: { code: 9, message: "train: the chat has 3 examples.\n" },
      },
      "digital-twin",
    ),
  ).toEqual({
    state: "FAILED",
    subject: 'The twin was not built: a task failed. The endpoint "digital-twin" is as it was.',
    cause: "train: the chat has 3 examples.",
    whereToLook:
      "https://console.cloud.google.com/vertex-ai/locations/us-central1/pipelines/runs/digital-twin-7?project=42",
  });
});

test("a run on this machine has a folder and no page", () => {
  const job = "projects/local/locations/local/pipelineJobs/digital-twin-7";
  expect(describeFinalStatus({ pipelineJobResourceName: job }, "e").whereToLook).toBe(
    "the folder runs/digital-twin-7 of the runner's root (.pollux unless told otherwise)",
  );
});

test("a cancelled run, a state yet unknown and a status that says nothing are told as they are", () => {
  expect(describeFinalStatus({ state: "CANCELLED" }, "e").subject).toMatch(/was cancelled/);
  expect(describeFinalStatus({}, "e")).toEqual({
    state: "UNKNOWN",
    subject: 'The run for the endpoint "e" ended in the state UNKNOWN.',
    whereToLook: "the log of the run",
  });
});
