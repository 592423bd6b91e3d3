import { expect, test } from "vitest";
import { platformNote } from "../../../scripts/run/platform-note.ts";
import { small, task } from "../../pipeline/runner/small-pipelines.ts";

const spec = small({
  root: { dag: { tasks: { train: task("train"), tell: task("tell") } } },
  sh: { train: { script: "" }, tell: { script: "" } },
});

test("settings of a platform alone are named, with the tasks they are for", () => {
  const executors = {
    train: { nodeSelector: { labels: { a: "b" } }, tolerations: [] },
    tell: { tolerations: [] },
  };
  const pipelineConfig = { workspace: { size: "1Gi" }, activeDeadlineSeconds: 60 };
  expect(platformNote(spec, { kubernetes: { deploymentSpec: { executors }, pipelineConfig } })).toBe(
    "small: for kubernetes it sets nodeSelector of train, tolerations of train and tell, activeDeadlineSeconds. " +
      "On this machine that has no effect.",
  );
});

test("a workspace every run has; without other settings nothing is said", () => {
  expect(platformNote(spec, undefined)).toBeUndefined();
  expect(
    platformNote(spec, { kubernetes: { pipelineConfig: { workspace: { size: "1Gi" } } } }),
  ).toBeUndefined();
});

test("what a component brings along for a platform is named as well", () => {
  const train = {
    ...spec.components?.["train"],
    singlePlatformSpecs: [{ platform: "slurm", config: { queue: "long" } }],
  };
  const withConfig = { ...spec, components: { ...spec.components, train } };
  expect(platformNote(withConfig, undefined)).toBe(
    "small: for slurm it sets queue. On this machine that has no effect.",
  );
});
