// Finds references in IR that lead nowhere: to components, executors, tasks, inputs and outputs.
import { own } from "./json-object.ts";
import type {
  ComponentSpec,
  DagSpec,
  PipelineSpec,
  PipelineTaskSpec,
  TaskInputArtifact,
  TaskInputParameter,
} from "./pipeline-spec.ts";

/** One sentence for each; the path leads to the component and the task. */
export function referenceProblems(spec: PipelineSpec): readonly string[] {
  const components = Object.entries(spec.components ?? {});
  return [
    ...componentProblems(spec, "root", spec.root),
    ...components.flatMap(([name, component]) => componentProblems(spec, `components/${name}`, component)),
  ];
}

function componentProblems(spec: PipelineSpec, path: string, component: ComponentSpec): readonly string[] {
  const { executorLabel, dag } = component;
  const { executors } = spec.deploymentSpec ?? {};
  if (executorLabel !== undefined && own(executors, executorLabel) === undefined) {
    return [`${path} refers to the executor "${executorLabel}", which is not there.`];
  }
  return dag === undefined ? [] : dagProblems(spec, path, component, dag);
}

function dagProblems(
  spec: PipelineSpec,
  path: string,
  component: ComponentSpec,
  dag: DagSpec,
): readonly string[] {
  const tasks = Object.entries(dag.tasks).flatMap(([name, task]) =>
    taskProblems({ spec, component, dag, path: `${path}/dag/tasks/${name}` }, task),
  );
  const selectors = [
    ...Object.values(dag.outputs?.artifacts ?? {}).flatMap(({ artifactSelectors }) => artifactSelectors),
    ...Object.values(dag.outputs?.parameters ?? {}).flatMap(
      ({ valueFromParameter, valueFromOneof }) =>
        valueFromOneof?.parameterSelectors ?? (valueFromParameter ? [valueFromParameter] : []),
    ),
  ];
  const outputs = selectors.flatMap((selector) => {
    const key = "outputArtifactKey" in selector ? selector.outputArtifactKey : selector.outputParameterKey;
    const kind = "outputArtifactKey" in selector ? "artifacts" : "parameters";
    return outputProblem({ spec, dag, path: `${path}/dag/outputs` }, selector.producerSubtask, kind, key);
  });
  return [...tasks, ...outputs];
}

interface Place {
  readonly spec: PipelineSpec;
  readonly dag: DagSpec;
  readonly path: string;
}

function taskProblems(
  place: Place & { readonly component: ComponentSpec },
  task: PipelineTaskSpec,
): readonly string[] {
  const { spec, dag, path, component } = place;
  const called = own(spec.components, task.componentRef.name);
  if (called === undefined) {
    return [`${path} refers to the component "${task.componentRef.name}", which is not there.`];
  }
  const { dag: inner, executorLabel, singlePlatformSpecs } = called;
  if (inner === undefined && executorLabel === undefined && singlePlatformSpecs === undefined) {
    return [
      `${path} calls the component "${task.componentRef.name}", which has neither tasks nor an executor.`,
    ];
  }
  const missingTasks = (task.dependentTasks ?? [])
    .filter((name) => own(dag.tasks, name) === undefined)
    .map((name) => `${path} depends on the task "${name}", which is not there.`);
  // Inputs that the component does not declare are none of them: kfp gives such to what it puts into constants.
  const parameters = Object.values(task.inputs?.parameters ?? {}).flatMap((input) =>
    parameterProblems(place, component, input),
  );
  const artifacts = Object.values(task.inputs?.artifacts ?? {}).flatMap((input) =>
    artifactProblems(place, component, input),
  );
  return [...missingTasks, ...parameters, ...artifacts];
}

function parameterProblems(
  place: Place,
  component: ComponentSpec,
  input: TaskInputParameter,
): readonly string[] {
  const { taskOutputParameter: output, componentInputParameter: outer, taskFinalStatus: status } = input;
  if (output) return outputProblem(place, output.producerTask, "parameters", output.outputParameterKey);
  if (status && own(place.dag.tasks, status.producerTask) === undefined) {
    return [`${place.path} takes the status of the task "${status.producerTask}", which is not there.`];
  }
  if (outer === undefined || own(component.inputDefinitions?.parameters, outer)) return [];
  return [`${place.path} takes the parameter "${outer}", which the DAG around it does not have.`];
}

function artifactProblems(
  place: Place,
  component: ComponentSpec,
  input: TaskInputArtifact,
): readonly string[] {
  const { taskOutputArtifact: output, componentInputArtifact: outer } = input;
  if (output) return outputProblem(place, output.producerTask, "artifacts", output.outputArtifactKey);
  if (outer === undefined || own(component.inputDefinitions?.artifacts, outer)) return [];
  return [`${place.path} takes the artifact "${outer}", which the DAG around it does not have.`];
}

function outputProblem(
  { spec, dag, path }: Place,
  producer: string,
  kind: "parameters" | "artifacts",
  key: string,
): readonly string[] {
  const task = own(dag.tasks, producer);
  if (task === undefined) return [`${path} takes an output of the task "${producer}", which is not there.`];
  const outputs = own(spec.components, task.componentRef.name)?.outputDefinitions?.[kind];
  if (outputs !== undefined && Object.hasOwn(outputs, key)) return [];
  return [`${path} takes the output "${key}" of the task "${producer}", which it does not have.`];
}
