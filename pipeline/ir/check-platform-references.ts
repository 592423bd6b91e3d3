// Finds references in a platform's document that lead nowhere: to outputs of tasks, and to inputs of the DAG around.
import { isObject, own } from "./json-object.ts";
import type { ComponentSpec, DagSpec, Json, PipelineSpec, PipelineTaskSpec } from "./pipeline-spec.ts";

/** One sentence for each; the path leads to the task whose executor the document speaks of. */
export function platformReferenceProblems(
  spec: PipelineSpec,
  platforms: Json | undefined,
): readonly string[] {
  const components = Object.entries(spec.components ?? {}).map(
    ([name, one]) => [`components/${name}`, one] as const,
  );
  const documents = Object.entries(isObject(platforms) ? platforms : {});
  return [["root", spec.root] as const, ...components].flatMap(([path, component]) =>
    Object.entries(component.dag?.tasks ?? {}).flatMap(([name, task]) =>
      documents.flatMap(([platform, document]) => {
        const config = configOf(spec, document, task);
        const place = { spec, component, task, path: `${path}/dag/tasks/${name} for ${platform}` };
        return config === undefined ? [] : [...new Set(problemsIn(place, config))];
      }),
    ),
  );
}

interface Place {
  readonly spec: PipelineSpec;
  /** Whose DAG has the task. */
  readonly component: ComponentSpec;
  readonly task: PipelineTaskSpec;
  readonly path: string;
}

function configOf(spec: PipelineSpec, document: Json, task: PipelineTaskSpec): Json | undefined {
  const label = own(spec.components, task.componentRef.name)?.executorLabel;
  const deployment = fieldOf(document, "deploymentSpec");
  return label === undefined ? undefined : fieldOf(fieldOf(deployment, "executors"), label);
}

function fieldOf(value: Json | undefined, field: string): Json | undefined {
  return isObject(value) ? own(value, field) : undefined;
}

function problemsIn(place: Place, config: Json): readonly string[] {
  if (Array.isArray(config)) return (config as readonly Json[]).flatMap((item) => problemsIn(place, item)); // JSON's lists
  if (!isObject(config)) return [];
  const { taskOutputParameter: output, componentInputParameter: outer } = config;
  return [
    ...(output === undefined ? [] : outputProblems(place, output)),
    ...(typeof outer === "string" ? inputProblems(place, outer) : []),
    ...Object.values(config).flatMap((field) => problemsIn(place, field)),
  ];
}

function outputProblems({ spec, component: { dag }, path }: Place, output: Json): readonly string[] {
  const [producer, key] = [fieldOf(output, "producerTask"), fieldOf(output, "outputParameterKey")];
  if (typeof producer !== "string" || typeof key !== "string") return [];
  const called = calledBy(spec, dag, producer);
  if (called === undefined) return [`${path} takes an output of the task "${producer}", which is not there.`];
  if (own(called.outputDefinitions?.parameters, key) !== undefined) return [];
  return [`${path} takes the output "${key}" of the task "${producer}", which has none of that name.`];
}

function calledBy(spec: PipelineSpec, dag: DagSpec | undefined, task: string): ComponentSpec | undefined {
  const name = own(dag?.tasks, task)?.componentRef.name;
  return name === undefined ? undefined : own(spec.components, name);
}

/** Old files name the task's own input instead of that of the DAG around it. */
function inputProblems({ component, task, path }: Place, name: string): readonly string[] {
  const isThere =
    own(component.inputDefinitions?.parameters, name) !== undefined ||
    own(task.inputs?.parameters, name) !== undefined;
  return isThere ? [] : [`${path} takes the parameter "${name}", which the DAG around it does not have.`];
}
