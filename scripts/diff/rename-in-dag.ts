// Gives tasks of a DAG other names, wherever the DAG says them.
import type {
  ArtifactSelector,
  ComponentSpec,
  DagOutputParameter,
  DagOutputsSpec,
  DagSpec,
  ParameterSelector,
  PipelineSpec,
  PipelineTaskSpec,
  TaskInputArtifact,
  TaskInputParameter,
} from "../../pipeline/ir/pipeline-spec.ts";

/** The new names by the old ones. */
export type Names = ReadonlyMap<string, string>;

export function renameInDag(component: ComponentSpec, names: Names): ComponentSpec {
  const { dag } = component;
  if (dag === undefined) return component;
  const tasks = Object.entries(dag.tasks).map(([name, task]) => [
    names.get(name) ?? name,
    renamedTask(name, task, names),
  ]);
  const renamed: DagSpec = { ...dag, tasks: Object.fromEntries(tasks) };
  return {
    ...component,
    dag: dag.outputs === undefined ? renamed : { ...renamed, outputs: renamedOutputs(dag.outputs, names) },
  };
}

/** `pipelinechannel--TASK-OUTPUT` is what inputs of groups are called that take an output of a task around them. */
export function renameChannels(
  pipeline: PipelineSpec,
  names: Names,
): { readonly pipeline: PipelineSpec; readonly found: ReadonlySet<string> } {
  const found = new Set<string>();
  // Where one name begins like another, as train and train-2, the longer one is meant.
  const longestFirst = [...names.keys()].sort((a, b) => b.length - a.length).map(literally);
  const channel = new RegExp(`pipelinechannel--(${longestFirst.join("|")})-`, "g");
  const text = JSON.stringify(pipeline).replace(channel, (_, name: string) => {
    found.add(name);
    return `pipelinechannel--${names.get(name) ?? name}-`;
  });
  return { pipeline: found.size > 0 ? (JSON.parse(text) as PipelineSpec) : pipeline, found }; // names changed only
}

function literally(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function renamedTask(name: string, task: PipelineTaskSpec, names: Names): PipelineTaskSpec {
  const { inputs, dependentTasks, taskInfo } = task;
  const { parameters, artifacts } = inputs ?? {};
  const own = names.get(name);
  return {
    ...task,
    ...(taskInfo?.name === name && own !== undefined && { taskInfo: { ...taskInfo, name: own } }),
    ...(dependentTasks && { dependentTasks: dependentTasks.map((task) => names.get(task) ?? task) }),
    ...(inputs && {
      inputs: {
        ...inputs,
        ...(parameters && { parameters: mapped(parameters, (input) => renamedParameter(input, names)) }),
        ...(artifacts && { artifacts: mapped(artifacts, (input) => renamedArtifact(input, names)) }),
      },
    }),
  };
}

function renamedParameter(input: TaskInputParameter, names: Names): TaskInputParameter {
  const { taskOutputParameter, taskFinalStatus } = input;
  return {
    ...input,
    ...(taskOutputParameter && { taskOutputParameter: renamedProducer(taskOutputParameter, names) }),
    ...(taskFinalStatus && { taskFinalStatus: renamedProducer(taskFinalStatus, names) }),
  };
}

function renamedArtifact(input: TaskInputArtifact, names: Names): TaskInputArtifact {
  const { taskOutputArtifact: output } = input;
  return output === undefined ? input : { ...input, taskOutputArtifact: renamedProducer(output, names) };
}

function renamedProducer<T extends { readonly producerTask: string }>(output: T, names: Names): T {
  return { ...output, producerTask: names.get(output.producerTask) ?? output.producerTask };
}

function renamedOutputs({ artifacts, parameters }: DagOutputsSpec, names: Names): DagOutputsSpec {
  const rename = <T extends ArtifactSelector | ParameterSelector>(selector: T): T => ({
    ...selector,
    producerSubtask: names.get(selector.producerSubtask) ?? selector.producerSubtask,
  });
  const parameter = ({ valueFromParameter, valueFromOneof }: DagOutputParameter): DagOutputParameter => ({
    ...(valueFromParameter && { valueFromParameter: rename(valueFromParameter) }),
    ...(valueFromOneof && {
      valueFromOneof: { parameterSelectors: (valueFromOneof.parameterSelectors ?? []).map(rename) },
    }),
  });
  return {
    ...(artifacts && {
      artifacts: mapped(artifacts, ({ artifactSelectors }) => ({
        artifactSelectors: (artifactSelectors ?? []).map(rename),
      })),
    }),
    ...(parameters && { parameters: mapped(parameters, parameter) }),
  };
}

function mapped<T>(
  entries: { readonly [name: string]: T },
  change: (value: T) => T,
): { readonly [name: string]: T } {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, change(value)]));
}
