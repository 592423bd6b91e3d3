// Pipelines that use a workspace without asking for one.
import { describe, expect, test } from "vitest";
import { checkWorkspace } from "../../../pipeline/compiler/check-workspace.ts";
import { planDags } from "../../../pipeline/compiler/plan-dags.ts";
import { pipelineConfig } from "../../../pipeline/dsl/pipeline-config.ts";
import type { AnyComponent } from "../../../pipeline/dsl/component-types.ts";
import {
  component,
  componentDefinition,
  equals,
  importer,
  Model,
  parallelFor,
  pipeline,
  string,
  when,
  workspacePath,
} from "../../../pipeline/index.ts";

const platforms = { kubernetes: pipelineConfig({ workspace: { size: "1Gi" } }) };

const say = component({
  name: "say",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "busybox", args: [inputs.text] }),
});

const list = component({
  name: "list",
  inputs: {},
  container: () => ({ image: "busybox", command: ["ls", workspacePath] }),
});

function problems(of: AnyComponent) {
  const graph = componentDefinition(of);
  if (graph.kind !== "pipeline") throw new Error("no pipeline");
  return checkWorkspace(planDags(graph));
}

const places = (of: AnyComponent) => problems(of).map(({ where }) => where);

describe("a workspace that nobody asked for", () => {
  test("is a problem where a task uses it", () => {
    const lost = pipeline({ name: "lost", inputs: {} }, () => void say({ text: `${workspacePath}/a` }));
    expect(problems(lost)).toEqual([
      {
        code: "NO_WORKSPACE",
        where: "lost/say",
        message:
          "uses the workspace, and the pipeline asks for none. " +
          'Give the pipeline platforms: { kubernetes: pipelineConfig({ workspace: { size: "10Gi" } }) }.',
      },
    ]);
  });

  test("is found in commands, environments, defaults, loops, conditions and importers", () => {
    const lost = pipeline(
      { name: "lost", inputs: { folder: string({ default: workspacePath }) } },
      (inputs) => {
        list({});
        say({ text: "a" }).env({ FOLDER: workspacePath });
        parallelFor({ items: [`${workspacePath}/a`] }, (path) => void say({ text: path }));
        when(equals(inputs.folder, workspacePath), () => void say({ text: "b" }));
        importer({ type: Model, uri: "gs://models/one", downloadToWorkspace: true });
        say({ text: "c" });
      },
    );
    expect(places(lost)).toEqual([
      "lost",
      "lost/list",
      "lost/say",
      "lost/for-loop-2",
      "lost/condition-3",
      "lost/importer",
    ]);
  });

  test("is asked for by the pipeline that is compiled, not by those it calls", () => {
    const inner = pipeline({ name: "inner", inputs: {} }, () => void list({}));
    const innerAsks = pipeline({ name: "inner-asks", platforms, inputs: {} }, () => void list({}));
    const outer = pipeline({ name: "outer", inputs: {} }, () => {
      inner({});
      inner({});
      innerAsks({});
    });
    expect(places(outer)).toEqual(["inner/list", "inner-asks/list"]);
    expect(places(pipeline({ name: "asks", platforms, inputs: {} }, () => void inner({})))).toEqual([]);
    expect(places(innerAsks)).toEqual([]);
  });

  test("is not meant by other settings for Kubernetes", () => {
    const kubernetes = pipelineConfig({ resourceTtl: { onCompletion: 60 } });
    const lost = pipeline({ name: "lost", platforms: { kubernetes }, inputs: {} }, () => void list({}));
    expect(places(lost)).toEqual(["lost/list"]);
  });
});
