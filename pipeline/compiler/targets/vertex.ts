// What Vertex AI Pipelines refuses, or cannot do, of what an IR file can say. Each with its source.
import { isObject } from "../../ir/json-object.ts";
import type { PipelineFile } from "../../ir/pipeline-file.ts";
import type { ArtifactTypeSchema } from "../../ir/pipeline-spec.ts";
import { readYaml } from "../../ir/yaml.ts";
import type { Problem } from "../problem.ts";
import { firstOfEach, type LocatedTask, textsIn } from "./located-tasks.ts";

export function checkVertex(file: PipelineFile, tasks: readonly LocatedTask[]): readonly Problem[] {
  return [
    ...checkDocuments(file, tasks),
    ...checkJobId(file),
    ...checkWorkspace(file, tasks),
    ...checkImages(tasks),
    ...checkTypes(file, tasks),
  ].map(({ where, message }) => ({ code: "TARGET", where, message }));
}

type Found = readonly Omit<Problem, "code">[];

/** google-cloud-aiplatform 1.165.1 reads the file with `yaml.safe_load`, which takes one document. */
function checkDocuments({ pipeline, platforms }: PipelineFile, tasks: readonly LocatedTask[]): Found {
  if (platforms === undefined) return [];
  const where = pipeline.pipelineInfo.name;
  return Object.entries(isObject(platforms) ? platforms : {}).flatMap(([platform, document]): Found => {
    const { deploymentSpec, ...rest } = isObject(document) ? document : {};
    const executors = isObject(deploymentSpec) ? deploymentSpec["executors"] : undefined;
    const labels = Object.keys(isObject(executors) ? executors : {});
    const configured = firstOfEach(tasks).filter(({ component }) =>
      labels.includes(component.executorLabel ?? ""),
    );
    const said = `says something to ${platform} alone, in a second document, and Vertex AI takes one.`;
    return [
      ...configured.map((task) => ({
        where: task.where,
        message: `${said} Leave out platform("${platform}", ...), or compile for kubeflow.`,
      })),
      ...(Object.keys(rest).length > 0 || configured.length === 0
        ? [{ where, message: `${said} Leave out platforms.${platform}, or compile for kubeflow.` }]
        : []),
    ];
  });
}

/**
 * google-cloud-aiplatform 1.165.1 gives a job the id `NAME-YYYYMMDDHHMMSS`, after what is no letter, digit or dash has
 * become a dash; an id must match `^[a-z][-a-z0-9]{0,127}$`.
 */
function checkJobId({ pipeline: { pipelineInfo } }: PipelineFile): Found {
  const where = pipelineInfo.name;
  const id = where
    .toLowerCase()
    .replace(/[^-0-9a-z]+/g, "-")
    .replace(/^-+|-+$/g, "");
  if (/^[a-z][-a-z0-9]{0,112}$/.test(id)) return [];
  const message =
    `the name gives a job of Vertex AI the id "${id}-" and a time, which must begin with a letter and have up to ` +
    "128 characters. Give the pipeline a name of up to 113 characters, a letter first.";
  return [{ where, message }];
}

/** A workspace is a volume claim that only the Kubernetes document can ask for. */
function checkWorkspace({ pipeline }: PipelineFile, tasks: readonly LocatedTask[]): Found {
  const message =
    "uses the workspace, a volume of Kubernetes, which Vertex AI has not. Hand files on as artifacts.";
  const mentions = (value: unknown) =>
    [...textsIn(value)].some((text) => text.includes("{{$.workspace_path}}"));
  const first = new Set(firstOfEach(tasks));
  return [
    ...(mentions(pipeline.root.inputDefinitions) ? [{ where: pipeline.pipelineInfo.name, message }] : []),
    ...tasks
      .filter(
        (located) =>
          mentions(located.task.inputs) ||
          (first.has(located) &&
            (mentions(located.executor) || located.executor?.importer?.downloadToWorkspace === true)),
      )
      .map(({ where }) => ({ where, message })),
  ];
}

/** kfp-kubernetes' CreatePVC and DeletePVC run no container: Kubeflow's backend takes their images for commands. */
function checkImages(tasks: readonly LocatedTask[]): Found {
  return firstOfEach(tasks).flatMap(({ where, executor }) => {
    const image = executor?.container?.image ?? "";
    if (!/^argostub\/(createpvc|deletepvc)$/.test(image)) return [];
    const message =
      `the image "${image}" stands for a volume claim in Kubernetes, which Vertex AI has not. ` +
      "Hand files on as artifacts.";
    return [{ where, message }];
  });
}

/** Vertex AI's own words for it are in https://github.com/tensorflow/tfx-addons/issues/249 */
const legalTitle = /^[a-z][a-z0-9-_]{2,20}[.][A-Z][a-zA-Z0-9-_]{2,49}$/;

function checkTypes({ pipeline }: PipelineFile, tasks: readonly LocatedTask[]): Found {
  const found = new Map<string, string>();
  const note = (where: string, types: Iterable<ArtifactTypeSchema>) => {
    for (const type of types) {
      const title = titleOf(type);
      if (title !== undefined && !legalTitle.test(title) && !found.has(title)) found.set(title, where);
    }
  };
  note(pipeline.pipelineInfo.name, typesOf(pipeline.root));
  for (const { where, component } of tasks) note(where, typesOf(component));
  return [...found].map(([title, where]) => ({
    where,
    message:
      `the artifact type "${title}" has no name that Vertex AI registers. ` +
      'Name it as "acme.Prompt": 3 to 21 small letters, digits, "-" or "_", a dot, and 3 to 50 from a capital on.',
  }));
}

function typesOf({ inputDefinitions, outputDefinitions }: LocatedTask["component"]): ArtifactTypeSchema[] {
  const definitions = [inputDefinitions, outputDefinitions].flatMap((side) =>
    Object.values(side?.artifacts ?? {}),
  );
  return definitions.map(({ artifactType }) => artifactType);
}

function titleOf({ schemaTitle, instanceSchema }: ArtifactTypeSchema): string | undefined {
  if (schemaTitle !== undefined || instanceSchema === undefined) return schemaTitle;
  try {
    const [schema] = readYaml(instanceSchema, "instanceSchema");
    const title = isObject(schema) ? schema["title"] : undefined;
    return typeof title === "string" ? title : undefined;
  } catch {
    return undefined; // a schema that cannot be read says no title
  }
}
