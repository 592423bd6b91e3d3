// What each backend refuses; the whole message of each refusal.
import { describe, expect, test } from "vitest";
import { checkTarget, type Target } from "../../../pipeline/compiler/check-target.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import { kubernetes } from "../../../pipeline/dsl/kubernetes.ts";
import { pipelineConfig } from "../../../pipeline/dsl/pipeline-config.ts";
import {
  component,
  googleCloudProject,
  parallelFor,
  pipeline,
  string,
  workspacePath,
} from "../../../pipeline/index.ts";
import type { PipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import type { ExecutorSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";

const say = component({
  name: "say",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "busybox", args: [inputs.text] }),
});

/** A pipeline `short` of one task `step`, which is made of the parts. */
function file(executor: ExecutorSpec, task: Partial<PipelineTaskSpec> = {}): PipelineFile {
  return {
    pipeline: {
      pipelineInfo: { name: "short" },
      schemaVersion: "2.1.0",
      root: { dag: { tasks: { step: { componentRef: { name: "comp-step" }, ...task } } } },
      components: { "comp-step": { executorLabel: "exec-step" } },
      deploymentSpec: { executors: { "exec-step": executor } },
    },
  };
}

const container = (parts: object = {}): ExecutorSpec => ({ container: { image: "busybox", ...parts } });

function refusals(of: PipelineFile, target: Target): readonly string[] {
  return checkTarget(of, target).map(({ code, where, message }) => {
    expect(code).toBe("TARGET");
    return `${where}: ${message}`;
  });
}

test("a plain pipeline is taken by both", () => {
  const plain = compile(pipeline({ name: "plain", inputs: {} }, () => void say({ text: "hello" })));
  expect(refusals(plain, "vertex")).toEqual([]);
  expect(refusals(plain, "kubeflow")).toEqual([]);
});

describe("both targets", () => {
  test.each(["vertex", "kubeflow"] as const)("%s starts no program with a text of 128 KiB", (target) => {
    const long = "x".repeat(131_072);
    const parts = {
      command: ["sh", long],
      args: [long.slice(1), long],
      env: [{ name: "TEXT", value: long }],
    };
    const rest = "and Linux starts no program with a text of 131072 bytes or more. ";
    const remedy = "Put it into the image, or hand it over as an artifact.";
    expect(refusals(file(container(parts)), target)).toEqual([
      `short/step: part 2 of its command has 131072 bytes, ${rest}${remedy}`,
      `short/step: its argument 2 has 131072 bytes, ${rest}${remedy}`,
      `short/step: its environment variable TEXT has 131077 bytes, ${rest}${remedy}`,
    ]);
  });

  test("a choice between texts is left to the run", () => {
    const choice = JSON.stringify({ IfPresent: { InputName: "a", Then: ["x".repeat(131_072)] } });
    expect(refusals(file(container({ args: [choice] })), "vertex")).toEqual([]);
  });
});

describe("vertex", () => {
  test("takes no second document, be it a task's or the pipeline's", () => {
    const described = {
      name: "clustered",
      platforms: { kubernetes: pipelineConfig({ resourceTtl: { onCompletion: 60 } }) },
      inputs: {},
    };
    const clustered = pipeline(described, () => {
      parallelFor({ items: [1, 2] }, () => {
        say({ text: "hello" }).platform("kubernetes", kubernetes({ nodeSelector: { accelerator: "l4" } }));
      });
    });
    const said = "says something to kubernetes alone, in a second document, and Vertex AI takes one.";
    expect(refusals(compile(clustered), "vertex")).toEqual([
      `clustered/for-loop-2/say: ${said} Leave out platform("kubernetes", ...), or compile for kubeflow.`,
      `clustered: ${said} Leave out platforms.kubernetes, or compile for kubeflow.`,
    ]);
    expect(refusals(compile(clustered), "kubeflow")).toEqual([]);
  });

  test("has no workspace", () => {
    const described = {
      name: "shared",
      platforms: { kubernetes: pipelineConfig({ workspace: { size: "1Gi" } }) },
      inputs: {},
    };
    const shared = compile(pipeline(described, () => void say({ text: `${workspacePath}/notes` })));
    const why =
      "uses the workspace, a volume of Kubernetes, which Vertex AI has not. Hand files on as artifacts.";
    expect(refusals({ pipeline: shared.pipeline }, "vertex")).toEqual([`shared/say: ${why}`]);

    const typeSchema = { schemaTitle: "system.Model" };
    const importer = { artifactUri: { constant: "gs://a" }, typeSchema, downloadToWorkspace: true };
    expect(refusals(file({ importer }), "vertex")).toEqual([`short/step: ${why}`]);
  });

  test("makes no volume claims", () => {
    expect(refusals(file(container({ image: "argostub/createpvc" })), "vertex")).toEqual([
      'short/step: the image "argostub/createpvc" stands for a volume claim in Kubernetes, which Vertex AI has not. ' +
        "Hand files on as artifacts.",
    ]);
  });

  test.each([["7-steps"], [`a${"b".repeat(113)}`]])("makes no job's id of the name %s", (name) => {
    const { pipeline: spec } = file(container());
    expect(refusals({ pipeline: { ...spec, pipelineInfo: { name } } }, "vertex")).toEqual([
      `${name}: the name gives a job of Vertex AI the id "${name}-" and a time, which must begin with a letter and ` +
        "have up to 128 characters. Give the pipeline a name of up to 113 characters, a letter first.",
    ]);
  });

  test("registers artifact types by names of its form, wherever they are said", () => {
    const { pipeline: spec } = file(container());
    const artifacts = {
      first: { artifactType: { schemaTitle: "Prompt" } },
      second: { artifactType: { instanceSchema: "title: acme.prompt\ntype: object\n" } },
      third: { artifactType: { instanceSchema: '{"title": "acme.Prompt", "type": "object"}' } },
      fourth: { artifactType: { schemaTitle: "google.VertexModel" } },
      fifth: { artifactType: { schemaTitle: "Prompt" } },
    };
    const step = { executorLabel: "exec-step", outputDefinitions: { artifacts } };
    const named = (title: string) =>
      `short/step: the artifact type "${title}" has no name that Vertex AI registers. Name it as "acme.Prompt": ` +
      '3 to 21 small letters, digits, "-" or "_", a dot, and 3 to 50 from a capital on.';
    expect(refusals({ pipeline: { ...spec, components: { "comp-step": step } } }, "vertex")).toEqual([
      named("Prompt"),
      named("acme.prompt"),
    ]);
  });
});

describe("kubeflow", () => {
  test("takes the newest schema alone", () => {
    const old = pipeline(
      { name: "old", schemaVersion: "2.0.0", inputs: {} },
      () => void say({ text: "hello" }),
    );
    expect(refusals(compile(old), "kubeflow")).toEqual([
      "old: its schemaVersion is 2.0.0, and Kubeflow takes 2.1.0 alone. Leave out schemaVersion.",
    ]);
  });

  test("takes files of up to 32 MiB", () => {
    const text = "x".repeat(1024 * 1024);
    const parameters = Object.fromEntries(
      Array.from({ length: 32 }, (_, index) => [`p${index}`, { runtimeValue: { constant: text } }]),
    );
    expect(refusals(file(container(), { inputs: { parameters } }), "kubeflow")).toEqual([
      expect.stringMatching(
        /^short: the file has 3355\d{4} bytes, and Kubeflow takes up to 33554432\. Put constants into files, code into images, or make several pipelines of it\.$/,
      ),
    ]);
  });

  test("runs neither resolvers nor custom jobs", () => {
    expect(refusals(file({ resolver: { outputArtifactQueries: {} } }), "kubeflow")).toEqual([
      "short/step: a resolver looks artifacts up, which Kubeflow does not do. " +
        "Import the artifact, or make it an input.",
    ]);
    expect(refusals(file({ customJob: { customJob: {} } }), "kubeflow")).toEqual([
      "short/step: a custom job runs on Vertex AI alone. Make the work a container's.",
    ]);
  });

  test("loops over no artifacts", () => {
    const artifactIterator = { items: { inputArtifact: "models" }, itemInput: "model" };
    expect(refusals(file(container(), { artifactIterator }), "kubeflow")).toEqual([
      "short/step: it loops over artifacts, which Kubeflow does not do. " +
        "Loop over parameters, as their addresses, or let one task take the list.",
    ]);
  });

  test("gives no condition to an importer itself", () => {
    const importer = { artifactUri: { constant: "gs://a" }, typeSchema: { schemaTitle: "system.Model" } };
    const triggerPolicy = { condition: "inputs.parameter_values['a'] == 'b'" };
    expect(refusals(file({ importer }, { triggerPolicy }), "kubeflow")).toEqual([
      "short/step: an importer has a condition of its own, which Kubeflow refuses. Put it into a when().",
    ]);
  });

  test("does not know what only Vertex AI fills in, where a task gets it", () => {
    const project = component({
      name: "project",
      inputs: { project: string({ default: googleCloudProject }) },
      container: ({ inputs }) => ({
        image: "busybox",
        args: [inputs.project, "{{$.pipeline_service_account}}"],
      }),
    });
    const filled = pipeline({ name: "filled", inputs: {} }, () => {
      project({ project: "mine" });
      project({});
      say({ text: `projects/${googleCloudProject}` });
    });
    const why = "is filled in by Vertex AI alone. Make it an input of the pipeline.";
    expect(refusals(compile(filled), "kubeflow")).toEqual([
      `filled/project: "{{$.pipeline_service_account}}" ${why}`,
      `filled/project-2: "{{$.pipeline_google_cloud_project_id}}" ${why}`,
      `filled/say: "{{$.pipeline_google_cloud_project_id}}" ${why}`,
    ]);
    expect(refusals(compile(filled), "vertex")).toEqual([]);
  });
});
