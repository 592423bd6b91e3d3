// What Kubeflow's backend refuses of what an IR file can say. Sources: kubeflow/pipelines, backend/src.
import { type PipelineFile, writePipelineFile } from "../../ir/pipeline-file.ts";
import type { Problem } from "../problem.ts";
import { firstOfEach, type LocatedTask, textsIn } from "./located-tasks.ts";

export function checkKubeflow(file: PipelineFile, tasks: readonly LocatedTask[]): readonly Problem[] {
  return [
    ...checkFile(file),
    ...checkExecutors(tasks),
    ...checkTasks(tasks),
    ...checkPlaceholders(tasks),
  ].map(({ where, message }) => ({ code: "TARGET", where, message }));
}

type Found = readonly Omit<Problem, "code">[];

/** Of an upload: https://github.com/kubeflow/pipelines/pull/14428 */
const maximumBytes = 32 * 1024 * 1024;

function checkFile(file: PipelineFile): Found {
  const { pipelineInfo, schemaVersion } = file.pipeline;
  const where = pipelineInfo.name;
  const bytes = Buffer.byteLength(writePipelineFile(file));
  return [
    // apiserver/template/v2_template.go, NewV2SpecTemplate
    ...(schemaVersion === "2.1.0"
      ? []
      : [
          {
            where,
            message: `its schemaVersion is ${schemaVersion}, and Kubeflow takes 2.1.0 alone. Leave out schemaVersion.`,
          },
        ]),
    ...(bytes <= maximumBytes
      ? []
      : [
          {
            where,
            message:
              `the file has ${bytes} bytes, and Kubeflow takes up to ${maximumBytes}. ` +
              "Put constants into files, code into images, or make several pipelines of it.",
          },
        ]),
  ];
}

/** v2/compiler/visitor.go and v2/compiler/argocompiler/dag.go: containers and importers are all that runs. */
function checkExecutors(tasks: readonly LocatedTask[]): Found {
  return firstOfEach(tasks).flatMap(({ where, executor }): Found => {
    if (executor?.resolver) {
      const message =
        "a resolver looks artifacts up, which Kubeflow does not do. Import the artifact, or make it an input.";
      return [{ where, message }];
    }
    if (!executor?.customJob) return [];
    return [{ where, message: "a custom job runs on Vertex AI alone. Make the work a container's." }];
  });
}

/** v2/compiler/argocompiler/dag.go */
function checkTasks(tasks: readonly LocatedTask[]): Found {
  return tasks.flatMap(({ where, task, executor }) => [
    ...(task.artifactIterator
      ? [
          {
            where,
            message:
              "it loops over artifacts, which Kubeflow does not do. " +
              "Loop over parameters, as their addresses, or let one task take the list.",
          },
        ]
      : []),
    ...(executor?.importer && task.triggerPolicy?.condition
      ? [
          {
            where,
            message: "an importer has a condition of its own, which Kubeflow refuses. Put it into a when().",
          },
        ]
      : []),
  ]);
}

/**
 * Vertex AI's own, by google_cloud_pipeline_components/placeholders.py; Kubeflow's driver (v2/driver/resolver) knows
 * others and leaves these as they are.
 */
const ofVertex =
  /\{\{\$\.pipeline_(google_cloud_project_id|google_cloud_location|service_account|network|persistent_resource_id|encryption_key_name)(\.json_escape\[\d+\])?\}\}/g;

function checkPlaceholders(tasks: readonly LocatedTask[]): Found {
  const first = new Set(firstOfEach(tasks));
  return tasks.flatMap((located) => {
    const { where, task, executor } = located;
    const value = [task.inputs, usedDefaults(located), first.has(located) && executor];
    const names = [...textsIn(value)].flatMap((text) => [...text.matchAll(ofVertex)].map(([whole]) => whole));
    return [...new Set(names)].map((name) => ({
      where,
      message: `"${name}" is filled in by Vertex AI alone. Make it an input of the pipeline.`,
    }));
  });
}

/** Of inputs that the task leaves out. */
function usedDefaults({ task, component }: LocatedTask): readonly unknown[] {
  const given = task.inputs?.parameters ?? {};
  return Object.entries(component.inputDefinitions?.parameters ?? {})
    .filter(([name]) => !Object.hasOwn(given, name))
    .map(([, { defaultValue }]) => defaultValue);
}
